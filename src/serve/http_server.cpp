// SPDX-License-Identifier: Apache-2.0
#include "serve/http_server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "serve/http_crew.h"
#include "serve/http_listen.h"

namespace whit {
namespace {

constexpr std::int64_t kLookMs = 250;     // how often somebody looks for what is overdue
constexpr std::int64_t kStopLookMs = 20;  // while stopping
constexpr std::int64_t kFullMs = 10;      // how soon one that waits for room is looked after

}  // namespace

struct HttpServer::Impl {
  explicit Impl(HttpOptions options) : house(std::move(options)) {}
  HttpHouse house;
  HttpCrew crew{house};
  int listener = -1;
  int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

  ~Impl() {
    if (wake >= 0) ::close(wake);
  }
  bool take_one();
  void take(std::int64_t ms);
  void open();
  void close();

  bool starved = false;  // no files or no memory for one more
};

// take_one takes one connection that waits, if one does and there is room.
bool HttpServer::Impl::take_one() {
  const int socket = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (socket < 0) {
    if (errno == EINTR || errno == ECONNABORTED) return true;  // it broke off while it waited
    starved = errno != EAGAIN && errno != EWOULDBLOCK;
    return false;
  }
  const int yes = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  crew.add(socket);
  return true;
}

// take waits for connections and takes them. Without room for any it waits for room.
void HttpServer::Impl::take(std::int64_t ms) {
  const bool full = starved || crew.size() >= house.max_connections;
  pollfd events[] = {{wake, POLLIN, 0}, {listener, POLLIN, 0}};
  starved = false;
  const int ready = ::poll(events, full ? 1 : 2, static_cast<int>(full ? kFullMs : ms));
  if (ready <= 0 || full) return;
  while (crew.size() < house.max_connections && take_one()) {
  }
}

void HttpServer::Impl::open() {
  std::int64_t looked = steady_ms();
  while (!house.stopping) {
    take(kLookMs);
    if (steady_ms() - looked < kLookMs) continue;
    crew.look();
    looked = steady_ms();
  }
}

void HttpServer::Impl::close() {
  while (take_one()) {  // who has knocked before the door closes is still let in
  }
  ::close(std::exchange(listener, -1));
  const std::int64_t end = steady_ms() + std::int64_t{house.options.stop_seconds} * 1000;
  while (crew.size() != 0) {
    crew.look();
    if (steady_ms() >= end) crew.cut();
    ::poll(nullptr, 0, static_cast<int>(kStopLookMs));
  }
  crew.finish();
}

HttpServer::HttpServer(HttpOptions options, std::vector<HttpRoute> routes)
    : impl_(std::make_unique<Impl>(std::move(options))) {
  impl_->house.routes = std::move(routes);
}

HttpServer::~HttpServer() {
  if (impl_->listener >= 0) ::close(impl_->listener);
}

Result<std::uint16_t> HttpServer::bind() {
  const HttpOptions& options = impl_->house.options;
  std::signal(SIGPIPE, SIG_IGN);
  if (!options.tls_certificate.empty()) {
    WHIT_TRY(impl_->house.tls,
             server_tls(options.tls_certificate, options.tls_key, options.client_ca));
  }
  impl_->house.max_connections = room_for(options.max_connections);
  WHIT_TRY(const HttpListener listener, listen_on(options.host, options.port));
  if (impl_->wake < 0 || !impl_->crew.start(options.threads)) {
    ::close(listener.socket);
    return Errc::refused;
  }
  impl_->listener = listener.socket;
  return listener.port;
}

void HttpServer::run() {
  if (impl_->listener < 0) return;
  impl_->open();
  impl_->close();
}

void HttpServer::stop() {
  impl_->house.stopping = true;
  const std::uint64_t one = 1;
  (void)!::write(impl_->wake, &one, sizeof one);
}

std::size_t HttpServer::connections() const { return impl_->crew.size(); }

}  // namespace whit
