// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/catalogue_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/common/message.h"
#include "cli/common/program.h"
#include "token/text_rules.h"

namespace whit::cli {
namespace {

using nlohmann::json;

struct Word {
  const char* text;
  std::uint8_t bit;
};
constexpr Word kKinds[] = {{"revocable", 1}, {"blind", 2}, {"paper", 4}};
constexpr Word kModes[] = {{"one-way", 1}, {"posted", 2}, {"challenge", 4}};
constexpr std::size_t kLongestLabel = 96;

// Place is where in the file we are, for the sentence when something is wrong there.
class Place {
 public:
  Place(std::string where, const json& object, std::vector<std::string> keys)
      : where_(std::move(where)), object_(object), keys_(std::move(keys)) {
    if (!object_.is_object()) fail("is no object");
    const auto slug = object_.find("slug");
    if (slug != object_.end() && slug->is_string()) where_ += " " + slug->get<std::string>();
    for (const auto& [key, value] : object_.items()) {
      if (std::find(keys_.begin(), keys_.end(), key) != keys_.end()) continue;
      const std::string meant = nearest(key, keys_);
      fail("no such field: " + key + (meant.empty() ? "" : " (did you mean " + meant + "?)"));
    }
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw Failure(printable(where_ + ": " + what));
  }
  bool has(const char* key) const { return object_.contains(key); }
  const json& at(const char* key) const {
    if (!has(key)) fail(std::string(key) + " is missing");
    return object_[key];
  }
  std::uint64_t number(const char* key, std::uint64_t lowest, std::uint64_t highest) const {
    const json& value = at(key);
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() < lowest ||
        value.get<std::uint64_t>() > highest) {
      fail(std::string(key) + ": want a whole number from " + std::to_string(lowest) + " to " +
           std::to_string(highest));
    }
    return value.get<std::uint64_t>();
  }
  std::vector<std::string> texts(const char* key) const {
    const json& value = at(key);
    std::vector<std::string> out;
    if (!value.is_array() || value.empty()) fail(std::string(key) + ": want a list of texts");
    for (const json& item : value) {
      if (!item.is_string()) fail(std::string(key) + ": want a list of texts");
      out.push_back(item.get<std::string>());
      if (std::count(out.begin(), out.end(), out.back()) > 1) {
        fail(std::string(key) + ": " + out.back() + " stands there twice");
      }
    }
    return out;
  }
  std::string slug() const {
    const json& value = at("slug");
    if (!value.is_string() || !is_slug(value.get<std::string>())) {
      fail("slug: want 2 to 24 of a-z, 0-9 and -, starting with a letter");
    }
    return value.get<std::string>();
  }
  std::uint8_t bits(const char* key, const Word (&words)[3]) const {
    std::uint8_t out = 0;
    for (const std::string& text : texts(key)) {
      const auto found = std::find_if(std::begin(words), std::end(words),
                                      [&](const Word& word) { return word.text == text; });
      if (found == std::end(words)) {
        fail(std::string(key) + ": no such thing: " + text + " (" + words[0].text + ", " +
             words[1].text + ", " + words[2].text + ")");
      }
      out = static_cast<std::uint8_t>(out | found->bit);
    }
    return out;
  }
  Labels labels() const {
    const json& value = at("labels");
    if (!value.is_object() || value.empty()) fail("labels: want at least one, {\"en\": \"...\"}");
    Labels out;
    for (const auto& [language, text] : value.items()) {
      if (!is_lang(language)) fail("labels: " + language + " is no language of two letters");
      if (!text.is_string() || text.get<std::string>().empty() ||
          text.get<std::string>().size() > kLongestLabel) {
        fail("labels: " + language + ": want 1 to 96 bytes of text");
      }
      out.emplace_back(language, text.get<std::string>());
    }
    std::sort(out.begin(), out.end());  // all languages have two letters: bytewise is enough
    return out;
  }

