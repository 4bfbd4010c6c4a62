// SPDX-License-Identifier: Apache-2.0
// Checking what is shown.
#include <type_traits>

#include "crypto/wasm/ps384_desk.h"
#include "wasm/border.h"
#include "wasm/objects.h"
#include "whit/replay.h"

namespace whit::wasm {
namespace {

constexpr std::size_t kDeepest = std::size_t{24} << 10;  // bytes of the stack that a check may use

// The report that w_verify or w_admit made last, for JavaScript to keep and give back: it is memory
// to memory, and nobody else looks into it.
Report& last_report() noexcept {
  static Report the_one;
  return the_one;
}
static_assert(std::is_trivially_copyable_v<Report>);

ReplayWindow& window() noexcept {
  static ReplayWindow the_one;
  return the_one;
}

void write_value(JsonWriter& json, const Value& value) noexcept {
  json.key("value");
  switch (value.type) {
    case Value::Type::number:
      json.number(value.number);
      return;
    case Value::Type::text:
      json.text(value.text.view());
      return;
    case Value::Type::none:
      json.null();
      return;
  }
}

void write_facts(JsonWriter& json, const Report& report) noexcept {
  json.key("facts").array();
  for (std::size_t i = 0; i < report.count; ++i) {
    const FactResult& fact = report.facts[i];
    json.object().key("vct").number(fact.vct).key("slug").text(fact.slug.view());
    json.key("number").number(static_cast<std::uint64_t>(fact.verdict));
    write_value(json, fact.value);
    json.end();
  }
  json.end();
}

std::int32_t leave_report() noexcept {
  const Report& report = last_report();
  JsonWriter json;
  json.object().key("number").number(static_cast<std::uint64_t>(report.verdict));
  json.key("training").number(static_cast<std::uint64_t>(report.training));
  write_facts(json, report);
  json.key("kind").number(static_cast<std::uint64_t>(report.kind));
  json.key("mode").number(static_cast<std::uint64_t>(report.mode));
  json.key("signedAt").number(report.signed_at).key("now").number(report.now);
  json.key("issued").number(report.issued).key("age").signed_number(report.age).end();
  return leave(json);
}

[[gnu::noinline]] void check(Bytes showing, const OpenBundle* open, const Question* question,
                             const Context& context) noexcept {
  const bool complete = open != nullptr && question != nullptr;
  last_report() = verify(showing, complete ? &open->bundle : nullptr,
                         complete ? question->policy : Policy{}, context);
}

// What was shown stood on the stack, below everything that is in use now.
[[gnu::noinline]] void wipe_stack() noexcept {
  std::uint8_t below[kDeepest];
  wipe(below, sizeof below);
}

}  // namespace

// w_verify leaves the report. `nonce` may be null, and `until` negative, for none.
WHIT_EXPORT(w_verify)
std::int32_t w_verify(const OpenBundle* open, const Question* question, const std::uint8_t* showing,
                      std::size_t size, double now, double floor, const std::uint8_t* name,
                      std::size_t name_size, const std::uint8_t* nonce, double elapsed,
                      double until) {
  Context context;
  context.now = seconds_of(now);
  context.floor = seconds_of(floor);
  context.name = text_at(name, name_size);
  if (nonce != nullptr) context.nonce = Nonce::from(bytes_at(nonce, Nonce::kSize));
  context.elapsed = seconds_of(elapsed);
  if (until >= 0) context.until = seconds_of(until);
  check(bytes_at(showing, size), open, question, context);
  wipe_stack();
  return leave_report();
}

WHIT_EXPORT(w_report) const Report* w_report() { return &last_report(); }
WHIT_EXPORT(w_report_size) std::size_t w_report_size() { return sizeof(Report); }
WHIT_EXPORT(w_report_wipe) void w_report_wipe() { wipe(&last_report(), sizeof(Report)); }

// w_admit takes what w_report pointed to, aligned as w_alloc aligns, and leaves the report again.
WHIT_EXPORT(w_admit) std::int32_t w_admit(const Report* report) {
  last_report() = window().admit(*report);
  return leave_report();
}
WHIT_EXPORT(w_forget_admitted) void w_forget_admitted() { window().forget(); }

// What the check asked of whoever can do RSA: each part of question `index`, below w_ps384_open.
WHIT_EXPORT(w_ps384_open) std::size_t w_ps384_open() { return ps384::open_questions().size(); }
WHIT_EXPORT(w_ps384_id) const std::uint8_t* w_ps384_id(std::size_t index) {
  return ps384::open_questions()[index].id.bytes.data();
}
WHIT_EXPORT(w_ps384_modulus) const std::uint8_t* w_ps384_modulus(std::size_t index) {
  return ps384::open_questions()[index].modulus.bytes.data();
}
WHIT_EXPORT(w_ps384_signature) const std::uint8_t* w_ps384_signature(std::size_t index) {
  return ps384::open_questions()[index].signature.data();
}
WHIT_EXPORT(w_ps384_message) const std::uint8_t* w_ps384_message(std::size_t index) {
  return ps384::open_questions()[index].message.data();
}
WHIT_EXPORT(w_ps384_message_size) std::size_t w_ps384_message_size(std::size_t index) {
  return ps384::open_questions()[index].message.size();
}
// w_ps384_answer takes 1 for a good signature; everything else is none.
WHIT_EXPORT(w_ps384_answer) void w_ps384_answer(const std::uint8_t* id, std::int32_t is_good) {
  ps384::answer(Hash::from(bytes_at(id, Hash::kSize)), is_good == 1);
}
WHIT_EXPORT(w_ps384_forget) void w_ps384_forget() { ps384::forget(); }

}  // namespace whit::wasm
