// SPDX-License-Identifier: Apache-2.0
#include "wasm/border.h"

#include <cstdlib>
#include <cstring>
#include <utility>

#include "whit/errc.h"

namespace whit::wasm {
namespace {

std::string& outgoing() noexcept {
  static std::string the_one;
  return the_one;
}

}  // namespace

void wipe(void* memory, std::size_t size) noexcept {
  std::memset(memory, 0, size);
  asm volatile("" : : "r"(memory) : "memory");  // for all the compiler knows, it is read here
}

std::int32_t leave(std::string text) noexcept {
  outgoing() = std::move(text);
  return kDone;
}

std::int32_t leave(JsonWriter& json) noexcept { return leave(json.take()); }

std::int32_t leave(Bytes bytes) noexcept { return leave(std::string(as_text(bytes))); }

// w_alloc is memory for JavaScript to write to, or null.
WHIT_EXPORT(w_alloc) void* w_alloc(std::size_t size) { return std::malloc(size); }
WHIT_EXPORT(w_free) void w_free(void* memory) { std::free(memory); }

WHIT_EXPORT(w_out) const char* w_out() { return outgoing().data(); }
WHIT_EXPORT(w_out_size) std::size_t w_out_size() { return outgoing().size(); }

// w_clear wipes what the last call left and gives its memory back.
WHIT_EXPORT(w_clear) void w_clear() {
  wipe(outgoing().data(), outgoing().size());
  outgoing() = std::string();
}

// w_error leaves {code, message} of what a call returned.
WHIT_EXPORT(w_error) std::int32_t w_error(std::int32_t code) {
  const auto errc = static_cast<Errc>(code);
  const OwnError said = code >= kExpired ? own_error(code) : OwnError{name(errc), sentence(errc)};
  JsonWriter json;
  json.object().key("code").text(said.name).key("message").text(said.sentence).end();
  return leave(json);
}

}  // namespace whit::wasm
