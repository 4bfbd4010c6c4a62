// SPDX-License-Identifier: Apache-2.0
// The letter that invites a person: every language, hostile names, and the code in it.
#include "cli/issuer/letter.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/letter_code.h"

using namespace whit;
using namespace whit::cli;

namespace {

const LetterOffice kOffice{"Labour department", "https://labour.example",
                           "coral ladder pepper sixty otter velvet"};
// 2026-12-06T12:14:05Z: the last whole day is the 5th.
const Letter kLetter{"P-0042", "WI1:SLKSPCN/E7D0X507H0QS00+0J61%H1CT1V+1",
                     "7K4M-P2QX-91TD-08FV-3RWE-6CJH-5A", 1796559245};

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// placeholders are the {names} in `text`.
std::set<std::string> placeholders(std::string_view text) {
  std::set<std::string> out;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    out.emplace(text.substr(at, text.find('}', at) + 1 - at));
  }
  return out;
}

std::vector<std::string> all_texts(const LetterTexts& t) {
  return {t.date,    t.title,   t.reference, t.intro, t.until, t.address,  t.steps,    t.step[0],
          t.step[1], t.step[2], t.words,     t.cut,   t.stop,  t.stop_why, t.specimen, t.picture};
}

std::string file_of(std::string_view lang) {
  const auto bytes = read_file(WHIT_SOURCE_DIR "/web/letter/" + std::string(lang) + ".json");
  return {bytes.begin(), bytes.end()};
}

}  // namespace

TEST_CASE("letters: every file of web/letter is built in and has the same placeholders") {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(WHIT_SOURCE_DIR "/web/letter")) {
    files.push_back(entry.path().stem().string());
  }
  std::sort(files.begin(), files.end());
  CHECK(letter_languages() == files);
  CHECK(files == std::vector<std::string>{"en", "ky", "ru", "tg", "uz"});
  const auto english = all_texts(letter_texts("en"));
  for (const std::string& lang : files) {
    INFO(lang);
    const LetterTexts texts = letter_texts(lang);
    const auto own = all_texts(texts);
    REQUIRE(own.size() == english.size());
    for (std::size_t i = 0; i < own.size(); ++i) {
      INFO(own[i]);
      CHECK(placeholders(own[i]) == placeholders(english[i]));
      CHECK((lang == "en" || own[i] != english[i] || i == 0));  // dates may look alike
    }
    CHECK(std::set<std::string>(texts.months.begin(), texts.months.end()).size() == 12);
  }
}

TEST_CASE("letters: a file with a key too few, too many or of another type is refused") {
  const std::string good = file_of("en");
  CHECK_NOTHROW(parse_letter_texts("en", good));
  const auto changed = [&good](std::string_view from, std::string_view to) {
    std::string out = good;
    const std::size_t at = out.find(from);
    REQUIRE(at != std::string::npos);
    return out.replace(at, from.size(), to);
  };
  CHECK_THROWS_AS(parse_letter_texts("en", changed("\"cut\"", "\"cuts\"")), Failure);
  CHECK_THROWS_AS(parse_letter_texts("en", changed("\"title\": \"Invitation\"", "\"title\": 1")),
                  Failure);
  CHECK_THROWS_AS(parse_letter_texts("en", changed("\"Invitation\"", "\"\"")), Failure);
  CHECK_THROWS_AS(parse_letter_texts("en", changed("\"January\", ", "")), Failure);
  CHECK_THROWS_AS(parse_letter_texts("en", changed("{", "{\"more\": \"text\",")), Failure);
  CHECK_THROWS_AS(parse_letter_texts("en", "[]"), Failure);
  CHECK_THROWS_AS(letter_texts("xx"), Failure);
}

TEST_CASE("letters: all that a person needs stands in them, in every language and both formats") {
  for (const std::string& lang : letter_languages()) {
    INFO(lang);
    const LetterTexts texts = letter_texts(lang);
    for (const std::string& page :
         {letter_html(texts, kOffice, kLetter), letter_svg(texts, kOffice, kLetter)}) {
      CHECK(holds(page, kOffice.name));
      CHECK(holds(page, kOffice.url));
      CHECK(holds(page, "https://labour.example/stop"));
      CHECK(holds(page, kLetter.reference));
      CHECK(holds(page, kLetter.stop));
      for (const char* word : {"coral", "ladder", "pepper", "sixty", "otter", "velvet"}) {
        CHECK(holds(page, word));
      }
      CHECK(holds(page, "2026"));
      CHECK(holds(page, texts.months[11]));
      CHECK_FALSE(holds(page,
                        "{"
                        "office}"));
      CHECK_FALSE(holds(page,
                        "{"
                        "date}"));
      CHECK_FALSE(holds(page,
                        "http://"
                        "www.example"));
      CHECK_FALSE(holds(page, "<script"));
      CHECK_FALSE(holds(page, texts.specimen));
    }
    LetterOffice training = kOffice;
    training.specimen = true;
    CHECK(holds(letter_html(texts, training, kLetter), texts.specimen));
  }
}

TEST_CASE("letters: the last day is a whole one") {
  CHECK(date_text(letter_texts("en"), last_day(kLetter.expires)) == "5 December 2026");
  CHECK(date_text(letter_texts("ru"), last_day(kLetter.expires)) ==
        "5 \u0434\u0435\u043a\u0430\u0431\u0440\u044f 2026 \u0433.");
  CHECK(date_text(letter_texts("uz"), last_day(kLetter.expires)) == "2026-yil 5-dekabr");
}

TEST_CASE("letters: the code in them reads back as the invitation") {
  const LetterTexts texts = letter_texts("en");
  CHECK(code_in_letter(letter_html(texts, kOffice, kLetter)) == kLetter.invitation);
  CHECK(code_in_letter(letter_svg(texts, kOffice, kLetter)) == kLetter.invitation);
  Letter other = kLetter;
  other.invitation = "WI1:SLKSPCN/E7D0X507H0QS00+0J61%H1CT1V+2";
  CHECK(code_in_letter(letter_html(texts, kOffice, other)) == other.invitation);
}

TEST_CASE("letters: an office's name is text, whatever it holds") {
  LetterOffice hostile = kOffice;
  hostile.name = "<b onclick='x'>&\"\x01\u202e</b><script>";
  for (const std::string& lang : letter_languages()) {
    const LetterTexts texts = letter_texts(lang);
    for (const std::string& page :
         {letter_html(texts, hostile, kLetter), letter_svg(texts, hostile, kLetter),
          sheet_head(texts, hostile)}) {
      CHECK(holds(page, "&lt;b onclick=&#39;x&#39;&gt;&amp;&quot;??&lt;/b&gt;&lt;script&gt;"));
      CHECK_FALSE(holds(page, "<b onclick"));
      CHECK_FALSE(holds(page, "<script"));
      CHECK_FALSE(holds(page, "\u202e"));
    }
  }
}

TEST_CASE("letters: what is filled in is not filled again") {
  CHECK(filled("{a} and {b}, {c}", {{"a", "{b}"}, {"b", "2"}}) == "{b} and 2, {c}");
  CHECK(filled("open {a", {{"a", "1"}}) == "open {a");
}

TEST_CASE("letters: a name without spaces is broken inside the page") {
  LetterOffice office = kOffice;
  office.name = std::string(96, 'm');
  const std::string page = letter_svg(letter_texts("en"), office, kLetter);
  CHECK_FALSE(holds(page, office.name));
  CHECK(holds(page, std::string(40, 'm')));
}
