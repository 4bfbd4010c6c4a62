// SPDX-License-Identifier: Apache-2.0
#include "cli/common/log_source.h"

#include <sys/stat.h>

#include "cli/common/message.h"

namespace whit::cli {
namespace {

bool begins(const std::string& text, std::string_view with) {
  return text.compare(0, with.size(), with) == 0;
}

}  // namespace

std::unique_ptr<OpenLog> open_log_source(const std::string& text, const std::string& ca_file) {
  if (begins(text, "http://") || begins(text, "https://")) return open_log_server(text, ca_file);
  struct stat info {};
  if (::stat(text.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
    throw Failure(printable(text) + ": no such folder",
                  "give a folder with a log's files, or its address: https://...");
  }
  return open_log_folder(text);
}

}  // namespace whit::cli
