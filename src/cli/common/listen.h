// SPDX-License-Identifier: Apache-2.0
// Where a service listens, and with which certificate.
#pragma once

#include <cstdint>
#include <string>

#include "serve/http_server.h"

namespace whit::cli {

// ListenOptions is one listener, as the command line names it.
struct ListenOptions {
  std::string address;           // HOST:PORT, port 0 for any
  std::string certificate, key;  // PEM files of TLS; both or neither
  std::string client_ca;         // who signs staff certificates; only with TLS
};

// http_options is a Failure for what can't be an address, for half a pair of TLS files, for a key
// that others may read, and for a client_ca without TLS. `option` names the address in sentences.
HttpOptions http_options(const ListenOptions& options, const std::string& option);

// is_loopback tells whether nothing but this machine reaches `host`.
bool is_loopback(const std::string& host);

// check_staff_address is a Failure for plain HTTP on an address that others reach: staff would
// send their passwords in the clear.
void check_staff_address(const ListenOptions& options, const std::string& host);

// bound binds `server` and gives its port; a Failure with a sentence for what went wrong.
std::uint16_t bound(HttpServer& server, const ListenOptions& options);

// url_of is what to type into a browser.
std::string url_of(const ListenOptions& options, std::uint16_t port);

}  // namespace whit::cli
