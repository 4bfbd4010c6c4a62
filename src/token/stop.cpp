// SPDX-License-Identifier: Apache-2.0
#include "token/stop.h"

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "crypto/hash.h"
#include "token/token_reader.h"

namespace whit {
namespace {

constexpr std::string_view kSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";  // Crockford's Base32
constexpr std::size_t kCodeSymbols = 26, kGroup = 4;
using Symbols = std::array<std::uint8_t, kStopSymbols>;

// twice multiplies by x in GF(32), modulo x^5 + x^2 + 1.
constexpr std::uint8_t twice(std::uint8_t a) noexcept {
  return static_cast<std::uint8_t>((a & 16) != 0 ? (a << 1) ^ 0x25 : a << 1);
}

// add_check sets the last two symbols to the remainder of the others by (X + 1)(X + 2): a code of
// Reed and Solomon, in which two words differ in at least three places.
void add_check(Symbols& symbols) noexcept {
  std::uint8_t high = 0, low = 0;
  for (std::size_t i = 0; i < kCodeSymbols; ++i) {
    const auto f = static_cast<std::uint8_t>(symbols[i] ^ high);
    high = static_cast<std::uint8_t>(low ^ f ^ twice(f));
    low = twice(f);
  }
  symbols[kCodeSymbols] = high;
  symbols[kCodeSymbols + 1] = low;
}

// 26 symbols are 130 bits: the code from the front, then two bits of zero.
Symbols symbols_of(const StopCode& code) noexcept {
  Symbols out{};
  for (std::size_t bit = 0; bit < StopCode::kSize * 8; ++bit) {
    const unsigned value = (code.bytes[bit / 8] >> (7 - bit % 8)) & 1U;
    out[bit / 5] = static_cast<std::uint8_t>(out[bit / 5] | (value << (4 - bit % 5)));
  }
  add_check(out);
  return out;
}

StopCode code_of(const Symbols& symbols) noexcept {
  StopCode out;
  for (std::size_t bit = 0; bit < StopCode::kSize * 8; ++bit) {
    const unsigned value = (symbols[bit / 5] >> (4 - bit % 5)) & 1U;
    out.bytes[bit / 8] = static_cast<std::uint8_t>(out.bytes[bit / 8] | (value << (7 - bit % 8)));
  }
  return out;
}

// Alias is a character that people type where the code has another: one that looks the same.
struct Alias {
  std::string_view typed;  // UTF-8
  char symbol;             // 0: nothing, as between the groups
};
constexpr Alias kAliases[] = {
    {"O", '0'},
    {"I", '1'},
    {"L", '1'},
    {"U", 'V'},
    {" ", 0},
    {"-", 0},
    {"\t", 0},
    {"\r", 0},
    {"\n", 0},
    {"\xc2\xa0", 0},      // no-break space
    {"\xe2\x80\xaf", 0},  // narrow no-break space
    {"\xe2\x80\x90", 0},  // hyphens and dashes, U+2010 to U+2014
    {"\xe2\x80\x91", 0},
    {"\xe2\x80\x92", 0},
    {"\xe2\x80\x93", 0},
    {"\xe2\x80\x94", 0},
    {"\xe2\x88\x92", 0},  // minus
    {"\xd0\x90", 'A'},    // Cyrillic, capital and small
    {"\xd0\xb0", 'A'},
    {"\xd0\x92", 'B'},
    {"\xd0\xb2", 'B'},
    {"\xd0\xa1", 'C'},
    {"\xd1\x81", 'C'},
    {"\xd0\x95", 'E'},
    {"\xd0\xb5", 'E'},
    {"\xd0\x9d", 'H'},
    {"\xd0\xbd", 'H'},
    {"\xd0\x88", 'J'},
    {"\xd1\x98", 'J'},
    {"\xd0\x9a", 'K'},
    {"\xd0\xba", 'K'},
    {"\xd0\x9c", 'M'},
    {"\xd0\xbc", 'M'},
    {"\xd0\xa0", 'P'},
    {"\xd1\x80", 'P'},
    {"\xd0\x85", 'S'},
    {"\xd1\x95", 'S'},
    {"\xd0\xa2", 'T'},
    {"\xd1\x82", 'T'},
    {"\xd0\xa5", 'X'},
    {"\xd1\x85", 'X'},
    {"\xd0\xa3", 'Y'},
    {"\xd1\x83", 'Y'},
    {"\xd0\x9e", '0'},
    {"\xd0\xbe", '0'},
    {"\xd0\x86", '1'},
    {"\xd1\x96", '1'},
    {"\xd0\x97", '3'},
    {"\xd0\xb7", '3'},
};

char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

// next takes one character off `text`: its symbol, or 0 for what only separates.
Result<char> next(std::string_view& text) noexcept {
  const char first = upper(text.front());
  if (kSymbols.find(first) != std::string_view::npos) {
    text.remove_prefix(1);
    return first;
  }
  for (const Alias& alias : kAliases) {
    const bool letter = alias.typed.size() == 1 && alias.typed.front() == first;
    if (!letter && text.substr(0, alias.typed.size()) != alias.typed) continue;
    text.remove_prefix(alias.typed.size());
    return alias.symbol;
  }
  return Errc::bad_character;
}

}  // namespace

Hash stop_hash(const StopCode& code) noexcept {
  return sha256({domain("whit/stop/v1"), code.view()});
}

std::string stop_text(const StopCode& code) {
  const Symbols symbols = symbols_of(code);
  std::string out;
  for (std::size_t i = 0; i < symbols.size(); ++i) {
    if (i > 0 && i % kGroup == 0) out += '-';
    out += kSymbols[symbols[i]];
  }
  return out;
}

Result<StopCode> parse_stop_text(std::string_view text) {
  Symbols symbols{};
  std::size_t count = 0;
  while (!text.empty()) {
    WHIT_TRY(const char symbol, next(text));
    if (symbol == 0) continue;
    if (count == symbols.size()) return Errc::wrong_length;
    symbols[count++] = static_cast<std::uint8_t>(kSymbols.find(symbol));
  }
  if (count != symbols.size()) return Errc::wrong_length;
  const StopCode code = code_of(symbols);
  if (symbols_of(code) != symbols) return Errc::out_of_range;
  return code;
}

std::string_view stop_text_sentence(Errc code) noexcept {
  if (code == Errc::wrong_length) return "a stop code has 28 letters and digits, in groups of four";
  if (code == Errc::bad_character) return "a stop code has digits and Latin letters only";
  return "a letter or digit of the stop code is wrong; read it from the letter again";
}

Result<StopRequest> parse_stop(Bytes body) {
  if (body.size() > kMaxStopBody) return Errc::too_large;
  cbor::Reader in(body);
  StopRequest out;
  WHIT_CHECK(in.expect_map(2));
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(out.iss, read_iss(in));
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(out.code, in.fixed<StopCode>());
  WHIT_CHECK(in.expect_end());
  return out;
}

ByteVector encode(const StopRequest& request) {
  cbor::Writer out;
  out.map(2).integer(1).text(request.iss).integer(2).bytes(request.code.view());
  return out.take();
}

}  // namespace whit
