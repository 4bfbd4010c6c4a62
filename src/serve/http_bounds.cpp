// SPDX-License-Identifier: Apache-2.0
#include "serve/http_bounds.h"

#include <fcntl.h>
#include <httplib.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace whit {
namespace {

using Clock = std::chrono::steady_clock;

// BoundedStream is one connection for as long as one exchange takes. It never blocks but in poll,
// where it keeps to the deadline.
class BoundedStream : public httplib::Stream {
 public:
  BoundedStream(int fd, SSL* tls, HttpBounds& bounds) : fd_(fd), tls_(tls), bounds_(bounds) {
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags >= 0) ::fcntl(fd, F_SETFL, flags | O_NONBLOCK);
  }

  bool is_readable() const override { return begin_ < end_ || wait(POLLIN); }
  bool is_writable() const override { return wait(POLLOUT); }

  ssize_t read(char* out, std::size_t size) override {
    if (begin_ == end_) {
      const ssize_t got = fill();
      if (got <= 0) return got;
    }
    const std::size_t count = std::min(size, end_ - begin_);
    std::copy_n(buffer_.data() + begin_, count, out);
    begin_ += count;
    return static_cast<ssize_t>(count);
  }

  ssize_t write(const char* bytes, std::size_t size) override {
    for (;;) {
      const ssize_t sent = tls_ != nullptr ? tls_result(SSL_write(tls_, bytes, bounded(size)))
                                           : plain_result(::send(fd_, bytes, size, MSG_NOSIGNAL));
      if (sent != kAgain) return sent;
      if (!wait(wanted_ != 0 ? wanted_ : POLLOUT)) return -1;
    }
  }

  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return fd_; }

 private:
  static constexpr ssize_t kAgain = -2;

  static int bounded(std::size_t size) noexcept {
    return static_cast<int>(std::min<std::size_t>(size, 1U << 20));
  }

  // Reads what there is, at most what is left of the bounds.
  ssize_t fill() {
    if (bounds_.bytes == 0) {
      bounds_.too_much = true;
      return -1;
    }
    const std::size_t most = std::min(buffer_.size(), bounds_.bytes);
    for (;;) {
      const ssize_t got = tls_ != nullptr
                              ? tls_result(SSL_read(tls_, buffer_.data(), static_cast<int>(most)))
                              : plain_result(::recv(fd_, buffer_.data(), most, 0));
      if (got == kAgain) {
        if (!wait(wanted_ != 0 ? wanted_ : POLLIN)) return -1;
        continue;
      }
      if (got <= 0) return got;
      begin_ = 0;
      end_ = static_cast<std::size_t>(got);
      bounds_.bytes -= end_;
      return got;
    }
  }

  // Both give the count, 0 at the end, -1 where it broke, kAgain where nothing was to be had.
  ssize_t plain_result(ssize_t result) noexcept {
    wanted_ = 0;
    if (result >= 0) return result;
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? kAgain : -1;
  }
  ssize_t tls_result(int result) noexcept {
    if (result > 0) return result;
    const int error = SSL_get_error(tls_, result);
    wanted_ = error == SSL_ERROR_WANT_WRITE ? POLLOUT : POLLIN;
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return kAgain;
    return error == SSL_ERROR_ZERO_RETURN ? 0 : -1;
  }

  bool wait(short events) const {
    using std::chrono::milliseconds;
    const auto left = std::chrono::duration_cast<milliseconds>(bounds_.deadline - Clock::now());
    const auto time = std::min<milliseconds>(left, bounds_.patience);
    pollfd one{fd_, events, 0};
    if (time.count() > 0 && ::poll(&one, 1, static_cast<int>(time.count())) > 0) return true;
    bounds_.too_late = true;
    return false;
  }

  int fd_;
  SSL* tls_;
  HttpBounds& bounds_;
  std::array<char, 16384> buffer_;
  std::size_t begin_ = 0, end_ = 0;
  short wanted_ = 0;
};

// Bounded is one of the library's two clients that speaks through a BoundedStream.
template <class Client>
class Bounded : public Client {
 public:
  Bounded(const std::string& host, int port, HttpBounds& bounds)
      : Client(host, port), bounds_(bounds) {}

 private:
  using Socket = httplib::ClientImpl::Socket;
  bool process_socket(const Socket& socket,
                      std::function<bool(httplib::Stream&)> callback) override {
    BoundedStream stream(socket.sock, socket.ssl, bounds_);
    return callback(stream);
  }
  HttpBounds& bounds_;
};

}  // namespace

std::unique_ptr<httplib::ClientImpl> make_bounded_client(bool tls, const std::string& host,
                                                         int port, HttpBounds& bounds) {
  std::unique_ptr<httplib::ClientImpl> out;
  if (tls) out = std::make_unique<Bounded<httplib::SSLClient>>(host, port, bounds);
  if (!tls) out = std::make_unique<Bounded<httplib::ClientImpl>>(host, port, bounds);
  return out->is_valid() ? std::move(out) : nullptr;
}

}  // namespace whit
