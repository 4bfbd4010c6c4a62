// SPDX-License-Identifier: Apache-2.0
// The forms of a line, CSV and JSON, and the nearest name to a misspelt one.
#include <algorithm>
#include <array>

#include "issue/import_line.h"

namespace whit {
namespace {

constexpr std::size_t kMaxColumns = 64;

// Reads one flat JSON object of strings (RFC 8259) with a position that only moves forward.
class JsonLine {
 public:
  explicit JsonLine(std::string_view text) : text_(text) {}
  std::string read(ImportFields& fields);

 private:
  void skip_space() noexcept;
  bool take(char c) noexcept;
  bool string(std::string& out);
  bool escape(std::string& out);
  bool code_point(std::string& out);
  bool unit(std::uint32_t& out) noexcept;
  std::string where() const { return " at column " + std::to_string(at_ + 1); }

  std::string_view text_;
  std::size_t at_ = 0;
};

void JsonLine::skip_space() noexcept {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
}

bool JsonLine::take(char c) noexcept {
  skip_space();
  if (at_ == text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

bool JsonLine::unit(std::uint32_t& out) noexcept {
  out = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    if (at_ == text_.size()) return false;
    const char c = text_[at_];
    std::uint32_t digit = 0;
    if (c >= '0' && c <= '9') {
      digit = static_cast<std::uint32_t>(c - '0');
    } else if (const char low = static_cast<char>(c | 0x20); low >= 'a' && low <= 'f') {
      digit = static_cast<std::uint32_t>(low - 'a') + 10;
    } else {
      return false;
    }
    out = out << 4 | digit;
  }
  return true;
}

bool JsonLine::code_point(std::string& out) {
  std::uint32_t code = 0, low = 0;
  if (!unit(code)) return false;
  if (code >= 0xdc00 && code < 0xe000) return false;
  if (code >= 0xd800 && code < 0xdc00) {
    if (text_.substr(at_, 2) != "\\u") return false;
    at_ += 2;
    if (!unit(low) || low < 0xdc00 || low > 0xdfff) return false;
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  }
  if (code < 0x20) return false;  // no field of ours holds a control character
  if (code < 0x80) {
    out += static_cast<char>(code);
    return true;
  }
  const int rest = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr std::array<std::uint32_t, 4> kLead = {0, 0xc0, 0xe0, 0xf0};
  out += static_cast<char>(kLead[static_cast<std::size_t>(rest)] | code >> (6 * rest));
  for (int i = rest - 1; i >= 0; --i) {
    out += static_cast<char>(0x80 | (code >> (6 * i) & 0x3f));
  }
  return true;
}

bool JsonLine::escape(std::string& out) {
  if (at_ == text_.size()) return false;
  const char c = text_[at_++];
  if (c == 'u') return code_point(out);
  if (c != '"' && c != '\\' && c != '/') return false;
  out += c;
  return true;
}

bool JsonLine::string(std::string& out) {
  if (!take('"')) return false;
  out.clear();
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == '"') return true;
    if (static_cast<std::uint8_t>(c) < 0x20) return false;
    if (c != '\\') {
      out += c;
    } else if (!escape(out)) {
      return false;
    }
  }
  return false;
}

std::string JsonLine::read(ImportFields& fields) {
  std::vector<std::string*> seen;
  std::string name;
  if (!take('{')) return "not a JSON object";
  if (!take('}')) {
    do {
      if (!string(name)) return "a name in quotes is missing" + where();
      std::string* field = fields.find(name);
      if (field == nullptr) return "unknown name \"" + name.substr(0, 40) + "\"";
      if (std::find(seen.begin(), seen.end(), field) != seen.end()) return name + " stands twice";
      seen.push_back(field);
      if (!take(':')) return "a colon is missing" + where();
      if (!string(*field)) return "the value of " + name + " isn't a string" + where();
    } while (take(','));
    if (!take('}')) return "a comma or a closing brace is missing" + where();
  }
  skip_space();
  return at_ == text_.size() ? "" : "something follows the object" + where();
}

// The number of single edits between two words, where swapping two neighbours is one.
std::size_t distance(std::string_view a, std::string_view b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> table((a.size() + 1) * width);
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      std::size_t& cell = table[i * width + j];
      if (i == 0 || j == 0) {
        cell = i + j;
        continue;
      }
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      cell = std::min({table[(i - 1) * width + j] + 1, table[i * width + j - 1] + 1,
                       table[(i - 1) * width + j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cell = std::min(cell, table[(i - 2) * width + j - 2] + 1);
      }
    }
  }
  return table.back();
}

// Reads a field in quotes; `at` stands behind the opening one and ends behind the closing one.
bool quoted_field(std::string_view line, std::size_t& at, std::string& out) {
  while (at < line.size()) {
    if (line[at] != '"') {
      out += line[at++];
    } else if (at + 1 < line.size() && line[at + 1] == '"') {
      out += '"';
      at += 2;
    } else {
      ++at;
      return true;
    }
  }
  return false;
}

}  // namespace

std::string read_json(std::string_view line, ImportFields& fields) {
  return JsonLine(line).read(fields);
}

std::string split_csv(std::string_view line, std::vector<std::string>& fields) {
  fields.clear();
  std::size_t at = 0;
  while (true) {
    std::string field;
    if (at < line.size() && line[at] == '"') {
      if (!quoted_field(line, ++at, field)) return "a quote isn't closed";
      if (at < line.size() && line[at] != ',') return "something follows a closing quote";
    } else {
      const std::size_t end = std::min(line.find(',', at), line.size());
      field = line.substr(at, end - at);
      at = end;
    }
    if (fields.size() == kMaxColumns) return "too many columns";
    fields.push_back(std::move(field));
    if (at == line.size()) return {};
    ++at;
  }
}

std::string closest(std::string_view text, const std::vector<std::string>& names) {
  if (text.size() > 40) return {};
  std::string best;
  std::size_t least = 3;  // further away it is another word
  for (const std::string& name : names) {
    const std::size_t far = distance(text, name);
    if (far < least && far * 2 < name.size()) {
      least = far;
      best = name;
    }
  }
  return best;
}

}  // namespace whit
