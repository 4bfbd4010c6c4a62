// SPDX-License-Identifier: Apache-2.0
#include "token/stop.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "base/hex.h"

namespace whit {
namespace {

StopCode code_from(std::uint8_t first, std::uint8_t step) {
  StopCode out;
  for (std::size_t i = 0; i < out.bytes.size(); ++i) {
    out.bytes[i] = static_cast<std::uint8_t>(first + step * i);
  }
  return out;
}

const StopCode kCode = code_from(0x41, 0x2f);

TEST_CASE("a stop code is read as it was printed", "[collect-9.6]") {
  for (int i = 0; i < 256; ++i) {
    const StopCode code = code_from(static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i * 7));
    const std::string text = stop_text(code);
    CHECK(text.size() == kStopSymbols + 6);
    CHECK(*parse_stop_text(text) == code);
  }
}

TEST_CASE("every single wrong symbol of a stop code is noticed", "[collect-9.6]") {
  const std::string text = stop_text(kCode);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '-') continue;
    for (const char other : std::string("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
      std::string wrong = text;
      wrong[i] = other;
      CHECK(parse_stop_text(wrong).ok() == (other == text[i]));
    }
  }
}

TEST_CASE("any two swapped symbols of a stop code are noticed", "[collect-9.6]") {
  const std::string text = stop_text(kCode);
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (text[i] == '-' || text[j] == '-' || text[i] == text[j]) continue;
      std::string wrong = text;
      std::swap(wrong[i], wrong[j]);
      CHECK(parse_stop_text(wrong).error().code == Errc::out_of_range);
    }
  }
}

TEST_CASE("a stop code with a symbol too few or too many is refused", "[collect-9.6]") {
  const std::string text = stop_text(kCode);
  CHECK(parse_stop_text("").error().code == Errc::wrong_length);
  CHECK(parse_stop_text(text.substr(1)).error().code == Errc::wrong_length);
  CHECK(parse_stop_text(text + "0").error().code == Errc::wrong_length);
}

// typed replaces every `from` in the printed code of zeros and ones by `to`.
std::string typed(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
  return text;
}

// One code whose text has every symbol that has a look-alike.
StopCode rich_code() {
  const std::string want = "01ABCEHJKMPSTXY3V00000000";
  // Found from the text: 25 symbols that we choose, then whatever makes the rest agree.
  const std::string digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  StopCode out;
  for (std::size_t bit = 0; bit < 125; ++bit) {
    const std::size_t symbol = digits.find(want[bit / 5]);
    const unsigned value = (symbol >> (4 - bit % 5)) & 1U;
    out.bytes[bit / 8] = static_cast<std::uint8_t>(out.bytes[bit / 8] | (value << (7 - bit % 8)));
  }
  return out;
}

TEST_CASE("look-alikes, case, spaces and dashes of a stop code don't matter", "[collect-9.6]") {
  const StopCode code = rich_code();
  const std::string text = stop_text(code);
  REQUIRE(text.substr(0, 19) == "01AB-CEHJ-KMPS-TXY3");
  const std::pair<const char*, const char*> same[] = {
      {"0", "O"},        {"0", "o"},        {"1", "I"},        {"1", "l"},
      {"1", "i"},        {"V", "U"},        {"V", "u"},        {"A", "a"},
      {"-", ""},         {"-", " "},        {"-", " - "},      {"-", "\xe2\x80\x93"},
      {"-", "\xc2\xa0"}, {"A", "\xd0\x90"}, {"A", "\xd0\xb0"}, {"B", "\xd0\x92"},
      {"C", "\xd0\xa1"}, {"C", "\xd1\x81"}, {"E", "\xd0\x95"}, {"H", "\xd0\x9d"},
      {"J", "\xd0\x88"}, {"K", "\xd0\x9a"}, {"M", "\xd0\x9c"}, {"P", "\xd0\xa0"},
      {"P", "\xd1\x80"}, {"S", "\xd0\x85"}, {"T", "\xd0\xa2"}, {"X", "\xd0\xa5"},
      {"Y", "\xd0\xa3"}, {"0", "\xd0\x9e"}, {"1", "\xd0\x86"}, {"3", "\xd0\x97"},
  };
  for (const auto& [from, to] : same) {
    const std::string other = typed(text, from, to);
    CAPTURE(from, to);
    REQUIRE(other != text);
    CHECK(*parse_stop_text(other) == code);
  }
}

TEST_CASE("letters that look like no Latin one are refused, not guessed", "[collect-9.6]") {
  const std::string text = stop_text(rich_code());
  for (const char* foreign : {"\xd0\x96", "\xd0\xaf", "\xd0\x91", "\xe4\xb8\xad", "*", "\xff"}) {
    CHECK(parse_stop_text(typed(text, "A", foreign)).error().code == Errc::bad_character);
  }
  CHECK(parse_stop_text(typed(text, "A", std::string(1, '\0'))).error().code ==
        Errc::bad_character);
}

TEST_CASE("a stop request is read back, and nothing else is read", "[collect-9.6]") {
  const ByteVector body = encode(StopRequest{"dlo", kCode});
  CHECK(parse_stop(body)->iss == "dlo");
  CHECK(parse_stop(body)->code == kCode);
  ByteVector more = body;
  more.push_back(0);
  CHECK(parse_stop(more).error().code == Errc::trailing);
  CHECK_FALSE(parse_stop(Bytes(body).first(body.size() - 1)).ok());
  CHECK(parse_stop(ByteVector(kMaxStopBody + 1)).error().code == Errc::too_large);
}

}  // namespace
}  // namespace whit
