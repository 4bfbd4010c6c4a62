// SPDX-License-Identifier: Apache-2.0
#include "serve/page_text.h"

#include <algorithm>

#include "serve/json_body.h"

namespace whit {
namespace {

constexpr std::size_t kMaxLanguages = 512;  // bytes of the header that are looked at
constexpr std::size_t kMaxTexts = 262144;   // bytes of one language

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// weight_of is the q of one entry of Accept-Language in thousandths: 0 means "not this one".
unsigned weight_of(std::string_view parameters) {
  const std::size_t at = parameters.find("q=");
  if (at == std::string_view::npos) return 1000;
  const std::string_view number = trimmed(parameters.substr(at + 2));
  if (number.substr(0, 1) == "1") return 1000;
  unsigned out = 0, place = 100;
  for (std::size_t i = 2; i < number.size() && i < 5; ++i, place /= 10) {
    if (number[i] < '0' || number[i] > '9') break;
    out += static_cast<unsigned>(number[i] - '0') * place;
  }
  return out;
}

std::string primary_of(std::string_view tag) {
  std::string out(tag.substr(0, tag.find('-')));
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

}  // namespace

Texts::Texts(std::string_view code, std::string_view file) : code_(code) {
  JsonObject object;
  if (read_json_object(file, object, kMaxTexts).kind != JsonFault::Kind::none) __builtin_trap();
  for (auto& [key, value] : object) texts_.emplace(key, std::move(value.text));
}

std::string_view Texts::operator()(std::string_view key) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) __builtin_trap();
  return found->second;
}

std::string Texts::operator()(std::string_view key, Values values) const {
  const std::string_view text = (*this)(key);
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t open = std::min(text.find('{', i), text.size());
    out += text.substr(i, open - i);
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) return out += text.substr(open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto* found = std::find_if(values.begin(), values.end(),
                                     [&](const auto& value) { return value.first == name; });
    if (found == values.end()) __builtin_trap();
    out += found->second;
    i = close + 1;
  }
  return out;
}

Languages::Languages(std::span<const EmbeddedFile> files) {
  for (const EmbeddedFile& file : files) {
    const std::size_t dot = file.name.find(".json");
    if (dot != std::string_view::npos) all_.emplace_back(file.name.substr(0, dot), file.content);
  }
  if (all_.empty()) __builtin_trap();
}

const Texts* Languages::find(std::string_view code) const noexcept {
  const auto found = std::find_if(all_.begin(), all_.end(),
                                  [&](const Texts& texts) { return texts.code() == code; });
  return found == all_.end() ? nullptr : &*found;
}

const Texts& Languages::choose(std::string_view wanted, std::string_view accepted) const {
  if (const Texts* asked = find(wanted)) return *asked;
  const Texts* best = nullptr;
  unsigned best_weight = 0;
  accepted = accepted.substr(0, kMaxLanguages);
  while (!accepted.empty()) {
    const std::size_t comma = accepted.find(',');
    const std::string_view entry = accepted.substr(0, comma);
    const std::size_t semicolon = std::min(entry.find(';'), entry.size());
    const unsigned weight = weight_of(entry.substr(semicolon));
    const Texts* texts = find(primary_of(trimmed(entry.substr(0, semicolon))));
    if (texts != nullptr && weight > best_weight) {
      best = texts;
      best_weight = weight;
    }
    accepted = comma == std::string_view::npos ? std::string_view() : accepted.substr(comma + 1);
  }
  return best != nullptr ? *best : all_.front();
}

}  // namespace whit
