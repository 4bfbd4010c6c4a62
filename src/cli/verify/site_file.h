// SPDX-License-Identifier: Apache-2.0
// site.json in a checker's folder: what is asked at this place, and the lock on it.
// Spec: spec/trust.md, section 11.
#pragma once

#include "cli/verify/data.h"
#include "cli/verify/site.h"

namespace whit::cli {

// encode_site and parse_site are the file's text. parse_site takes nothing that it doesn't know: a
// Failure that begins with `what`, for a lock that can't be read must not be an open one.
std::string encode_site(const Site& site);
Site parse_site(std::string_view text, const std::string& what);

// SiteFile is the file of one folder. A missing one is a place where nothing is set.
class SiteFile {
 public:
  explicit SiteFile(const DataFolder& folder)
      : folder_(folder.path()), path_(folder.path() + "/site.json") {}

  const std::string& folder() const noexcept { return folder_; }
  const std::string& path() const noexcept { return path_; }

  // current is the place as it is now. What time has changed is kept; where it can't be, the place
  // stays as it was, so that a full disk opens nothing and stops no gate.
  Site current(const Timer& now) const;

  // read and write are for whoever holds a FolderLock on folder(). read settles, and doesn't keep.
  Site read(const Timer& now) const;
  void write(const Site& site) const;

 private:
  std::string folder_, path_;
};

}  // namespace whit::cli
