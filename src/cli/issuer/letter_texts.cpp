// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/letter_texts.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "cli/common/clock.h"
#include "cli/common/message.h"

namespace whit {

std::span<const EmbeddedFile> letter_files() noexcept;  // whit_embed

namespace cli {
namespace {

using nlohmann::json;

constexpr std::string_view kEnding = ".json";

std::string_view lang_of(const EmbeddedFile& file) {
  return file.name.substr(0, file.name.size() - kEnding.size());
}

// Fields takes texts out of one file and notices what is left over.
class Fields {
 public:
  Fields(std::string_view lang, std::string_view text)
      : lang_(lang), object_(json::parse(text.begin(), text.end(), nullptr, false)) {
    if (!object_.is_object()) fail("is no JSON object");
  }

  std::string text(const char* key) {
    const json value = take(key);
    if (!value.is_string() || value.get_ref<const std::string&>().empty()) {
      fail(std::string(key) + " is no text");
    }
    return value.get<std::string>();
  }
  std::array<std::string, 12> months() {
    const json value = take("months");
    std::array<std::string, 12> out;
    if (!value.is_array() || value.size() != out.size()) fail("months are no list of 12");
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (!value[i].is_string()) fail("months are no list of 12");
      out[i] = value[i].get<std::string>();
    }
    return out;
  }
  void expect_end() const {
    if (!object_.empty()) fail(object_.begin().key() + " has no place in a letter");
  }

 private:
  json take(const char* key) {
    const auto found = object_.find(key);
    if (found == object_.end()) fail(std::string(key) + " is missing");
    json out = *found;
    object_.erase(found);
    return out;
  }
  [[noreturn]] void fail(const std::string& what) const {
    throw Failure("web/letter/" + lang_ + ".json: " + what);
  }
  std::string lang_;
  json object_;
};

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

}  // namespace

std::vector<std::string> letter_languages() {
  std::vector<std::string> out;
  for (const EmbeddedFile& file : letter_files()) out.emplace_back(lang_of(file));
  return out;
}

LetterTexts letter_texts(std::string_view lang) {
  for (const EmbeddedFile& file : letter_files()) {
    if (lang_of(file) == lang) return parse_letter_texts(lang, file.content);
  }
  throw Failure("no letter in the language " + printable(lang), joined(letter_languages()));
}

LetterTexts parse_letter_texts(std::string_view lang, std::string_view text) {
  Fields in(lang, text);
  LetterTexts out;
  out.lang = lang;
  (void)in.text("language");  // for who translates
  (void)in.text("note");
  out.months = in.months();
  out.date = in.text("date");
  out.title = in.text("title");
  out.reference = in.text("reference");
  out.intro = in.text("intro");
  out.until = in.text("until");
  out.address = in.text("address");
  out.steps = in.text("steps");
  out.step = {in.text("step1"), in.text("step2"), in.text("step3")};
  out.words = in.text("words");
  out.cut = in.text("cut");
  out.stop = in.text("stop");
  out.stop_why = in.text("stop_why");
  out.specimen = in.text("specimen");
  out.picture = in.text("picture");
  in.expect_end();
  return out;
}

std::string filled(std::string_view text, const Filling& values) {
  std::string out;
  while (!text.empty()) {
    const std::size_t open = std::min(text.find('{'), text.size());
    out += text.substr(0, open);
    text.remove_prefix(open);
    const std::size_t close = text.find('}');
    if (close == std::string_view::npos) return out.append(text);
    const std::string_view name = text.substr(1, close - 1);
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto& value) { return value.first == name; });
    out += found == values.end() ? std::string(text.substr(0, close + 1)) : found->second;
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string date_text(const LetterTexts& texts, UnixTime time) {
  const std::string iso = format_rfc3339(time);  // 2027-02-12T14:00:00Z
  const auto number = [&iso](std::size_t at) { return (iso[at] - '0') * 10 + iso[at + 1] - '0'; };
  return filled(texts.date, {{"year", iso.substr(0, 4)},
                             {"month", texts.months[static_cast<std::size_t>(number(5) - 1)]},
                             {"day", std::to_string(number(8))}});
}

}  // namespace cli
}  // namespace whit
