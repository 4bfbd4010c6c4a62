// SPDX-License-Identifier: Apache-2.0
#include "cli/common/listen.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>

#include "cli/common/files.h"
#include "cli/common/message.h"

namespace whit::cli {
namespace {

std::string host_of(const std::string& address) { return address.substr(0, address.rfind(':')); }

std::string without_brackets(std::string host) {
  if (host.size() < 2 || host.front() != '[' || host.back() != ']') return host;
  return host.substr(1, host.size() - 2);
}

std::uint16_t port_of(const ListenOptions& options, const std::string& option) {
  const std::string& text = options.address;
  const std::size_t colon = text.rfind(':');
  if (colon != std::string::npos && colon != 0) {
    std::uint16_t port = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + colon + 1, end, port);
    if (read.ec == std::errc{} && read.ptr == end) return port;
  }
  throw Failure(option + " " + printable(text) + ": want HOST:PORT", "127.0.0.1:8440");
}

}  // namespace

HttpOptions http_options(const ListenOptions& options, const std::string& option) {
  HttpOptions out;
  out.port = port_of(options, option);
  out.host = without_brackets(host_of(options.address));
  out.tls_certificate = options.certificate;
  out.tls_key = options.key;
  out.client_ca = options.client_ca;
  if (options.certificate.empty() != options.key.empty()) {
    throw Failure("--tls-cert and --tls-key go together");
  }
  if (!options.client_ca.empty() && options.key.empty()) {
    throw Failure("--client-ca needs TLS", "give --tls-cert and --tls-key too");
  }
  if (!options.key.empty()) (void)read_private_file(options.key);
  if (!options.client_ca.empty()) (void)read_file(options.client_ca);
  return out;
}

bool is_loopback(const std::string& host) {
  if (host == "localhost") return true;
  in_addr four{};
  if (::inet_pton(AF_INET, host.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
  in6_addr six{};
  return ::inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

void check_staff_address(const ListenOptions& options, const std::string& host) {
  if (!options.key.empty() || is_loopback(host)) return;
  throw Failure(
      "--staff-listen " + printable(options.address) +
          ": not without TLS, for passwords would cross the network in the clear",
      "give --tls-cert and --tls-key, or listen on 127.0.0.1 behind a proxy on this machine");
}

std::uint16_t bound(HttpServer& server, const ListenOptions& options) {
  const auto port = server.bind();
  if (port) return *port;
  if (port.error().code == Errc::bad_key_file) {
    throw Failure("the TLS certificate and key don't go together, or can't be read");
  }
  throw Failure("cannot listen on " + printable(options.address) + ": in use, or not ours",
                "port 0 takes any free one");
}

std::string url_of(const ListenOptions& options, std::uint16_t port) {
  return (options.key.empty() ? "http://" : "https://") + host_of(options.address) + ":" +
         std::to_string(port);
}

}  // namespace whit::cli
