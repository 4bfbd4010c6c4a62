// SPDX-License-Identifier: Apache-2.0
// Texts: names, and what scanners make of them.
#include "token/scanned.h"
#include "token/text_rules.h"
#include "wasm/border.h"
#include "whit/verdict.h"

namespace whit::wasm {

// w_is_name is 1 for a name that a checker may ask by.
WHIT_EXPORT(w_is_name) std::int32_t w_is_name(const std::uint8_t* text, std::size_t size) {
  return is_name(text_at(text, size)) ? 1 : 0;
}

// w_repair_scan leaves what a scanner meant.
WHIT_EXPORT(w_repair_scan) std::int32_t w_repair_scan(const std::uint8_t* typed, std::size_t size) {
  const Scanned scanned = repair_scan(text_at(typed, size));
  JsonWriter json;
  json.object().key("text").text(scanned.text).key("repaired").boolean(scanned.repaired());
  json.key("layout").text(layout_name(scanned.layout));
  json.key("capsLock").boolean(scanned.caps != CapsLock::off);
  json.key("half").boolean(scanned.half).key("disagrees").boolean(scanned.disagrees).end();
  return leave(json);
}

// w_verdicts leaves name and class of every verdict, in the order of their numbers.
WHIT_EXPORT(w_verdicts) std::int32_t w_verdicts() {
  JsonWriter json;
  json.array();
  for (std::uint8_t number = 0; number < kVerdictCount; ++number) {
    const auto verdict = static_cast<Verdict>(number);
    json.array().text(name(verdict)).text(name(verdict_class(verdict))).end();
  }
  json.end();
  return leave(json);
}

}  // namespace whit::wasm
