// SPDX-License-Identifier: Apache-2.0
// Files of a log fetched over several connections before they are asked for.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "serve/http_client.h"

namespace whit::cli {

// LogAhead has at most 64 files, of at most 1 MiB each. What it couldn't fetch, it doesn't have:
// the caller then asks by itself. One thread calls it; its own threads start with the first want().
class LogAhead {
 public:
  LogAhead(std::string url, std::string ca_file);
  ~LogAhead();
  LogAhead(const LogAhead&) = delete;
  LogAhead& operator=(const LogAhead&) = delete;

  // want begins to fetch `paths`; those that are too many are left out. Files that were wanted
  // before and never taken make room.
  void want(const std::vector<std::string>& paths);
  // take waits for a file that is under way.
  std::optional<std::vector<std::uint8_t>> take(std::string_view path);

 private:
  struct File {
    bool done = false;
    std::optional<std::vector<std::uint8_t>> content;
  };
  void start();
  void work(HttpClient& client);

  std::string url_, ca_file_;
  std::mutex guard_;
  std::condition_variable changed_;
  std::map<std::string, File, std::less<>> files_;
  std::deque<std::string> waiting_;
  bool over_ = false;
  std::vector<HttpClient> clients_;  // one for each thread
  std::vector<std::thread> threads_;
};

}  // namespace whit::cli
