// SPDX-License-Identifier: Apache-2.0
// Signals, and word to whoever started the service.
#pragma once

#include <chrono>

namespace whit::cli {

// block_stop_signals must be called before any thread starts: SIGTERM and SIGINT then wait until
// stop_asked looks for them.
void block_stop_signals();

// stop_asked waits up to `patience` and tells whether one of them came.
bool stop_asked(std::chrono::milliseconds patience);

// notify_ready tells systemd (sd_notify) that the service answers, if it is that which started it.
void notify_ready();

}  // namespace whit::cli
