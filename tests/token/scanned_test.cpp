// SPDX-License-Identifier: Apache-2.0
#include "token/scanned.h"

#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <vector>

#include "token/keyboards.h"
#include "whit/qr_text.h"

namespace whit {
namespace {

struct Setting {
  Layout layout;
  CapsLock caps;
};

std::vector<Setting> settings() {
  std::vector<Setting> out;
  for (const Layout layout : kLayouts) {
    for (const CapsLock caps : kCapsLocks) {
      if (occurs(layout, caps)) out.push_back({layout, caps});
    }
  }
  return out;
}

std::string code_of(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i * 89 + size);
  return encode_text(Carrier::presentation, bytes);
}

char16_t of(const Images& keys, char c) { return keys[kScannedSet.find(c)]; }

bool begin_alike(const Images& a, const Images& b) {
  return of(a, 'W') == of(b, 'W') && of(a, ':') == of(b, ':') && of(a, '1') == of(b, '1');
}

TEST_CASE("each of our characters has a key of its own in every layout", "[token-8]") {
  for (const Setting& each : settings()) {
    const Images keys = images(each.layout, each.caps);
    CAPTURE(layout_name(each.layout), static_cast<int>(each.caps));
    CHECK(std::set<char16_t>(keys.begin(), keys.end()).size() == kScannedSet.size());
  }
}

TEST_CASE("two layouts that begin our prefix alike never take a key for different characters",
          "[token-8]") {
  for (const Setting& one : settings()) {
    for (const Setting& other : settings()) {
      const Images a = images(one.layout, one.caps), b = images(other.layout, other.caps);
      if (!begin_alike(a, b)) continue;
      CAPTURE(layout_name(one.layout), layout_name(other.layout));
      for (std::size_t i = 0; i < a.size(); ++i) {
        const auto same = std::find(b.begin(), b.end(), a[i]);
        CHECK((same == b.end() || same - b.begin() == static_cast<std::ptrdiff_t>(i)));
      }
    }
  }
}

TEST_CASE("a Russian keyboard's text is put right", "[token-8]") {
  // 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./: as xkeyboard-config's Russian layout types it.
  const std::string typed =
      "0123456789\u0424\u0418\u0421\u0412\u0423\u0410\u041f\u0420\u0428\u041e\u041b\u0414\u042c"
      "\u0422\u0429\u0417\u0419\u041a\u042b\u0415\u0413\u041c\u0426\u0427\u041d\u042f ;%*+-\u044e."
      "\u0416";
  CHECK(typed_as("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", Layout::russian, CapsLock::off) ==
        typed);
  const Scanned read = repair_scan("\u0426\u04201\u04167L7\u0420\r");
  CHECK(read.disagrees);  // an L among them: nobody's keys
  const Scanned well = repair_scan("\u0426\u04201\u0416\u0428\u0428\r\n");
  CHECK(well.text == "WH1:II");
  CHECK(well.layout == Layout::russian);
  CHECK(well.caps == CapsLock::off);
  CHECK(layout_name(well.layout) == "Russian");
}

TEST_CASE("Caps Lock is undone", "[token-8]") {
  const Scanned us = repair_scan("wh1:ii");
  CHECK(us.text == "WH1:II");
  CHECK(us.layout == Layout::as_typed);
  CHECK(us.caps == CapsLock::letters);
  CHECK(us.repaired());
  // Shift and Caps Lock on a Russian keyboard: small letters, and a capital for the full stop.
  const Scanned ru = repair_scan("\u0446\u04401\u0436\u042e00");
  CHECK(ru.text == "WH1:.00");
  CHECK(ru.caps == CapsLock::letters);
}

TEST_CASE("a text that is right is left as it is", "[token-8]") {
  const Scanned read = repair_scan(" \tWH1:%69 VD92EX0\r\n");
  CHECK(read.text == "WH1:%69 VD92EX0");
  CHECK_FALSE(read.repaired());
  CHECK_FALSE(read.aim);
  CHECK_FALSE(read.disagrees);
}

TEST_CASE("an AIM prefix is taken away, however it was typed", "[token-8]") {
  for (const char* prefix : {"]Q0", "]Q1", "]Q6"}) {
    CHECK(repair_scan(std::string(prefix) + "WH1:II").text == "WH1:II");
    CHECK(repair_scan(std::string(prefix) + "WH1:II").aim);
  }
  CHECK(repair_scan("\u044a\u04191\u0426\u04201\u0416\u0428\u0428").text == "WH1:II");
  CHECK(repair_scan("]Q7WH1:II").text == "]Q7WH1:II");
  CHECK_FALSE(repair_scan("]Q1").repaired());
}

TEST_CASE("what broke off goes, and what follows it stays", "[token-8]") {
  const std::string code = code_of(246);
  const Scanned read = repair_scan(code.substr(0, 100) + code);
  CHECK(read.text == code);
  CHECK(read.half);
  CHECK(repair_scan(code.substr(0, 101) + "]Q1" + code).text == code);
  CHECK(repair_scan(typed_as(code.substr(0, 99) + code, Layout::kazakh, CapsLock::off)).text ==
        code);
  CHECK(last_code(code).empty());
  CHECK(last_code("WH1:ABWH2:CD") == "WH2:CD");
}

TEST_CASE("a damaged text keeps its damage", "[token-8]") {
  std::string code = code_of(246);
  code.erase(50, 1);
  CHECK(repair_scan(code).text == code);
  CHECK_FALSE(repair_scan(code).disagrees);
  const Scanned read = repair_scan(typed_as(code, Layout::uzbek, CapsLock::letters));
  CHECK(read.text == code);
  CHECK_FALSE(read.disagrees);
}

TEST_CASE("a code of another kind is no quarrel of layouts", "[token-8]") {
  for (const char* typed : {"https://menu.example/7", "HC1:6BF", "4600000000000", "", "]Q1",
                            "\u0440\u0435\u0435\u0437\u044b\u0416.."}) {  // https:// in Russian
    CAPTURE(typed);
    CHECK_FALSE(repair_scan(typed).disagrees);
    CHECK_FALSE(repair_scan(typed).repaired());
    CHECK(repair_scan(typed).text == typed);
  }
}

TEST_CASE("keys of a layout that isn't known are called that", "[token-8]") {
  CHECK(repair_scan("\u03a9\u03971:\u0399\u0399").disagrees);             // Greek
  CHECK(repair_scan("\xf0\x9f\x98\x80").disagrees);                       // an emoji
  CHECK(repair_scan("\u0426\u04201\u0416\u0428\u0428\u03a9").disagrees);  // ours, then not
}

TEST_CASE("German accents on dead keys are taken apart", "[token-8]") {
  const std::string code = "WH1:+A0+BB+E0";
  CHECK(repair_scan("WH1\u00d6\u00c00`BB\u00c80").text == code);
  CHECK(repair_scan("WH1\u00d6\u00c00`BB\u00c80").layout == Layout::german);
  CHECK(repair_scan("WH1\u00d6\u00c00`BB\u00c8").disagrees);  // "+ " came as one accent
}

TEST_CASE("bytes of a German keyboard in Latin-1 are read too", "[token-8]") {
  CHECK(repair_scan("WH1\xd6Z0Z0").text == "WH1:Y0Y0");
}

TEST_CASE("what may be the beginning of a code is known", "[token-8]") {
  const std::string code = "]Q1" + code_of(246);
  for (const Setting& each : settings()) {
    for (std::size_t size = 1; size < 12; ++size) {
      CAPTURE(layout_name(each.layout), static_cast<int>(each.caps), size);
      CHECK(may_begin(typed_as(code.substr(0, size), each.layout, each.caps)));
      CHECK(may_begin(typed_as(code.substr(3, size), each.layout, each.caps)));
    }
  }
  for (const char* other : {"", "a", "q", "H1:", "WHX", "http", "]C1", "\u0444", "1"}) {
    CAPTURE(other);
    CHECK_FALSE(may_begin(other));
  }
}

TEST_CASE("a key is known by its place on keyboards with Cyrillic letters", "[token-8]") {
  CHECK(key_at(u'\u0444') == 'a');
  CHECK(key_at(u'\u0424') == 'a');
  CHECK(key_at(u'\u0435') == 't');
  CHECK(key_at(u'\u0439') == 'q');
  CHECK(key_at(u'\u03a9') == 0);
}

TEST_CASE("more than any code is not looked at", "[token-8]") {
  CHECK(repair_scan(std::string(kTypedMost + 1, 'W')).text.empty());
  CHECK(repair_scan(std::string(kTypedMost, 'W')).text.size() == kTypedMost);
}

TEST_CASE("every code comes back exactly through every disturbance", "[token-8]") {
  const bool held = rc::check("every code comes back", [] {
    const auto bytes =
        *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>());
    const Carrier carrier = *rc::gen::elementOf(std::vector<Carrier>{
        Carrier::presentation, Carrier::paper, Carrier::request, Carrier::setup});
    const Setting setting = *rc::gen::elementOf(settings());
    const std::string ends =
        *rc::gen::elementOf(std::vector<std::string>{"", "\r", "\n", "\r\n", "\t", " ", "\t\r\n"});
    const std::string aim =
        *rc::gen::elementOf(std::vector<std::string>{"", "", "]Q0", "]Q1", "]Q3", "]Q6", " ]Q1 "});
    const std::string code = encode_text(carrier, bytes);
    const Scanned read = repair_scan(typed_as(aim + code + ends, setting.layout, setting.caps));
    RC_ASSERT(read.text == code);
    RC_ASSERT(read.aim == !aim.empty());
    RC_ASSERT(!read.disagrees);
    RC_ASSERT(!read.half);
  });
  CHECK(held);
}

TEST_CASE("no input makes it stumble", "[token-8]") {
  const bool held = rc::check("no input makes it stumble", [] {
    const auto typed = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    const Scanned read = repair_scan(typed);
    RC_ASSERT(read.text.size() <= 2 * typed.size());
  });
  CHECK(held);
}

}  // namespace
}  // namespace whit
