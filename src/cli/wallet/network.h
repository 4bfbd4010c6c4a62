// SPDX-License-Identifier: Apache-2.0
// Whether this machine is in any network, to tell "no network" from "the office is down".
#pragma once

#include <string_view>

namespace whit::cli {

// has_network tells whether an interface that could lead to `url` is up: any but the loopback, or
// the loopback too if the URL names this machine. It sends nothing.
bool has_network(std::string_view url);

}  // namespace whit::cli
