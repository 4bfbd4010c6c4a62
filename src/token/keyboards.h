// SPDX-License-Identifier: Apache-2.0
// Keyboards, as far as a scanner that poses as one is concerned: it presses the keys that a US
// keyboard has for a character, and the computer makes of them what its own layout says.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "token/scanned.h"

namespace whit {

// kScannedSet is every character that a scanner presses keys for: Base45's 45, and the bracket of
// an AIM prefix.
inline constexpr std::string_view kScannedSet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:]";

// Images is the character that comes of each of kScannedSet, in its order.
using Images = std::array<char16_t, kScannedSet.size()>;

// occurs tells whether Caps Lock can do that on this layout.
bool occurs(Layout layout, CapsLock caps) noexcept;

// images is what a computer of this layout and Caps Lock gets. No two are the same.
Images images(Layout layout, CapsLock caps) noexcept;

// can_type tells whether some key of this layout gives `c`.
bool can_type(Layout layout, char16_t c) noexcept;

}  // namespace whit
