// SPDX-License-Identifier: Apache-2.0
#include "serve/http_wire.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace whit {
namespace {

using State = HttpIo::State;

HttpIo bare(ssize_t result, bool reading) noexcept {
  if (result > 0) return {State::done, static_cast<std::size_t>(result)};
  if (result == 0) return {State::ended};
  if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
    return {reading ? State::wants_read : State::wants_write};
  }
  return {State::ended};
}

int at_most_int(std::size_t size) noexcept {
  return static_cast<int>(std::min<std::size_t>(size, INT_MAX));
}

}  // namespace

HttpWire::~HttpWire() {
  tls_.reset();
  ::close(socket_);
}

HttpIo HttpWire::after(int result, bool reading) noexcept {
  if (result > 0) return {State::done, static_cast<std::size_t>(result)};
  switch (SSL_get_error(tls_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {State::wants_read};
    case SSL_ERROR_WANT_WRITE:
      return {State::wants_write};
    case SSL_ERROR_SYSCALL:
      if (errno == EINTR) return {reading ? State::wants_read : State::wants_write};
      return {State::ended};
    default:
      return {State::ended};
  }
}

HttpIo HttpWire::handshake() {
  if (!secure()) return {State::done};
  ERR_clear_error();
  if (!tls_) {
    tls_.reset(SSL_new(context_));
    if (!tls_ || SSL_set_fd(tls_.get(), socket_) != 1) return {State::ended};
    SSL_set_accept_state(tls_.get());
  }
  const HttpIo io = after(SSL_do_handshake(tls_.get()), true);
  return {io.state};
}

HttpIo HttpWire::read(char* into, std::size_t size) noexcept {
  if (!secure()) return bare(::recv(socket_, into, size, 0), true);
  ERR_clear_error();
  return after(SSL_read(tls_.get(), into, at_most_int(size)), true);
}

HttpIo HttpWire::write(std::string_view text) noexcept {
  if (!secure()) return bare(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL), false);
  ERR_clear_error();
  return after(SSL_write(tls_.get(), text.data(), at_most_int(text.size())), false);
}

bool HttpWire::pending() const noexcept { return tls_ && SSL_has_pending(tls_.get()) == 1; }

std::string HttpWire::fingerprint() const {
  if (!tls_ || SSL_get_verify_result(tls_.get()) != X509_V_OK) return {};
  const X509* certificate = SSL_get0_peer_certificate(tls_.get());
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (certificate == nullptr || X509_digest(certificate, EVP_sha256(), digest, &size) != 1) {
    return {};
  }
  return std::string(reinterpret_cast<const char*>(digest), size);
}

void HttpWire::goodbye() noexcept {
  if (tls_ && SSL_is_init_finished(tls_.get()) == 1) {
    ERR_clear_error();
    SSL_shutdown(tls_.get());
  }
  ::shutdown(socket_, SHUT_WR);
}

HttpIo HttpWire::drop() noexcept {
  char buffer[16384];
  return bare(::recv(socket_, buffer, sizeof buffer, 0), true);
}

void HttpWire::shut(bool both) noexcept { ::shutdown(socket_, both ? SHUT_RDWR : SHUT_RD); }

}  // namespace whit
