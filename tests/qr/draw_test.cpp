// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <sstream>

#include "canvas.h"

namespace whit {
namespace {

using test::whit_text;

// The matrix that an SVG path of runs "Mx yhNv1h-Nz" paints.
std::vector<bool> paint(const std::string& path, int side) {
  std::vector<bool> out(static_cast<std::size_t>(side * side));
  std::istringstream in(path);
  char letter = 0;
  int x = 0, y = 0, length = 0, down = 0, back = 0;
  while (in >> letter >> x >> y >> letter >> length >> letter >> down >> letter >> back >> letter) {
    REQUIRE((down == 1 && back == -length && length > 0));
    for (int i = 0; i < length; ++i) out.at(static_cast<std::size_t>(y * side + x + i)) = true;
  }
  REQUIRE(in.eof());
  return out;
}

std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t start = text.rfind(from);
  REQUIRE(start != std::string::npos);
  const std::size_t end = text.find(to, start + from.size());
  REQUIRE(end != std::string::npos);
  return text.substr(start + from.size(), end - start - from.size());
}

}  // namespace

TEST_CASE("every object of the wire has the version that the spec promises", "[qr]") {
  struct Row {
    std::size_t payload;
    int version;
  };
  const Row row =
      GENERATE(Row{19, 2}, Row{24, 3}, Row{38, 3}, Row{68, 5}, Row{132, 8}, Row{142, 8},
               Row{153, 9}, Row{246, 12}, Row{251, 12}, Row{271, 12}, Row{409, 16}, Row{431, 16},
               Row{434, 16}, Row{436, 17}, Row{456, 17}, Row{565, 19}, Row{590, 19}, Row{721, 22},
               Row{746, 22}, Row{768, 23}, Row{829, 23}, Row{830, 24});
  const auto qr = make_qr(whit_text(row.payload));
  REQUIRE(qr.ok());
  CAPTURE(row.payload);
  CHECK(qr->version() == row.version);
  CHECK(qr->size() == 17 + 4 * row.version);
}

TEST_CASE("the level is the highest that the version allows, and never below the asked", "[qr]") {
  bool raised = false;
  for (std::size_t payload = 10; payload <= 829; payload += 13) {
    const std::string text = whit_text(payload);
    const auto qr = make_qr(text);
    REQUIRE(qr.ok());
    CHECK(qr->level() >= QrLevel::medium);
    raised = raised || qr->level() > QrLevel::medium;
    if (qr->level() == QrLevel::high) continue;
    const auto next = make_qr(text, static_cast<QrLevel>(static_cast<int>(qr->level()) + 1));
    REQUIRE(next.ok());
    CHECK(next->version() > qr->version());
  }
  CHECK(raised);
}

TEST_CASE("text outside the 45 characters is encoded as bytes, and costs more", "[qr]") {
  const auto upper = make_qr(std::string(200, 'A'));
  const auto lower = make_qr(std::string(200, 'a'));
  REQUIRE(upper.ok());
  REQUIRE(lower.ok());
  CHECK(lower->version() > upper->version());
}

TEST_CASE("no code is made of nothing, or of more than the largest code holds", "[qr]") {
  CHECK(make_qr("").error() == Error{Errc::wrong_length});
  CHECK(make_qr(std::string(3391, 'A')).ok());  // 40-M holds 3,391 alphanumeric characters
  CHECK(make_qr(std::string(3392, 'A')).error() == Error{Errc::too_large});
  CHECK(make_qr(std::string(100000, 'A')).error() == Error{Errc::too_large});
}

TEST_CASE("nothing is dark outside the matrix", "[qr]") {
  const auto qr = make_qr("WH1:ABC");
  REQUIRE(qr.ok());
  CHECK(qr->dark(0, 0));  // the corner of a finder
  CHECK_FALSE(qr->dark(-1, 0));
  CHECK_FALSE(qr->dark(0, -1));
  CHECK_FALSE(qr->dark(qr->size(), 0));
  CHECK_FALSE(qr->dark(0, qr->size()));
}

TEST_CASE("a PNG shows each module and the quiet zone at the asked size", "[qr]") {
  const int scale = GENERATE(1, 2, 5, 8, 13);
  const auto qr = make_qr(whit_text(246));
  REQUIRE(qr.ok());
  GreyImage image;
  REQUIRE(decode_picture(qr_png(*qr, scale), image) == PictureOutcome::found);
  const GreyImage expected = test::draw(*qr, scale);
  CHECK(image.width == expected.width);
  CHECK(image.height == expected.height);
  CHECK(image.pixels == expected.pixels);
}

TEST_CASE("a PNG's module size is clamped to what is promised", "[qr]") {
  const auto qr = make_qr("WH1:ABC");
  REQUIRE(qr.ok());
  CHECK(qr_png(*qr, 0) == qr_png(*qr, 1));
  CHECK(qr_png(*qr, -7) == qr_png(*qr, 1));
  CHECK(qr_png(*qr, 1000000) == qr_png(*qr, kMaxModulePixels));
}

TEST_CASE("the same text gives the same files", "[qr]") {
  const auto first = make_qr(whit_text(246));
  const auto again = make_qr(whit_text(246));
  REQUIRE(first.ok());
  REQUIRE(again.ok());
  CHECK(qr_png(*first, 4) == qr_png(*again, 4));
  CHECK(qr_svg(*first, "code") == qr_svg(*again, "code"));
}

TEST_CASE("an SVG paints exactly the dark modules, inside the quiet zone", "[qr]") {
  const auto qr = make_qr(whit_text(GENERATE(as<std::size_t>{}, 24, 246, 768)));
  REQUIRE(qr.ok());
  const std::string svg = qr_svg(*qr, "work permit");
  const int side = qr->size() + 2 * kQuietZone;
  CHECK(svg.find("viewBox=\"0 0 " + std::to_string(side) + ' ' + std::to_string(side) + '"') !=
        std::string::npos);
  const auto painted = paint(between(svg, "<path fill=\"#000\" d=\"", "\""), side);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      if (painted[static_cast<std::size_t>(y * side + x)] !=
          qr->dark(x - kQuietZone, y - kQuietZone)) {
        FAIL("module " << x << ' ' << y);
      }
    }
  }
}

TEST_CASE("an SVG's title cannot leave its element", "[qr]") {
  const auto qr = make_qr("WH1:ABC");
  REQUIRE(qr.ok());
  const std::string svg = qr_svg(*qr, "a</title><script>&\x01");
  CHECK(between(svg, "<title>", "</title>") == "a&lt;/title&gt;&lt;script&gt;&amp;?");
}

}  // namespace whit
