// SPDX-License-Identifier: Apache-2.0
// The border between this module and the JavaScript around it (web/whit/whit.js).
//
// Numbers cross it as arguments. Texts and bytes come in as an address and a size, in memory that
// JavaScript took with w_alloc; what goes out lies in one place, until the next call or w_clear.
// Most calls return 0, or why they couldn't: an Errc, or one of the codes below. Times cross it as
// doubles, for there are browsers whose WebAssembly has no 64-bit arguments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wasm/json.h"
#include "whit/result.h"
#include "whit/time.h"

#if defined(__wasm__)
#define WHIT_EXPORT(name) extern "C" __attribute__((export_name(#name)))
#else
#define WHIT_EXPORT(name) extern "C" __attribute__((visibility("default")))
#endif

namespace whit::wasm {

inline constexpr std::int32_t kDone = 0;
inline constexpr std::int32_t kExpired = 1001;  // a bundle whose time is over; then, each module's

// own_error is name and sentence of a code that is no Errc; each module has its own.
struct OwnError {
  std::string_view name, sentence;
};
OwnError own_error(std::int32_t code) noexcept;

inline Bytes bytes_at(const std::uint8_t* data, std::size_t size) noexcept { return {data, size}; }
inline std::string_view text_at(const std::uint8_t* data, std::size_t size) noexcept {
  return as_text({data, size});
}

// seconds_of is a time or span that JavaScript has checked; what it can't be counts as 0.
inline std::uint64_t seconds_of(double value) noexcept {
  constexpr double kLargest = 9007199254740991;  // of which each below is a double too
  return value >= 0 && value <= kLargest ? static_cast<std::uint64_t>(value) : 0;
}

// leave puts what a call gives out in its place, and returns kDone.
std::int32_t leave(std::string text) noexcept;
std::int32_t leave(JsonWriter& json) noexcept;
std::int32_t leave(Bytes bytes) noexcept;

inline std::int32_t refuse(Errc code) noexcept { return static_cast<std::int32_t>(code); }
inline std::int32_t refuse(Error error) noexcept { return refuse(error.code); }

// wipe overwrites memory that nobody reads again, in a way that no compiler leaves out.
void wipe(void* memory, std::size_t size) noexcept;

}  // namespace whit::wasm
