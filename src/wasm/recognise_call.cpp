// SPDX-License-Identifier: Apache-2.0
// What a text is.
#include "token/text_rules.h"
#include "wasm/border.h"
#include "whit/qr_text.h"

namespace whit::wasm {
namespace {

std::string_view kind_of(std::string_view text) noexcept {
  const auto carrier = recognise(text);
  if (!carrier) {
    const std::string_view start = trimmed(text).substr(0, kPrefixSize);
    if (start == "WF1:") return "photo";
    if (start == "WC1:") return "receipt";
    return looks_like_ours(trimmed(text)) ? "newer" : "not-ours";
  }
  switch (*carrier) {
    case Carrier::presentation:
      return "presentation";
    case Carrier::paper:
      return "paper";
    case Carrier::request:
      return "request";
    case Carrier::invitation:
      return "invitation";
    case Carrier::setup:
      return "setup";
  }
  return "not-ours";
}

}  // namespace

WHIT_EXPORT(w_recognise) std::int32_t w_recognise(const std::uint8_t* text, std::size_t size) {
  JsonWriter json;
  json.text(kind_of(text_at(text, size)));
  return leave(json);
}

}  // namespace whit::wasm
