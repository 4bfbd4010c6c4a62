// SPDX-License-Identifier: Apache-2.0
#include "trust/words.h"

#include "crypto/hash.h"

namespace whit {
namespace {

constexpr std::size_t kWords = 6, kBitsEach = 11;

bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// next_word takes the first word off `text`; empty when there is none left.
std::string_view next_word(std::string_view& text) noexcept {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  std::size_t size = 0;
  while (size < text.size() && !is_space(text[size])) ++size;
  const std::string_view found = text.substr(0, size);
  text.remove_prefix(size);
  return found;
}

bool same_word(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

std::string six_words(const PublicKey& root) {
  const Hash hash = sha256({domain("whit/root/v1"), root.view()});
  std::string out;
  for (std::size_t i = 0; i < kWords; ++i) {
    std::size_t index = 0;
    for (std::size_t bit = i * kBitsEach; bit < (i + 1) * kBitsEach; ++bit) {
      const unsigned byte = hash.bytes[bit / 8];
      index = index << 1 | (byte >> (7 - bit % 8) & 1U);
    }
    if (i != 0) out += ' ';
    out += word(index);
  }
  return out;
}

bool same_words(std::string_view typed, std::string_view words) noexcept {
  for (;;) {
    const std::string_view a = next_word(typed), b = next_word(words);
    if (!same_word(a, b)) return false;
    if (a.empty()) return true;
  }
}

}  // namespace whit
