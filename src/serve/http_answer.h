// SPDX-License-Identifier: Apache-2.0
// Responses as bytes. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "serve/http_server.h"

namespace whit {

// HttpFraming is what a head says beyond its response.
struct HttpFraming {
  bool close = false;           // nothing follows on this connection
  bool secure = false;          // under TLS
  std::string_view allow = {};  // the methods that a path has, with a 405
};

// size_of is how many bytes the body has, wherever it lies.
std::size_t size_of(const HttpResponse& response) noexcept;
std::string_view body_of(const HttpResponse& response) noexcept;

// answer_head is everything in front of the body, the empty line too. A field whose value could
// not stand in a head is left out.
std::string answer_head(const HttpResponse& response, const HttpFraming& framing);

// refusal_for gives wallets and checkers what they can read, and everybody else a word.
HttpResponse refusal_for(std::string_view path, int status, Refusal refusal);

}  // namespace whit
