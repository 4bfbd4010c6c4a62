// SPDX-License-Identifier: Apache-2.0
// Fetching a bundle from a web server: its head, and those segments that aren't at hand.
// Spec: spec/collect.md, section 8.
#pragma once

#include <string>
#include <vector>

#include "cli/verify/data.h"

namespace whit::cli {

// Fetched is a bundle in its one-file form.
struct Fetched {
  std::string iss;
  std::vector<std::uint8_t> file;
  std::size_t segments = 0, bytes = 0;  // that came over the line, the head among the bytes
};

// fetch_bundle asks the server at `url`. The head is judged before any segment is asked for, so
// that nobody's word but the issuer's makes this program ask. What came is kept in the folder until
// a bundle is installed. A Failure says what is wrong, and nothing was changed.
Fetched fetch_bundle(const DataFolder& folder, const std::string& url, const std::string& ca_file,
                     UnixTime now);

}  // namespace whit::cli
