// SPDX-License-Identifier: Apache-2.0
// One connection from handshake to hang-up: a machine that is moved on whenever its socket has
// something for it, by one thread at a time, and never waits for the other side.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "serve/http_head.h"
#include "serve/http_library.h"
#include "serve/http_screen.h"
#include "serve/http_server.h"
#include "serve/http_wire.h"

namespace whit {

// HttpHouse is what all connections of a server share.
struct HttpHouse {
  explicit HttpHouse(HttpOptions with)
      : options(std::move(with)), library(options.keep_alive_seconds) {}
  HttpOptions options;
  HttpLibrary library;
  std::vector<HttpRoute> routes;
  HttpTls tls;
  std::size_t max_connections = 0;
  std::atomic<std::size_t> buffered{0};
  std::atomic<bool> stopping{false};
};

class HttpConnection {
 public:
  enum class Then : std::uint8_t { read, write, close };  // what to wait for

  // The house must outlive the connection, which owns the socket.
  HttpConnection(int socket, HttpHouse& house);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  // advance does all that can be done without waiting, handlers included.
  Then advance();

  // look is for another thread: it wakes a connection whose time is over, or that is idle for
  // longer than `idle_ms`. What has arrived until then is still answered.
  void look(std::int64_t now_ms, std::int64_t idle_ms) noexcept;
  // cut ends it whatever it does.
  void cut() noexcept { wire_.shut(true); }

  int socket() const noexcept { return wire_.socket(); }

 private:
  enum class Phase : std::uint8_t { handshake, head, body, reply, linger };
  enum class Step : std::uint8_t { again, read, write, close };

  Step step();
  Step shake_hands();
  Step read_head();
  Step take_head(std::size_t size);
  Step read_body();
  Step handle();
  Step write_reply();
  Step finish_reply();
  Step linger();

  Step refuse(int status, Refusal refusal, const HttpScreened& screened = {});
  Step reply(HttpOutgoing reply);
  Step receive(std::string& into, std::size_t most);
  Step wait_for(HttpIo::State state) const noexcept;
  HttpResponse call(HttpRequest request) const;
  bool charge(std::size_t bytes) noexcept;
  void settle() noexcept;
  void enter(Phase phase, std::uint64_t seconds);
  void await_head();

  HttpHouse& house_;
  HttpWire wire_;
  std::string certificate_;

  std::string in_;  // the head, and what came with it
  std::size_t looked_at_ = 0, head_size_ = 0;
  HttpHead head_;
  const HttpRoute* route_ = nullptr;
  std::string body_;
  std::size_t length_ = 0, held_ = 0, charged_ = 0;

  std::string out_;
  HttpResponse response_;
  std::size_t sent_ = 0;
  std::uint32_t answered_ = 0;
  bool close_after_ = false, unread_ = false;
  std::size_t dropped_ = 0;

  // Another thread reads these.
  std::atomic<Phase> phase_{Phase::handshake};
  std::atomic<bool> idle_{true}, expired_{false};
  std::atomic<std::int64_t> since_{0}, due_{0};  // milliseconds; due 0: no limit
};

// steady_ms is the clock that all of this goes by.
std::int64_t steady_ms() noexcept;

}  // namespace whit
