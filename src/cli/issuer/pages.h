// SPDX-License-Identifier: Apache-2.0
// The built pages that work in a browser, as publish and serve find them in a folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "serve/page_files.h"
#include "whit/trust.h"

namespace whit::cli {

inline constexpr std::size_t kMaxPageFiles = 100;
inline constexpr std::size_t kMaxPageBytes = std::size_t{8} << 20;  // all of them together

// Pages is what to do about them: `files` absent leaves a head's pages as the head before has them;
// empty is none from now on.
struct Pages {
  std::optional<std::vector<PageFile>> files;
  const std::vector<PageFile>& served() const;
  // rows are the files as a head vouches for them (spec/trust.md, 6.13).
  std::optional<std::vector<Page>> rows() const;
};

// read_pages reads the folder that `option` names, or where it is empty the one that an
// installation has beside the program; "none" is none. Such a folder has one for each page in it
// (kPageFolders), or is that of the page /check/ itself. Sorted by name. Hidden files, links and
// packed copies (.gz) are left out. A Failure for a folder that can't be read or has no page in it,
// a page without index.html, a file that no page has, and what is too much.
Pages read_pages(const std::string& option);

// write_pages lays them out in FOLDER/check/ and FOLDER/wallet/, each file beside its packed copy,
// where they changed; what starts a page comes last.
void write_pages(const std::string& folder, const std::vector<PageFile>& files);

}  // namespace whit::cli
