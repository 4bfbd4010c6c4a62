// SPDX-License-Identifier: Apache-2.0
// One file of a log from a web server, and what came instead.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "serve/http_client.h"
#include "whit/errc.h"

namespace whit::cli {

// A dead server is known for one within seconds; a slow line gets a minute for a file.
inline constexpr HttpLimits kLogHttpLimits{5, 15, 60, std::size_t{32} << 20};

// FetchedFile has content, or a reason; try_again where another time may be better.
struct FetchedFile {
  std::optional<std::vector<std::uint8_t>> content;
  Errc code = Errc::unreachable;
  std::string trouble;
  bool try_again = false;
};

// fetch_log_file asks once.
FetchedFile fetch_log_file(HttpClient& client, std::string_view path, std::size_t limit);

}  // namespace whit::cli
