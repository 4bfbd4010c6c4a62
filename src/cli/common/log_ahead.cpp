// SPDX-License-Identifier: Apache-2.0
#include "cli/common/log_ahead.h"

#include <algorithm>
#include <system_error>

#include "cli/common/log_fetch.h"
#include "log/path.h"

namespace whit::cli {
namespace {

constexpr std::size_t kMostFiles = 64, kMostBytes = std::size_t{1} << 20;
constexpr unsigned kLines = 6;

}  // namespace

LogAhead::LogAhead(std::string url, std::string ca_file)
    : url_(std::move(url)), ca_file_(std::move(ca_file)) {}

LogAhead::~LogAhead() {
  {
    const std::lock_guard lock(guard_);
    over_ = true;
    waiting_.clear();
  }
  changed_.notify_all();
  for (HttpClient& client : clients_) client.cancel();
  for (std::thread& thread : threads_) thread.join();
}

void LogAhead::start() {
  while (clients_.size() < kLines) clients_.emplace_back(url_, kLogHttpLimits, ca_file_);
  try {
    for (HttpClient& client : clients_) threads_.emplace_back([this, &client] { work(client); });
  } catch (const std::system_error&) {
    // With less threads, or none, all goes on: take() has what was fetched and no more.
  }
}

void LogAhead::want(const std::vector<std::string>& paths) {
  if (clients_.empty()) start();
  if (threads_.empty()) return;
  const std::lock_guard lock(guard_);
  const auto is_wanted = [&](const std::string& path) {
    return std::find(paths.begin(), paths.end(), path) != paths.end();
  };
  for (auto it = files_.begin(); it != files_.end();) {
    it = it->second.done && !is_wanted(it->first) ? files_.erase(it) : std::next(it);
  }
  for (const std::string& path : paths) {
    if (files_.size() >= kMostFiles) break;
    if (is_log_path(path) && files_.try_emplace(path).second) waiting_.push_back(path);
  }
  changed_.notify_all();
}

std::optional<std::vector<std::uint8_t>> LogAhead::take(std::string_view path) {
  std::unique_lock lock(guard_);
  const auto found = files_.find(path);
  if (found == files_.end()) return std::nullopt;
  // Nobody has begun with it: the caller's own connection is free.
  const auto waits = std::find(waiting_.begin(), waiting_.end(), path);
  if (waits != waiting_.end()) {
    waiting_.erase(waits);
    files_.erase(found);
    return std::nullopt;
  }
  changed_.wait(lock, [&] { return found->second.done; });
  auto content = std::move(found->second.content);
  files_.erase(found);
  return content;
}

void LogAhead::work(HttpClient& client) {
  std::unique_lock lock(guard_);
  for (;;) {
    changed_.wait(lock, [&] { return over_ || !waiting_.empty(); });
    if (over_) return;
    const std::string path = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    FetchedFile file = fetch_log_file(client, path, kMostBytes);
    lock.lock();
    File& kept = files_.at(path);  // only the caller removes it, and not before it is done
    kept.content = std::move(file.content);
    kept.done = true;
    changed_.notify_all();
  }
}

}  // namespace whit::cli
