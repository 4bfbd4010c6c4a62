// SPDX-License-Identifier: Apache-2.0
// Bundles and the questions that they have.
#include <algorithm>
#include <new>

#include "token/text_rules.h"
#include "trust/ask.h"
#include "trust/words.h"
#include "verify/withdrawal.h"
#include "wasm/border.h"
#include "wasm/objects.h"
#include "whit/qr_text.h"

namespace whit::wasm {

OwnError own_error(std::int32_t code) noexcept {
  switch (code) {
    case kExpired:
      return {"expired", "its time is over"};
    case kModeRefused:
      return {"mode_refused", "this question takes no such answer"};
    case kBadName:
      return {"bad_name", "not a name that can be asked by"};
    default:
      return {};
  }
}

void write_fact(JsonWriter& json, Vct vct, const CatalogueFact* fact) noexcept {
  json.object().key("vct").number(vct);
  json.key("slug").text(fact == nullptr ? "" : fact->slug);
  write_labels(json, fact == nullptr ? Labels{} : fact->labels);
  json.end();
}

namespace {

// What a preset asks, or a policy made of it.
struct Asked {
  std::span<const Vct> facts;
  std::uint8_t kinds = 0, modes = 0;
  Binding binding = Binding::none;
  Seconds max_age = 0, answer_time = 0;
};

// Numbers become names on the other side.
void write_asked(JsonWriter& json, const Asked& asked, const Bundle& bundle) noexcept {
  json.key("facts").array();
  for (const Vct vct : asked.facts) write_fact(json, vct, bundle.find_fact(vct));
  json.end().key("kinds").number(asked.kinds).key("modes").number(asked.modes);
  json.key("binding").number(static_cast<std::uint64_t>(asked.binding));
  json.key("maxAge").number(asked.max_age).key("answerTime").number(asked.answer_time);
}

void write_bundle(JsonWriter& json, const Bundle& bundle) noexcept {
  const Head& head = bundle.head();
  json.key("issuer").text(head.iss).key("version").number(head.version);
  json.key("issued").number(head.issued).key("nextUpdate").number(head.next_update);
  json.key("expires").number(head.expires).key("specimen").boolean(bundle.specimen());
  json.key("withdrawals").boolean(bundle.carries_withdrawals());
  json.key("cosigned").number(bundle.newest_cosignature());
  json.key("floor").number(std::max(head.issued, bundle.newest_cosignature()));
  json.key("words").text(six_words(bundle.root())).key("pages").array();
  for (const Page& page : head.pages) {
    json.object().key("path").text(page.path).key("hash").hex(page.hash.view()).end();
  }
  json.end();
}

template <class T>
std::optional<T> unless_negative(double value) noexcept {
  return value < 0 ? std::nullopt : std::optional<T>(static_cast<T>(seconds_of(value)));
}

}  // namespace

// w_open leaves {handle, ...} of a bundle that w_close frees.
WHIT_EXPORT(w_open)
std::int32_t w_open(const std::uint8_t* trust_file, std::size_t trust_size,
                    const std::uint8_t* file, std::size_t size) {
  const auto trust = parse_trust_file(bytes_at(trust_file, trust_size));
  if (!trust) return refuse(trust.error());
  auto opened = Bundle::open(bytes_at(file, size), *trust);
  if (!opened) return refuse(opened.error());
  auto* const made = new (std::nothrow) OpenBundle{*std::move(opened)};
  if (made == nullptr) return refuse(Errc::storage_failed);
  JsonWriter json;
  json.object().key("handle").number(reinterpret_cast<std::uintptr_t>(made));
  write_bundle(json, made->bundle);
  json.end();
  return leave(json);
}

WHIT_EXPORT(w_prepare)
void w_prepare(const OpenBundle* open, const Question* question, double now) {
  make_tables(open->bundle, question->policy, seconds_of(now));
}

WHIT_EXPORT(w_close) void w_close(OpenBundle* bundle) { delete bundle; }

WHIT_EXPORT(w_presets) std::int32_t w_presets(const OpenBundle* open) {
  JsonWriter json;
  json.array();
  for (const Preset& preset : open->bundle.head().presets) {
    json.object().key("slug").text(preset.slug);
    write_labels(json, preset.labels);
    write_asked(json,
                {preset.facts, preset.kinds, preset.modes, preset.binding, preset.max_age,
                 preset.answer_time},
                open->bundle);
    json.end();
  }
  json.end();
  return leave(json);
}

// w_question leaves {handle, ...} of a question that w_question_free frees. A negative number
// leaves that part as the preset has it.
WHIT_EXPORT(w_question)
std::int32_t w_question(const OpenBundle* open, const std::uint8_t* slug, std::size_t slug_size,
                        std::int32_t kinds, std::int32_t modes, std::int32_t binding,
                        double max_age, double answer_time) {
  const Bundle& bundle = open->bundle;
  Narrowing narrowing;
  narrowing.kinds = unless_negative<std::uint8_t>(kinds);
  narrowing.modes = unless_negative<std::uint8_t>(modes);
  if (binding >= 0) narrowing.binding = binding == 1 ? Binding::document : Binding::none;
  narrowing.max_age = unless_negative<Seconds>(max_age);
  narrowing.answer_time = unless_negative<Seconds>(answer_time);
  const auto policy = make_policy(bundle, text_at(slug, slug_size), narrowing);
  if (!policy) return refuse(policy.error());
  const Preset& preset = *bundle.find_preset(policy->preset.view());
  auto* const made = new (std::nothrow) Question{*policy, request_for(bundle, *policy, "")};
  if (made == nullptr) return refuse(Errc::storage_failed);
  JsonWriter json;
  json.object().key("handle").number(reinterpret_cast<std::uintptr_t>(made));
  json.key("issuer").text(bundle.head().iss).key("preset").text(preset.slug);
  write_labels(json, preset.labels);
  write_asked(json,
              {std::span(policy->facts).first(policy->count), policy->kinds, policy->modes,
               narrowing.binding.value_or(preset.binding), policy->max_age, policy->answer_time},
              bundle);
  json.end();
  return leave(json);
}

WHIT_EXPORT(w_question_free) void w_question_free(Question* question) { delete question; }

// w_ask leaves the text of a request. Without a nonce (null) it is a posted one; a negative `until`
// is none.
WHIT_EXPORT(w_ask)
std::int32_t w_ask(const Question* question, const std::uint8_t* name, std::size_t name_size,
                   const std::uint8_t* nonce, double until) {
  if (!is_name(text_at(name, name_size))) return kBadName;
  Request request = question->request;
  request.name = text_at(name, name_size);
  if (nonce != nullptr) {
    request.nonce = Nonce::from(bytes_at(nonce, Nonce::kSize));
    request.until = unless_negative<UnixTime>(until);
    if (request.until && (*request.until < kMinSecs || *request.until > kMaxSecs)) {
      return refuse(Errc::out_of_range);
    }
  }
  const Mode mode = nonce == nullptr ? Mode::posted : Mode::challenge;
  if ((question->policy.modes & static_cast<unsigned>(mode)) == 0) return kModeRefused;
  return leave(encode_text(Carrier::request, encode(request)));
}

}  // namespace whit::wasm
