// SPDX-License-Identifier: Apache-2.0
// One socket, bare or under TLS, that never waits: every call does what can be done at once.
#pragma once

#include <openssl/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "whit/result.h"

namespace whit {

struct HttpTlsFree {
  void operator()(SSL_CTX* context) const noexcept;
  void operator()(SSL* tls) const noexcept;
};
using HttpTls = std::unique_ptr<SSL_CTX, HttpTlsFree>;

// server_tls is a context for TLS 1.3 alone, from PEM files. With a `client_ca` clients are asked
// for a certificate; one that doesn't verify ends the handshake. Sessions aren't resumed: each
// connection shows its certificate afresh. bad_key_file: unreadable, or not belonging together.
Result<HttpTls> server_tls(const std::string& certificate, const std::string& key,
                           const std::string& client_ca);

// HttpIo is how far a call came. `size` is 0 unless `state` is done.
struct HttpIo {
  enum class State : std::uint8_t { done, wants_read, wants_write, ended } state;
  std::size_t size = 0;
};

// HttpWire owns its socket, which is non-blocking. One thread at a time, but for shut().
class HttpWire {
 public:
  // Without a `tls` the socket is bare. Nothing of TLS is allocated before bytes have come.
  HttpWire(int socket, SSL_CTX* tls) noexcept : socket_(socket), context_(tls) {}
  ~HttpWire();
  HttpWire(const HttpWire&) = delete;
  HttpWire& operator=(const HttpWire&) = delete;

  int socket() const noexcept { return socket_; }
  bool secure() const noexcept { return context_ != nullptr; }

  // handshake is done at once on a bare socket.
  HttpIo handshake();
  // ended is the end of what the client says, or of the connection.
  HttpIo read(char* into, std::size_t size) noexcept;
  HttpIo write(std::string_view text) noexcept;
  // pending tells whether bytes have arrived that the kernel no longer knows of.
  bool pending() const noexcept;

  // fingerprint is the SHA-256 of the certificate that the client came with, or empty.
  std::string fingerprint() const;

  // goodbye says that nothing more will be sent. What the client still sends can be dropped with
  // drop(), which reads past TLS.
  void goodbye() noexcept;
  HttpIo drop() noexcept;

  // shut wakes whoever waits for this socket, from any thread: reading comes to an end, and with
  // `both` writing too.
  void shut(bool both) noexcept;

 private:
  HttpIo after(int result, bool reading) noexcept;

  int socket_;
  SSL_CTX* context_;
  std::unique_ptr<SSL, HttpTlsFree> tls_;
};

}  // namespace whit
