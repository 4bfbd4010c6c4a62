// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "whit/result.h"

namespace whit {

struct HttpListener {
  int socket = -1;
  std::uint16_t port = 0;
};

// listen_on takes an address of this machine, by name or number; port 0 is any free one. The socket
// is non-blocking. refused: in use, or not ours.
Result<HttpListener> listen_on(const std::string& host, std::uint16_t port);

// room_for gives how many of `wanted` connections the limit of open files has room for. It raises
// the soft limit as far as the hard one lets it, and leaves some files to the rest of the process.
std::size_t room_for(std::size_t wanted);

}  // namespace whit
