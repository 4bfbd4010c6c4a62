// SPDX-License-Identifier: Apache-2.0
// A web server on one port of this machine that says exactly what a test wants it to say.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace whit::test {

// SmallServer has a thread for each connection, which stays open. Unknown paths are answered 404.
class SmallServer {
 public:
  SmallServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    ::listen(listener_, 16);
  }
  ~SmallServer() {
    ::shutdown(listener_, SHUT_RDWR);
    if (accepting_.joinable()) accepting_.join();
    ::close(listener_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
    for (std::thread& thread : threads_) thread.join();
    for (const int fd : open_) ::close(fd);
  }
  SmallServer(const SmallServer&) = delete;
  SmallServer& operator=(const SmallServer&) = delete;

  void put(const std::string& path, const std::vector<std::uint8_t>& body) {
    put_raw(path, "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                      std::string(body.begin(), body.end()));
  }
  void put_raw(const std::string& path, std::string reply) { replies_[path] = std::move(reply); }
  // drip has the reply of `path` sent a byte at a time, one in 20 ms.
  void drip(const std::string& path) { dripping_.insert(path); }
  // fail_first answers the first `count` requests for `path` with 503.
  void fail_first(const std::string& path, int count) { failing_[path] = count; }
  void start() {
    accepting_ = std::thread([this] { accept_all(); });
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::size_t connections() const {
    const std::lock_guard lock(guard_);
    return open_.size();
  }
  std::vector<std::string> asked() const {
    const std::lock_guard lock(guard_);
    return asked_;
  }
  std::size_t requests() const { return asked().size(); }

 private:
  void accept_all() {
    for (int fd = 0; (fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
      const int yes = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      const std::lock_guard lock(guard_);
      open_.push_back(fd);
      threads_.emplace_back([this, fd] { serve(fd); });
    }
  }

  void serve(int fd) {
    std::string in;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::recv(fd, buffer, sizeof buffer, 0)) > 0;) {
      in.append(buffer, static_cast<std::size_t>(got));
      for (std::size_t end = 0; (end = in.find("\r\n\r\n")) != std::string::npos;) {
        const std::size_t from = in.find(' ') + 1;
        const std::string path = in.substr(from, in.find(' ', from) - from);
        send_all(fd, reply_to(path), dripping_.count(path) > 0);
        in.erase(0, end + 4);
      }
    }
    ::shutdown(fd, SHUT_RDWR);
  }

  std::string reply_to(const std::string& path) {
    const std::lock_guard lock(guard_);
    asked_.push_back(path);
    if (const auto found = failing_.find(path); found != failing_.end() && found->second-- > 0) {
      return "HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n";
    }
    const auto found = replies_.find(path);
    if (found == replies_.end()) return "HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n";
    return found->second;
  }

  static void send_all(int fd, std::string_view text, bool drips) {
    while (!text.empty()) {
      if (drips) std::this_thread::sleep_for(std::chrono::milliseconds(20));
      const ssize_t sent = ::send(fd, text.data(), drips ? 1 : text.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      text.remove_prefix(static_cast<std::size_t>(sent));
    }
  }

  int listener_;
  std::uint16_t port_ = 0;
  std::map<std::string, std::string> replies_;
  std::map<std::string, int> failing_;
  std::set<std::string> dripping_;
  mutable std::mutex guard_;
  std::vector<std::string> asked_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread accepting_;
};

}  // namespace whit::test
