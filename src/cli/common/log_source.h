// SPDX-License-Identifier: Apache-2.0
// The files of a log in a folder or on a web server. Spec: spec/log.md, section 13.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "log/source.h"

namespace whit::cli {

// OpenLog is a LogSource that can say why it had nothing to give. For one thread.
class OpenLog : public LogSource {
 public:
  // trouble says to a person what the last get() ran into, such as "no answer in time"; empty where
  // it ran into nothing, and without the path.
  const std::string& trouble() const noexcept { return trouble_; }

 protected:
  Error fail(Errc code, std::string trouble) {
    trouble_ = std::move(trouble);
    return {code, 0};
  }
  std::string trouble_;
};

// open_log_folder reads below `folder`. No symbolic link below it is followed, and only a regular
// file is one. not_found, too_large, storage_failed.
std::unique_ptr<OpenLog> open_log_folder(std::string folder);

// open_log_server reads below an http(s) URL. It keeps connections open, tries again for some
// seconds when nobody answers, and fetches several files ahead when told what comes soon. It asks
// for no packed body and takes none. `ca_file` is as for HttpClient.
//
// not_found, too_large, corrupt_tile for a packed body, unreachable for all else.
std::unique_ptr<OpenLog> open_log_server(const std::string& url, const std::string& ca_file = "");

// open_log_source is one of both: text that begins with http:// or https:// is a URL. A Failure
// where there is no such folder, or it is no URL that we read.
std::unique_ptr<OpenLog> open_log_source(const std::string& text, const std::string& ca_file = "");

}  // namespace whit::cli
