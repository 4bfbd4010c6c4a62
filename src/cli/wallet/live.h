// SPDX-License-Identifier: Apache-2.0
// A code on the terminal, signed anew while somebody looks at it.
#pragma once

#include <string>

#include "wallet/show.h"

namespace whit::cli {

enum class Redraw : std::uint8_t { never = 0, every_15_s };

// kScreenSeconds is how long a code stays on the screen at most.
inline constexpr Seconds kScreenSeconds = 180;

// show_on_terminal draws the answer of `set` to `question`, with `caption` under it, starting at
// the device's time `clock`. Kept fresh, it signs at each step of iat until Enter or the end of
// kScreenSeconds, and then wipes the screen. A terminal that is too small is a Failure.
void show_on_terminal(const wallet::Account& account, const wallet::Set& set,
                      const wallet::Question& question, const std::string& caption, Redraw redraw,
                      UnixTime clock);

}  // namespace whit::cli
