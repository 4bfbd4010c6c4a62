// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/assembler.h"

#include <catch2/catch.hpp>
#include <vector>

#include "base/cbor_writer.h"
#include "token/scanned.h"
#include "whit/qr_text.h"

namespace whit::cli::gate {
namespace {

using std::chrono::milliseconds;

std::string code_of(std::size_t size) {
  std::vector<std::uint8_t> bytes(size, 0x5a);
  cbor::Writer out;
  out.bytes(bytes);
  return encode_text(Carrier::presentation, out.take());
}

struct Heard : Sink {
  void scanned(const Scan& scan) override { scans.push_back(scan); }
  void pressed(char key) override { keys.push_back(key); }
  std::vector<Scan> scans;
  std::string keys;
};

// Typing is somebody at an Assembler, and the clock.
struct Typing {
  explicit Typing(Keys keys = Keys::persons) : assembler(keys) {}
  void type(std::string_view text, milliseconds each = milliseconds(0)) {
    for (const char c : text) {
      wait(each);
      assembler.add({&c, 1}, now, heard);
    }
  }
  void wait(milliseconds time) {
    for (const auto end = now + time; now < end; now += milliseconds(1)) {
      if (assembler.due() && *assembler.due() <= now) assembler.tick(now, heard);
    }
  }
  Assembler assembler;
  Heard heard;
  Clock::time_point now{};
};

TEST_CASE("a code ends by a suffix at once, and by silence") {
  const std::string code = code_of(200);
  for (const char* suffix : {"\r", "\n", "\r\n", "\t"}) {
    Typing at;
    at.type(code + suffix, milliseconds(20));
    REQUIRE(at.heard.scans.size() == 1);
    CHECK(at.heard.scans[0].text == code);
  }
  Typing at;
  at.type(code, milliseconds(20));
  CHECK(at.heard.scans.empty());
  at.wait(kPause + milliseconds(1));
  REQUIRE(at.heard.scans.size() == 1);
  CHECK(at.heard.scans[0].text == code);
  CHECK(at.heard.scans[0].end <= at.now - kPause);
}

TEST_CASE("what broke off waits for its rest, and no longer than that") {
  const std::string code = code_of(200);
  Typing enter;
  enter.type(code.substr(0, 90) + "\r");
  enter.wait(milliseconds(200));
  enter.type(code.substr(90) + "\r");
  REQUIRE(enter.heard.scans.size() == 1);
  CHECK(enter.heard.scans[0].text == code);
  Typing another;
  another.type(code.substr(0, 90) + "\r" + code + "\r");
  REQUIRE(another.heard.scans.size() == 1);
  CHECK(another.heard.scans[0].text == code);
  Typing alone;
  alone.type(code.substr(0, 90));
  alone.wait(kPause + kRest);
  REQUIRE(alone.heard.scans.size() == 1);
  CHECK(alone.heard.scans[0].text == code.substr(0, 90));
  CHECK_FALSE(alone.assembler.due());
}

TEST_CASE("a lone key is a key, in any layout; what follows it tells") {
  Typing at;
  for (const char* key : {"a", "A", "\u0444", "\u0424", "aaaa", "t", "\u0439", "\x1b", "\x03"}) {
    at.type(key);
    at.wait(milliseconds(300));
  }
  CHECK(at.heard.keys == "aaaaatq\x1b\x03");
  CHECK(at.heard.scans.empty());
  at.heard.keys.clear();
  for (const char* none : {"at", "\x1b[A", "\r", "W", "\u0446"}) {
    at.type(none);
    at.wait(milliseconds(700));
  }
  CHECK(at.heard.keys == "ww");  // which mean nothing
  CHECK(at.heard.scans.empty());
  at.type("q\r");  // a scanner with a suffix
  CHECK(at.heard.scans.size() == 1);
  Typing serial(Keys::none);
  serial.type("q");
  serial.wait(milliseconds(200));
  CHECK(serial.heard.keys.empty());
  CHECK(serial.heard.scans.size() == 1);
}

TEST_CASE("more than any code is dropped to its end") {
  Typing at;
  at.type(std::string(100000, 'W') + "\r");
  REQUIRE(at.heard.scans.size() == 1);
  CHECK(at.heard.scans[0].text.empty());
  at.type(code_of(9) + "\r");
  CHECK(at.heard.scans.back().text == code_of(9));
}

TEST_CASE("the person hears what was put right, and what can't be") {
  const std::string code = code_of(200);
  Typing at;
  at.type(typed_as(code, Layout::tajik, CapsLock::letters) + "\r");
  CHECK(at.heard.scans[0].note == "your keyboard is set to Tajik; read correctly anyway");
  at.type(typed_as(code, Layout::as_typed, CapsLock::letters) + "\r");
  CHECK(at.heard.scans[1].note == "Caps Lock is on; read correctly anyway");
  at.type(code + "\r");
  CHECK(at.heard.scans[2].note.empty());
  at.type("\u03a9\u03971:\u0399\u0399\r");
  CHECK(at.heard.scans[3].unreadable);
  CHECK(at.heard.scans[3].note.find("set the scanner to serial (COM) mode") != std::string::npos);
}

}  // namespace
}  // namespace whit::cli::gate