 private:
  std::string where_;
  const json& object_;
  std::vector<std::string> keys_;
};

void read_values(const Place& place, CatalogueFact& fact) {
  if ((fact.kinds & 2) != 0) place.fail("values: a fact that can be blind has none");
  const json& value = place.at("values");
  const auto is_bound = [](const json& bound) {
    return bound.is_number_unsigned() && bound.get<std::uint64_t>() <= 0xffffffff;
  };
  if (value.is_array() && value.size() == 2 && is_bound(value[0]) && is_bound(value[1])) {
    fact.value_range = {value[0].get<std::uint32_t>(), value[1].get<std::uint32_t>()};
    if (fact.value_range->first > fact.value_range->second) {
      place.fail("values: the lowest is above the highest");
    }
    return;
  }
  fact.value_list = place.texts("values");
  for (const std::string& text : fact.value_list) {
    if (!is_value_text(text)) {
      place.fail("values: " + text + ": want 1 to 16 of A-Z, 0-9, space, . and -");
    }
  }
}

CatalogueFact read_fact(const Place& place) {
  CatalogueFact out;
  out.vct = static_cast<Vct>(place.number("vct", kMinVct, 65535));
  out.slug = place.slug();
  out.kinds = place.bits("kinds", kKinds);
  out.modes = place.bits("modes", kModes);
  out.horizon = static_cast<std::uint8_t>(place.number("horizon", 1, 60));
  out.per_day = static_cast<std::uint8_t>(place.number("per_day", 1, 8));
  if ((out.kinds & 4) != 0) {
    out.paper_life = static_cast<std::uint16_t>(place.number("paper_life", 1, 366));
  } else if (place.has("paper_life")) {
    place.fail("paper_life: only for a fact of the kind paper");
  }
  if ((out.kinds & 2) != 0) {
    out.blind_lead = static_cast<std::uint16_t>(place.number("blind_lead", 600, 10800));
  } else if (place.has("blind_lead")) {
    place.fail("blind_lead: only for a fact of the kind blind");
  }
  if (place.has("values")) read_values(place, out);
  out.labels = place.labels();
  const bool document = out.vct == kDocumentVct;
  if (document != (out.slug == "document")) place.fail("vct 65009 and slug document go together");
  if (document && ((out.kinds & 2) != 0 || out.has_values())) {
    place.fail("document is never blind and has no values");
  }
  return out;
}

Preset read_preset(const Place& place, const std::vector<CatalogueFact>& facts) {
  Preset out;
  out.slug = place.slug();
  for (const std::string& slug : place.texts("facts")) {
    const auto found = std::find_if(facts.begin(), facts.end(),
                                    [&](const CatalogueFact& fact) { return fact.slug == slug; });
    if (found == facts.end()) place.fail("facts: no such fact: " + slug);
    out.facts.push_back(found->vct);
  }
  std::sort(out.facts.begin(), out.facts.end());
  if (out.facts.size() > kMaxTokens) place.fail("facts: at most 4");
  out.kinds = place.bits("kinds", kKinds);
  out.modes = place.bits("modes", kModes);
  const json& binding = place.at("binding");
  if (binding != "none" && binding != "document") place.fail("binding: want none or document");
  if (binding == "document") out.binding = Binding::document;
  out.max_age = place.number("max_age", 300, 1209600);
  out.answer_time = place.number("answer_time", 120, 604800);
  if (!place.at("receipts").is_boolean()) place.fail("receipts: want true or false");
  out.receipts = place.at("receipts").get<bool>();
  out.labels = place.labels();
  return out;
}

void check_twice(const Catalogue& catalogue, const std::string& file) {
  const auto& facts = catalogue.facts;
  for (auto fact = facts.begin(); fact != facts.end(); ++fact) {
    const auto same = std::find_if(facts.begin(), fact, [&](const CatalogueFact& other) {
      return other.vct == fact->vct || other.slug == fact->slug;
    });
    if (same == fact) continue;
    throw Failure(file + ": facts: " + fact->slug + " has the vct or slug of " + same->slug);
  }
  const auto& presets = catalogue.presets;
  for (auto preset = presets.begin(); preset != presets.end(); ++preset) {
    const auto same = std::find_if(presets.begin(), preset,
                                   [&](const Preset& other) { return other.slug == preset->slug; });
    if (same != preset) throw Failure(file + ": presets: " + preset->slug + " stands there twice");
  }
}

std::string line_of(std::string_view text, std::size_t byte) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
  return std::to_string(1 + std::count(text.begin(), end, '\n'));
}

json parse_json(std::string_view text, const std::string& file) {
  try {
    return json::parse(text);
  } catch (const json::parse_error& error) {
    throw Failure(file + ": line " + line_of(text, error.byte) + ": not JSON from here on");
  }
}

}  // namespace

Catalogue parse_catalogue(std::string_view text, std::string_view name) {
  const std::string file = printable(name);
  const json object = parse_json(text, file);
  const Place all(file, object, {"facts", "presets"});
  Catalogue out;
  for (const char* part : {"facts", "presets"}) {
    const json& list = all.at(part);
    if (!list.is_array() || list.empty()) all.fail(std::string(part) + ": want a list");
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string where = file + ": " + part + "[" + std::to_string(i) + "]";
      if (&list == &object["facts"]) {
        out.facts.push_back(read_fact(Place(where, list[i],
                                            {"vct", "slug", "kinds", "modes", "horizon", "per_day",
                                             "paper_life", "blind_lead", "values", "labels"})));
      } else {
        out.presets.push_back(read_preset(Place(where, list[i],
                                                {"slug", "facts", "kinds", "modes", "binding",
                                                 "max_age", "answer_time", "receipts", "labels"}),
                                          out.facts));
      }
    }
  }
  check_twice(out, file);
  return out;
}

}  // namespace whit::cli
