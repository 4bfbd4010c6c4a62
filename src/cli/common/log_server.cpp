// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <thread>

#include "cli/common/log_ahead.h"
#include "cli/common/log_fetch.h"
#include "cli/common/log_source.h"
#include "log/path.h"

namespace whit::cli {
namespace {

// How long to wait before trying again; after the last one it is given up.
constexpr std::chrono::milliseconds kPauses[] = {
    std::chrono::milliseconds{0}, std::chrono::milliseconds{300}, std::chrono::milliseconds{1500}};

class LogServer : public OpenLog {
 public:
  LogServer(const std::string& url, const std::string& ca_file)
      : client_(url, kLogHttpLimits, ca_file), ahead_(url, ca_file) {}

  Result<std::vector<std::uint8_t>> get(std::string_view path, std::size_t limit) override {
    trouble_.clear();
    if (!is_log_path(path)) return fail(Errc::not_found, "not a path of a log");
    if (auto fetched = ahead_.take(path)) {
      if (fetched->size() <= limit) return *std::move(fetched);
      return fail(Errc::too_large, "the answer is larger than allowed");
    }
    FetchedFile file = fetch_log_file(client_, path, limit);
    for (const auto pause : kPauses) {
      if (!file.try_again) break;
      std::this_thread::sleep_for(pause);
      file = fetch_log_file(client_, path, limit);
    }
    if (file.content) return *std::move(file.content);
    return fail(file.code, std::move(file.trouble));
  }

  void soon(const std::vector<std::string>& paths) override { ahead_.want(paths); }

 private:
  HttpClient client_;
  LogAhead ahead_;
};

}  // namespace

std::unique_ptr<OpenLog> open_log_server(const std::string& url, const std::string& ca_file) {
  return std::make_unique<LogServer>(url, ca_file);
}

}  // namespace whit::cli
