// SPDX-License-Identifier: Apache-2.0
#include "trust/catalogue.h"

#include <set>

#include "token/text_rules.h"
#include "token/token_reader.h"

namespace whit {
namespace {

constexpr std::uint8_t bit(Kind kind) noexcept { return static_cast<std::uint8_t>(kind); }

// An unsigned number of the map entry `label`.
template <class T>
Result<T> read_number(cbor::Reader& in, std::int64_t label, std::uint64_t lowest,
                      std::uint64_t highest) noexcept {
  WHIT_CHECK(in.expect(label));
  WHIT_TRY(const std::uint64_t number, in.uint(lowest, highest));
  return static_cast<T>(number);
}

Result<std::string> read_slug(cbor::Reader& in, std::int64_t label) {
  WHIT_CHECK(in.expect(label));
  WHIT_TRY(const std::string_view slug, in.text());
  if (!is_slug(slug)) return in.fail(Errc::out_of_range);
  return std::string(slug);
}

Result<Labels> read_labels(cbor::Reader& in, std::int64_t label) {
  WHIT_CHECK(in.expect(label));
  WHIT_TRY(const std::size_t count, in.map());
  if (count == 0) return in.fail(Errc::wrong_length);
  Labels out;
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const std::string_view lang, in.text());
    if (!is_lang(lang)) return in.fail(Errc::out_of_range);
    if (!out.empty() && lang <= out.back().first) return in.fail(Errc::not_ascending);
    WHIT_TRY(const std::string_view text, in.text());
    if (text.empty() || text.size() > 96) return in.fail(Errc::out_of_range);
    out.emplace_back(lang, text);
  }
  return out;
}

Status read_value_list(cbor::Reader& in, std::size_t count, CatalogueFact& out) {
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const std::string_view text, in.text());
    if (!is_value_text(text)) return in.fail(Errc::out_of_range);
    const auto& list = out.value_list;
    if (std::find(list.begin(), list.end(), text) != list.end()) {
      return in.fail(Errc::bad_catalogue);
    }
    out.value_list.emplace_back(text);
  }
  return {};
}

Status read_values(cbor::Reader& in, CatalogueFact& out) {
  WHIT_CHECK(in.expect(9));
  WHIT_TRY(const std::size_t count, in.array());
  if (count == 0) return in.fail(Errc::wrong_length);
  if (in.next_is(cbor::Major::text)) return read_value_list(in, count, out);
  if (count != 2) return in.fail(Errc::wrong_length);
  WHIT_TRY(const std::uint64_t lowest, in.uint(0, 0xffffffff));
  WHIT_TRY(const std::uint64_t highest, in.uint(lowest, 0xffffffff));
  out.value_range = {static_cast<std::uint32_t>(lowest), static_cast<std::uint32_t>(highest)};
  return {};
}

// Paper life goes with paper, the lead with blind, and blind facts have no values.
bool fields_fit_kinds(const CatalogueFact& fact) noexcept {
  const bool blind = (fact.kinds & bit(Kind::blind)) != 0;
  return fact.paper_life.has_value() == ((fact.kinds & bit(Kind::paper)) != 0) &&
         fact.blind_lead.has_value() == blind && !(blind && fact.has_values()) &&
         !(fact.vct == kDocumentVct && (blind || fact.has_values()));
}

Status read_optional_fields(cbor::Reader& in, CatalogueFact& out) {
  if (in.next_is(7)) {
    WHIT_TRY(out.paper_life, read_number<std::uint16_t>(in, 7, 1, 366));
  }
  if (in.next_is(8)) {
    WHIT_TRY(out.blind_lead, read_number<std::uint16_t>(in, 8, 600, 10800));
  }
  if (in.next_is(9)) WHIT_CHECK(read_values(in, out));
  return {};
}

std::size_t pairs_of(const CatalogueFact& fact) noexcept {
  return 7 + std::size_t{fact.paper_life.has_value()} + fact.blind_lead.has_value() +
         fact.has_values();
}

Result<std::vector<Vct>> read_preset_facts(cbor::Reader& in) {
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(const std::size_t count, in.array());
  if (count < 1 || count > kMaxTokens) return in.fail(Errc::wrong_length);
  std::vector<Vct> out;
  for (std::size_t i = 0; i < count; ++i) {
    WHIT_TRY(const Vct vct, read_vct(in));
    out.push_back(vct);
  }
  return out;
}

void write_labels(cbor::Writer& out, std::uint64_t label, const Labels& labels) {
  out.uint(label).map(labels.size());
  for (const auto& [lang, text] : labels) out.text(lang).text(text);
}

