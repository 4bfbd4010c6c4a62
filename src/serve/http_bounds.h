// SPDX-License-Identifier: Apache-2.0
// How far a server may go: the library's client takes a head of any length, and as long as each
// byte comes in time it waits for the last one for ever. This one doesn't.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace httplib {
class ClientImpl;
}

namespace whit {

// HttpBounds is what is left for one exchange. The connection counts down and sets what was met.
struct HttpBounds {
  std::chrono::steady_clock::time_point deadline;
  std::chrono::seconds patience{0};  // for the next byte
  std::size_t bytes = 0;             // head, body and what frames it
  bool too_late = false, too_much = false;
};

// make_bounded_client is the library's client for one host, whose replies keep within `bounds`,
// which must outlive it. null where the library doesn't take the host.
std::unique_ptr<httplib::ClientImpl> make_bounded_client(bool tls, const std::string& host,
                                                         int port, HttpBounds& bounds);

}  // namespace whit
