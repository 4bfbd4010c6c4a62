// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>

#include "cli/verify/gate/big.h"
#include "cli/verify/gate/memory.h"
#include "cli/verify/gate/screen.h"

namespace whit::cli::gate {
namespace {

constexpr const char* kWords[] = {"YES",      "NO",       "CANNOT TELL", "SPECIMEN",
                                  "TRAINING", "NOT READ", "READY"};

TEST_CASE("big words fit, whatever the screen") {
  for (const char* word : kWords) {
    for (const bool utf8 : {false, true}) {
      for (int columns = 20; columns <= 200; columns += 7) {
        for (int rows = 1; rows <= 60; rows += 3) {
          const auto drawn = big_text(Sign::tick, word, columns, rows, utf8);
          CAPTURE(word, utf8, columns, rows);
          CHECK(static_cast<int>(drawn.size()) <= rows);
          for (const std::string& row : drawn) CHECK(columns_of(row) <= columns);
        }
      }
    }
  }
}

TEST_CASE("on a usual screen each word is large, and has its sign") {
  for (const char* word : {"YES", "NO", "CANNOT TELL"}) {
    for (const auto& [columns, rows] : {std::pair{80, 14}, std::pair{40, 6}}) {
      CAPTURE(word, columns);
      const auto with = big_text(Sign::cross, word, columns, rows, true);
      CHECK(with.size() >= 3);
      CHECK(with != big_text(Sign::tick, word, columns, rows, true));
    }
  }
}

TEST_CASE("a frame has its rows, and a stranger's words steer no terminal") {
  Scene scene;
  scene.state.asked = "work-permit-valid";
  scene.state.data.text = "data 22 min old, limit 72 h";
  scene.state.troubles = {std::string("dlo: \x1b]0;x\x07 is not what it was")};
  Shown shown;
  shown.its_class = VerdictClass::yes;
  shown.ruling.verdict = Verdict::valid;
  shown.ruling.values = "visa-class \"\x1b[31m\"";
  scene.shown = shown;
  for (const auto& [columns, rows] : {std::pair{80, 24}, std::pair{40, 12}, std::pair{10, 3}}) {
    Canvas canvas;
    canvas.columns = columns;
    canvas.rows = rows;
    const std::string drawn = frame(scene, canvas);
    CHECK(std::count(drawn.begin(), drawn.end(), '\n') == rows - 1);
    CHECK(drawn.find("\x1b]") == std::string::npos);
    CHECK(drawn.find("\x1b[31m") == std::string::npos);
    CHECK(drawn.find('\a') == std::string::npos);
  }
}

TEST_CASE("a code is remembered for two minutes, and repeated for 15 seconds") {
  Memory memory;
  const Hash one{{1}}, other{{2}};
  CHECK_FALSE(memory.is_same_scan(one, Verdict::valid, 1000));
  CHECK(memory.is_same_scan(one, Verdict::valid, 1015));
  CHECK_FALSE(memory.is_same_scan(other, Verdict::valid, 1015));
  CHECK_FALSE(memory.is_same_scan(one, Verdict::replayed, 1016));
  CHECK_FALSE(memory.is_same_scan(one, Verdict::valid, 999));  // the clock was set back
  CHECK(memory.first_seen(one) == 1000);
  memory.drop_old(std::chrono::steady_clock::now() + std::chrono::seconds(100));
  CHECK(memory.first_seen(one) == 1000);
  memory.drop_old(std::chrono::steady_clock::now() + std::chrono::seconds(130));
  CHECK(memory.first_seen(one) == 0);
}

}  // namespace
}  // namespace whit::cli::gate
