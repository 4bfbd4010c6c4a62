// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/upstream.h"

#include <atomic>
#include <chrono>
#include <map>
#include <thread>

#include "cli/audit/mirror.h"
#include "cli/common/message.h"
#include "serve/http_client.h"

namespace whit::cli {
namespace {

using Content = Result<std::vector<std::uint8_t>>;

constexpr int kTries = 3;          // of a request that a busy server didn't answer
constexpr std::size_t kLanes = 8;  // connections that fetch ahead

// Lane is one connection for each limit, so that a server can't send more than was wanted.
class Lane {
 public:
  Lane(std::string url, std::string ca_file) : url_(std::move(url)), ca_(std::move(ca_file)) {}

  Content get(std::string_view path, std::size_t limit) {
    for (int left = kTries;; --left) {
      const HttpReply reply = client(limit).get("/" + std::string(path));
      if (reply.ok()) return reply.body;
      if (reply.failure == HttpFailure::too_large) return Errc::too_large;
      if (reply.status == 404 || reply.status == 410) return Errc::not_found;
      if (left <= 1 || reply.failure == HttpFailure::untrusted) return Errc::unreachable;
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
  }

 private:
  HttpClient& client(std::size_t limit) {
    const auto found = clients_.find(limit);
    if (found != clients_.end()) return found->second;
    HttpLimits limits;
    limits.max_body = limit;
    return clients_.emplace(limit, HttpClient(url_, limits, ca_)).first->second;
  }

  std::string url_, ca_;
  std::map<std::size_t, HttpClient> clients_;
};

class HttpUpstream : public Upstream {
 public:
  HttpUpstream(const std::string& url, const std::string& ca_file) {
    for (std::size_t i = 0; i < kLanes; ++i) lanes_.emplace_back(url, ca_file);
  }

  Content get(std::string_view path, std::size_t limit) override {
    if (const auto ahead = ahead_.find(path); ahead != ahead_.end()) {
      auto out = std::move(ahead->second);
      ahead_.erase(ahead);
      if (out.size() > limit) return Errc::too_large;
      return out;
    }
    return lanes_.front().get(path, limit);
  }

  void fetch_ahead(const std::vector<Wanted>& wanted) override {
    ahead_.clear();
    std::vector<std::vector<std::uint8_t>> got(wanted.size());
    std::atomic<std::size_t> next{0};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < std::min(lanes_.size(), wanted.size()); ++i) {
      threads.emplace_back([&, i] { work(lanes_[i], wanted, got, next); });
    }
    for (std::thread& thread : threads) thread.join();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (!got[i].empty()) ahead_.insert_or_assign(wanted[i].path, std::move(got[i]));
    }
  }

 private:
  static void work(Lane& lane, const std::vector<Wanted>& wanted,
                   std::vector<std::vector<std::uint8_t>>& got, std::atomic<std::size_t>& next) {
    for (;;) {
      const std::size_t at = next.fetch_add(1);
      if (at >= wanted.size()) return;
      auto content = lane.get(wanted[at].path, wanted[at].limit);
      if (!content) {
        if (content.error().code == Errc::unreachable) return;  // it will be asked for again
        continue;
      }
      got[at] = *std::move(content);
    }
  }

  std::vector<Lane> lanes_;
  std::map<std::string, std::vector<std::uint8_t>, std::less<>> ahead_;
};

class FolderUpstream : public Upstream {
 public:
  explicit FolderUpstream(const std::string& folder) : files_(folder) {}
  Content get(std::string_view path, std::size_t limit) override { return files_.get(path, limit); }
  void fetch_ahead(const std::vector<Wanted>&) override {}

 private:
  FolderFiles files_;
};

}  // namespace

bool is_url(const std::string& where) {
  return where.substr(0, 8) == "https://" || where.substr(0, 7) == "http://";
}

std::unique_ptr<Upstream> open_upstream(const std::string& where, const std::string& ca_file) {
  if (is_url(where)) return std::make_unique<HttpUpstream>(where, ca_file);
  if (where.find("://") != where.npos) {
    throw Failure(printable(where) + ": not an address", "a folder, https://... or http://...");
  }
  return std::make_unique<FolderUpstream>(where);
}

}  // namespace whit::cli
