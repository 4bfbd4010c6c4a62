// SPDX-License-Identifier: Apache-2.0
// The files of the issuer's logs, as auditors, mirrors and wallets fetch them: /log/<number>/...
// Spec: spec/log.md, section 13.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "serve/http_server.h"
#include "store/log_store.h"
#include "whit/bytes.h"
#include "whit/result.h"

namespace whit {

// LogFile is a kind of file below a log's prefix, and how it is sent.
struct LogFile {
  std::string_view content_type, cache_control;
};
// log_file tells what stands at `path`, such as "checkpoint" or "tile/0/x001/067"; nothing for a
// path that no log has. There is one form of each path.
std::optional<LogFile> log_file(std::string_view path);

// LogRead gives a file of log `number`; not_found. From many threads at once.
using LogRead = std::function<Result<ByteVector>(std::uint64_t number, std::string_view path)>;

// log_routes are GET and HEAD of /log/<number>/<path>. What they hold on to must outlive the
// server. Only paths that log_file() knows are looked for.
std::vector<HttpRoute> log_routes(LogRead read);
inline std::vector<HttpRoute> log_routes(LogStore& store) {
  return log_routes(
      [&store](std::uint64_t number, std::string_view path) { return store.read(number, path); });
}

}  // namespace whit
