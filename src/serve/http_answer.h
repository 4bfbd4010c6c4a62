// SPDX-License-Identifier: Apache-2.0
// Bodies of responses, and refusals. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "serve/http_server.h"

namespace whit {

// size_of is how many bytes the body has, wherever it lies.
std::size_t size_of(const HttpResponse& response) noexcept;
std::string_view body_of(const HttpResponse& response) noexcept;

// refusal_for gives wallets and checkers what they can read, and everybody else a word.
HttpResponse refusal_for(std::string_view path, int status, Refusal refusal);

}  // namespace whit
