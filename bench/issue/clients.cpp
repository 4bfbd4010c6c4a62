// SPDX-License-Identifier: Apache-2.0
#include "issue/clients.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace whit::bench {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

[[noreturn]] void give_up(const char* what) {
  std::fprintf(stderr, "issue_load: error: %s: %s\n", what, std::strerror(errno));
  std::exit(3);
}

// Client is one connection: it sends, and reads until the answer is whole.
class Client {
 public:
  Client(std::uint16_t port, bool wait) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const int yes = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!wait) ::fcntl(fd_, F_SETFL, O_NONBLOCK);
    const int done = ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    if (done != 0 && errno != EINPROGRESS) give_up("connect");
    if (wait) ::fcntl(fd_, F_SETFL, O_NONBLOCK);
  }
  Client(Client&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  Client(const Client&) = delete;
  ~Client() {
    if (fd_ >= 0) ::close(fd_);
  }

  int fd() const { return fd_; }

  void send(const Ask& ask, Clock::time_point start) {
    ask_ = ask;
    start_ = start;
    received_.clear();
    total_ = 0;
    const auto sent = ::send(fd_, ask.bytes->data(), ask.bytes->size(), MSG_NOSIGNAL);
    // A request is smaller than the empty buffer of a socket.
    if (sent != static_cast<ssize_t>(ask.bytes->size())) give_up("send");
  }

  // receive reads what is there, and tells whether the answer is whole.
  bool receive() {
    std::array<char, 65536> piece;
    const auto got = ::recv(fd_, piece.data(), piece.size(), 0);
    if (got < 0 && errno == EAGAIN) return false;
    if (got <= 0) give_up("the server closed a connection");
    received_.append(piece.data(), static_cast<std::size_t>(got));
    if (total_ == 0) find_total();
    return total_ != 0 && received_.size() >= total_;
  }

  Exchange exchange(std::size_t client) const {
    const std::size_t head = received_.find("\r\n\r\n") + 4;
    return {client, ask_.request, std::atoi(received_.c_str() + 9), milliseconds_since(start_),
            received_.substr(head)};
  }

 private:
  void find_total() {
    const std::size_t head = received_.find("\r\n\r\n");
    if (head == std::string::npos) return;
    constexpr std::string_view kLength = "\r\nContent-Length: ";
    const std::size_t length = received_.find(kLength);
    if (length >= head) give_up("an answer without a length");
    total_ = head + 4 + std::strtoul(received_.c_str() + length + kLength.size(), nullptr, 10);
  }

  int fd_;
  Ask ask_;
  Clock::time_point start_;
  std::string received_;
  std::size_t total_ = 0;  // bytes of the whole answer, 0 until its head is there
};

class Poll {
 public:
  Poll() : fd_(::epoll_create1(EPOLL_CLOEXEC)) {}
  ~Poll() { ::close(fd_); }
  Poll(const Poll&) = delete;
  void watch(int fd, std::size_t number, std::uint32_t events) {
    epoll_event event{events, {}};
    event.data.u64 = number;
    if (::epoll_ctl(fd_, EPOLL_CTL_ADD, fd, &event) != 0 &&
        ::epoll_ctl(fd_, EPOLL_CTL_MOD, fd, &event) != 0) {
      give_up("epoll_ctl");
    }
  }
  template <class Act>
  void wait(const Act& act) {
    std::array<epoll_event, 256> events;
    const int count = ::epoll_wait(fd_, events.data(), static_cast<int>(events.size()), 30000);
    if (count <= 0) give_up("no answer for 30 seconds");
    for (int i = 0; i < count; ++i) {
      act(static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64),
          events[static_cast<std::size_t>(i)].events);
    }
  }

 private:
  int fd_;
};

}  // namespace

std::string http_post(const std::string& path, const std::string& body) {
  return "POST " + path +
         " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/cbor\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

Outcome keep_asking(std::uint16_t port, std::size_t clients, double seconds, const Next& next) {
  std::vector<Client> all;
  all.reserve(clients);
  Poll poll;
  for (std::size_t i = 0; i < clients; ++i) {
    all.emplace_back(port, true);
    poll.watch(all[i].fd(), i, EPOLLIN);
  }
  Outcome out;
  std::size_t open = 0;
  const auto start = Clock::now();
  const auto ask = [&](std::size_t client) {
    Ask request;
    if (milliseconds_since(start) >= seconds * 1000 || !next(client, request)) return false;
    all[client].send(request, Clock::now());
    return true;
  };
  for (std::size_t i = 0; i < clients; ++i) {
    if (ask(i)) ++open;
  }
  while (open > 0) {
    poll.wait([&](std::size_t client, std::uint32_t) {
      if (!all[client].receive()) return;
      out.exchanges.push_back(all[client].exchange(client));
      if (!ask(client)) --open;
    });
  }
  out.seconds = milliseconds_since(start) / 1000;
  return out;
}

Outcome connect_at_once(std::uint16_t port, std::size_t clients, const Next& next) {
  std::vector<Client> all;
  all.reserve(clients);
  Poll poll;
  Outcome out;
  const auto start = Clock::now();
  for (std::size_t i = 0; i < clients; ++i) {
    all.emplace_back(port, false);
    poll.watch(all[i].fd(), i, EPOLLOUT);
  }
  std::vector<bool> sent(clients);
  while (out.exchanges.size() < clients) {
    poll.wait([&](std::size_t client, std::uint32_t events) {
      if (!sent[client]) {
        if ((events & EPOLLOUT) == 0) give_up("connect");
        Ask request;
        if (!next(client, request)) give_up("no request left");
        all[client].send(request, start);
        sent[client] = true;
        poll.watch(all[client].fd(), client, EPOLLIN);
      } else if (all[client].receive()) {
        out.exchanges.push_back(all[client].exchange(client));
      }
    });
  }
  out.seconds = milliseconds_since(start) / 1000;
  return out;
}

}  // namespace whit::bench
