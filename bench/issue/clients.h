// SPDX-License-Identifier: Apache-2.0
// A load generator: keep-alive clients in one thread, each sending its next request as soon as it
// has its answer. It runs beside the server, on the same cores, and does as little as it can.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace whit::bench {

// Exchange is one request and what came back.
struct Exchange {
  std::size_t client = 0, request = 0;  // as `Next` numbered it
  int status = 0;
  double milliseconds = 0;  // from the first byte sent to the last one received
  std::string body;         // of the answer
};

// Next gives a client its next request, ready to send: the number that it will be told by, or
// false when it has none left.
struct Ask {
  std::size_t request = 0;
  const std::string* bytes = nullptr;
};
using Next = std::function<bool(std::size_t client, Ask& out)>;

// Outcome is what one run of all clients brought.
struct Outcome {
  std::vector<Exchange> exchanges;
  double seconds = 0;  // from the first request to the last answer
};

// keep_asking has `clients` connections open before the time runs, and starts no request once
// `seconds` are over. It traps where a connection breaks.
Outcome keep_asking(std::uint16_t port, std::size_t clients, double seconds, const Next& next);

// connect_at_once opens `clients` connections in one go and sends one request on each. Times count
// from before the first connect.
Outcome connect_at_once(std::uint16_t port, std::size_t clients, const Next& next);

// http_post is a whole request with `body`.
std::string http_post(const std::string& path, const std::string& body);

}  // namespace whit::bench
