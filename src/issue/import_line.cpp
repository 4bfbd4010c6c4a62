// SPDX-License-Identifier: Apache-2.0
#include "issue/import_line.h"

#include <charconv>

#include "token/text_rules.h"

namespace whit {
namespace {

std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 40;
  std::string out = "\"";
  out += text.substr(0, kShown);
  return out + (text.size() > kShown ? "...\"" : "\"");
}

std::string meant(std::string_view text, const std::vector<std::string>& names) {
  const std::string name = closest(text, names);
  return name.empty() ? "" : " (did you mean " + name + "?)";
}

std::vector<std::string> slugs(const Issuing& issuing) {
  std::vector<std::string> out;
  for (const CatalogueFact& fact : issuing.catalogue) out.push_back(fact.slug);
  return out;
}

std::string read_number(const CatalogueFact& fact, std::string_view text, Value& value) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool plain = text.size() == 1 || text.front() != '0';
  if (error != std::errc{} || end != text.data() + text.size() || !plain) {
    return quoted(text) + " is not a number, as " + fact.slug + " needs";
  }
  value.type = Value::Type::number;
  value.number = number;
  if (fact.allows(value)) return {};
  return quoted(text) + " is outside what " + fact.slug + " allows, " +
         std::to_string(fact.value_range->first) + " to " +
         std::to_string(fact.value_range->second);
}

std::string read_value(const CatalogueFact& fact, std::string_view text, Value& value) {
  if (!fact.has_values()) {
    return text.empty() ? "" : fact.slug + " has no value, but here is " + quoted(text);
  }
  if (text.empty()) return fact.slug + " needs a value";
  if (fact.value_range) return read_number(fact, text, value);
  if (is_value_text(text)) {
    value.type = Value::Type::text;
    value.text = Text<16>::from(text);
    if (fact.allows(value)) return {};
  }
  return quoted(text) + " is not a value of " + fact.slug + meant(text, fact.value_list);
}

std::string read_window(const ImportFields& fields, FactRow& fact) {
  if (!fields.from.empty() && !read_date(fields.from, fact.from)) {
    return quoted(fields.from) + " is not a date";
  }
  if (!fields.until.empty() && !read_date(fields.until, fact.until)) {
    return quoted(fields.until) + " is not a date";
  }
  if (fact.from <= fact.until) return {};
  return "from " + fields.from + " is after until " + fields.until;
}

std::string take_document(const ImportFields& fields, std::string& document) {
  if (fields.value.size() > kMaxDocumentText || !is_document_text(fields.value)) {
    return "the value of document must read TYPE|STATE|NUMBER|YYYYMMDD";
  }
  document = fields.value;
  return {};
}

// Numbers of the date, once its form is known to be right.
unsigned digits(std::string_view text) noexcept {
  unsigned out = 0;
  for (const char c : text) out = out * 10 + static_cast<unsigned>(c - '0');
  return out;
}

unsigned days_in(unsigned year, unsigned month) noexcept {
  constexpr unsigned kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

// Days since 1970-01-01 in the Gregorian calendar, counting years from March so that the leap day
// comes last.
Day days_since_1970(unsigned year, unsigned month, unsigned day) noexcept {
  const unsigned y = month > 2 ? year : year - 1;
  const unsigned m = month > 2 ? month - 3 : month + 9;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719468;
}

}  // namespace

std::string* ImportFields::find(std::string_view column) noexcept {
  if (column == "subject") return &subject;
  if (column == "fact") return &fact;
  if (column == "value") return &value;
  if (column == "from") return &from;
  if (column == "until") return &until;
  return nullptr;
}

bool read_date(std::string_view text, Day& day) noexcept {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i != 4 && i != 7 && (text[i] < '0' || text[i] > '9')) return false;
  }
  const unsigned year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2));
  const unsigned date = digits(text.substr(8, 2));
  if (year < 1970 || month < 1 || month > 12) return false;
  if (date < 1 || date > days_in(year, month)) return false;
  day = days_since_1970(year, month, date);
  return true;
}

std::string encoding_of(std::string_view line) {
  std::size_t letters = 0, others = 0;
  for (const char c : line) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (byte == 0) return "UTF-16";
    if (byte < 0x80) continue;
    ++(byte >= 0xc0 || byte == 0xa8 || byte == 0xb8 ? letters : others);
  }
  // Words in Cyrillic are made of high letters throughout; in Latin scripts they are single ones.
  return letters > 3 && letters > 4 * others ? "Windows-1251" : "Windows-1252 or Latin-1";
}

std::string read_fact(const Issuing& issuing, const ImportFields& fields, FactRow& fact,
                      std::string& document) {
  const CatalogueFact* known = issuing.find_fact(fields.fact);
  if (known == nullptr) {
    if (fields.fact.empty()) return "no fact is named";
    return "unknown fact " + quoted(fields.fact) + meant(fields.fact, slugs(issuing));
  }
  fact.vct = known->vct;
  std::string reason = known->vct == kDocumentVct ? take_document(fields, document)
                                                  : read_value(*known, fields.value, fact.value);
  return reason.empty() ? read_window(fields, fact) : reason;
}

}  // namespace whit