bool preset_fits(const Preset& preset, const std::set<Vct>& known) {
  std::set<Vct> asked(preset.facts.begin(), preset.facts.end());
  if (asked.size() != preset.facts.size()) return false;
  if (preset.binding == Binding::document) asked.insert(kDocumentVct);
  return asked.size() <= kMaxTokens &&
         std::includes(known.begin(), known.end(), asked.begin(), asked.end());
}

}  // namespace

bool CatalogueFact::allows(const Value& value) const noexcept {
  if (value.type == Value::Type::number) {
    return value_range && value.number >= value_range->first && value.number <= value_range->second;
  }
  if (value.type == Value::Type::text) {
    return std::any_of(value_list.begin(), value_list.end(),
                       [&](const std::string& allowed) { return allowed == value.text.view(); });
  }
  return !has_values();
}

Result<CatalogueFact> read_fact(cbor::Reader& in) {
  CatalogueFact out;
  WHIT_TRY(const std::size_t pairs, in.map());
  WHIT_TRY(out.vct, read_number<Vct>(in, 1, kMinVct, 0xffff));
  WHIT_TRY(out.slug, read_slug(in, 2));
  WHIT_TRY(out.kinds, read_number<std::uint8_t>(in, 3, 1, 7));
  WHIT_TRY(out.modes, read_number<std::uint8_t>(in, 4, 0, 7));
  WHIT_TRY(out.horizon, read_number<std::uint8_t>(in, 5, 1, 60));
  WHIT_TRY(out.per_day, read_number<std::uint8_t>(in, 6, 1, 8));
  WHIT_CHECK(read_optional_fields(in, out));
  WHIT_TRY(out.labels, read_labels(in, 10));
  if (pairs != pairs_of(out)) return in.fail(Errc::wrong_length);
  if (!fields_fit_kinds(out)) return in.fail(Errc::bad_catalogue);
  return out;
}

Result<Preset> read_preset(cbor::Reader& in) {
  Preset out;
  WHIT_CHECK(in.expect_map(9));
  WHIT_TRY(out.slug, read_slug(in, 1));
  WHIT_TRY(out.facts, read_preset_facts(in));
  WHIT_TRY(out.kinds, read_number<std::uint8_t>(in, 3, 1, 7));
  WHIT_TRY(out.modes, read_number<std::uint8_t>(in, 4, 0, 7));
  WHIT_TRY(const auto binding, read_number<std::uint8_t>(in, 5, 0, 1));
  out.binding = static_cast<Binding>(binding);
  WHIT_TRY(out.max_age, read_number<Seconds>(in, 6, 300, 1209600));
  WHIT_TRY(out.answer_time, read_number<Seconds>(in, 7, 120, 604800));
  WHIT_CHECK(in.expect(8));
  WHIT_TRY(out.receipts, in.boolean());
  WHIT_TRY(out.labels, read_labels(in, 9));
  return out;
}

Status check_catalogue(const std::vector<CatalogueFact>& facts,
                       const std::vector<Preset>& presets) {
  std::set<Vct> known;
  std::set<std::string_view> fact_slugs, preset_slugs;
  for (const CatalogueFact& fact : facts) {
    if (!known.insert(fact.vct).second || !fact_slugs.insert(fact.slug).second) {
      return Errc::bad_catalogue;
    }
  }
  for (const Preset& preset : presets) {
    if (!preset_slugs.insert(preset.slug).second || !preset_fits(preset, known)) {
      return Errc::bad_preset;
    }
  }
  return {};
}

void write(cbor::Writer& out, const CatalogueFact& fact) {
  out.map(pairs_of(fact)).uint(1).uint(fact.vct).uint(2).text(fact.slug);
  out.uint(3).uint(fact.kinds).uint(4).uint(fact.modes);
  out.uint(5).uint(fact.horizon).uint(6).uint(fact.per_day);
  if (fact.paper_life) out.uint(7).uint(*fact.paper_life);
  if (fact.blind_lead) out.uint(8).uint(*fact.blind_lead);
  if (fact.value_range) {
    out.uint(9).array(2).uint(fact.value_range->first).uint(fact.value_range->second);
  } else if (!fact.value_list.empty()) {
    out.uint(9).array(fact.value_list.size());
    for (const std::string& value : fact.value_list) out.text(value);
  }
  write_labels(out, 10, fact.labels);
}

void write(cbor::Writer& out, const Preset& preset) {
  out.map(9).uint(1).text(preset.slug).uint(2).array(preset.facts.size());
  for (const Vct vct : preset.facts) out.uint(vct);
  out.uint(3).uint(preset.kinds).uint(4).uint(preset.modes);
  out.uint(5).uint(static_cast<std::uint64_t>(preset.binding));
  out.uint(6).uint(preset.max_age).uint(7).uint(preset.answer_time).uint(8);
  out.boolean(preset.receipts);
  write_labels(out, 9, preset.labels);
}

}  // namespace whit
