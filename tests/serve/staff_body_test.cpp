// SPDX-License-Identifier: Apache-2.0
// Bodies, queries and texts that come from outside.
#include <catch2/catch.hpp>

#include "serve/date_text.h"
#include "serve/json_body.h"
#include "serve/page_form.h"
#include "serve/page_html.h"
#include "serve/page_text.h"
#include "serve/staff_house.h"

namespace whit {
namespace {

using namespace test;
using Kind = JsonFault::Kind;

Kind kind_of(std::string_view body) {
  JsonObject out;
  return read_json_object(body, out).kind;
}

std::string repeated(std::string_view what, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += what;
  return out;
}

TEST_CASE("a JSON body is one flat object of texts and numbers", "[json]") {
  JsonObject out;
  REQUIRE(read_json_object(R"( {"a":"x\u0416","b":18446744073709551615,"":""} )", out).kind ==
          Kind::none);
  CHECK(out["a"].text == "x\xd0\x96");
  CHECK(out["b"].type == JsonValue::Type::number);
  CHECK(out["b"].number == 18446744073709551615U);
  CHECK(kind_of("{}") == Kind::none);
  CHECK(kind_of("[]") == Kind::not_object);
  CHECK(kind_of("\"text\"") == Kind::not_object);
  CHECK(kind_of("7") == Kind::not_object);
  CHECK(kind_of("null") == Kind::not_object);
  CHECK(kind_of(R"({"a":{}})") == Kind::nested);
  CHECK(kind_of(R"({"a":[]})") == Kind::nested);
  CHECK(kind_of(R"({"a":"1","a":"1"})") == Kind::duplicate);
  CHECK(kind_of(R"({"a":"1","\u0061":"2"})") == Kind::duplicate);
  for (const char* value : {"true", "null", "-1", "1.0", "1e3", "18446744073709551616"}) {
    CAPTURE(value);
    CHECK(kind_of("{\"a\":" + std::string(value) + "}") == Kind::type);
  }
  for (const char* body : {"", "{", "{\"a\"}", "{\"a\":1,}", "{}x", "{}{}", "{'a':1}", "{\"a\":01}",
                           "{\"a\":\"\x01\"}", "{\"a\":\"\xff\"}", "{\"a\":\"\\ud800\"}"}) {
    CAPTURE(body);
    CHECK(kind_of(body) == Kind::syntax);
  }
}

TEST_CASE("a JSON body that nests or grows is refused at once", "[json]") {
  CHECK(kind_of(repeated("[", 10000)) == Kind::not_object);
  CHECK(kind_of(repeated("{\"a\":", 10000)) == Kind::nested);
  CHECK(kind_of("{\"a\":\"" + std::string(kMaxJsonBody, 'x') + "\"}") == Kind::too_large);
  std::string many = "{\"0\":0";
  for (std::size_t i = 1; i <= kMaxJsonMembers; ++i) {
    many += ",\"" + std::to_string(i) + "\":0";
  }
  CHECK(kind_of(many + "}") == Kind::too_large);
}

TEST_CASE("what JSON says is UTF-8 and nothing ends a string early", "[json]") {
  CHECK(json_quoted("a\"b\\c\n\x7f") == R"("a\"b\\c\u000a\u007f")");
  CHECK(json_quoted("\xd0\x96\xff\xc0\xaf\xe2\x82") == "\"\xd0\x96?????\"");
  JsonOut out;
  CHECK(out.text("a", "\"").number("b", 7).yes_no("c", true).done() ==
        R"({"a":"\"","b":7,"c":true})");
}

TEST_CASE("the API refuses bodies that aren't exactly what it takes", "[staff-api]") {
  StaffHouse house;
  house.account("desk", kDeskRole);
  const std::string token = house.token("desk");
  const auto end = [&](const std::string& body) {
    return house.post("people/P-1/end", token, body);
  };
  CHECK(end(R"({"fact":"tax-current","fact":"tax-current"})").has("\"bad_json\""));
  CHECK(end("{\"fact\":").has("bad_json at "));
  CHECK(end(repeated("[", 10000)).status == 400);
  CHECK(end(repeated("{\"fact\":", 10000)).status == 400);
  CHECK(end(R"({"fact":65005})").status == 400);
  CHECK(end(R"({"fact":["tax-current"]})").status == 400);
  CHECK(end(R"({"fact":"tax-current","force":"yes"})").status == 400);
  CHECK(end(R"({"reason":"decision"})").status == 400);
  CHECK(end(R"({"fact":"tax-current","reason":"<script>"})").status == 400);
  CHECK(end(R"({"fact":"no-such-fact"})").status == 404);
  CHECK(end("").status == 400);
  CHECK(house.post("people/P-1/invite", token, R"({"why":"x"})").status == 400);
  CHECK(house.listener
            .ask("POST", "/staff/v1/people/P-1/end", "Authorization: Bearer " + token + "\r\n",
                 "application/x-www-form-urlencoded", "fact=tax-current")
            .status == 415);
  CHECK(house.get("people/P-1", token).has(R"({"fact":"tax-current","ended":false})"));
  CHECK(house.journal("end").empty());
}

TEST_CASE("forms are read strictly", "[pages]") {
  const Form form = Form::parse("a=1+2%2B3&b=%D0%96&c&&d=");
  REQUIRE(form.good());
  CHECK(form["a"] == "1 2+3");
  CHECK(form["b"] == "\xd0\x96");
  CHECK(form["c"].empty());
  CHECK(form["e"].empty());
  CHECK(Form::parse("").good());
  for (const char* bad : {"a=1&a=2", "a=%", "a=%4", "a=%4g", "a=%ff", "a=%00", "%zz=1"}) {
    CAPTURE(bad);
    const Form broken = Form::parse(bad);
    CHECK_FALSE(broken.good());
    CHECK(broken["a"].empty());
  }
  CHECK_FALSE(Form::parse("a=" + std::string(kMaxForm, 'x')).good());
  std::string many;
  for (std::size_t i = 0; i <= kMaxFormFields; ++i) many += "f" + std::to_string(i) + "=1&";
  CHECK_FALSE(Form::parse(many).good());
  const std::string hard = "a&b=c%d e/\xd0\x96";
  CHECK(Form::parse("x=" + url_encoded(hard))["x"] == hard);
}

TEST_CASE("text never becomes markup", "[pages]") {
  CHECK(escape("<script>\"'&") == "&lt;script&gt;&quot;&#39;&amp;");
  CHECK(escape("a\nb\tc\rd\x01") == "a\nb\tc?d?");
  CHECK(escape("\xd0\x96 \xff\xc0\xbc \xed\xa0\x80") == "\xd0\x96 ??? ???");
  Html html;
  html << "<p>"_m << std::string_view("<b>") << std::uint64_t{7} << "</p>"_m;
  CHECK(html.text() == "<p>&lt;b&gt;7</p>");
}

TEST_CASE("the language is the one asked for, or the one liked best", "[pages]") {
  const EmbeddedFile files[] = {
      {"en.json", R"({"a":"one {b}"})"}, {"style.css", "x"}, {"ru.json", R"({"a":"{b} two {b}"})"}};
  const Languages languages{files};
  REQUIRE(languages.all().size() == 2);
  const auto chosen = [&](std::string_view wanted, std::string_view accepted) {
    return languages.choose(wanted, accepted).code();
  };
  CHECK(chosen("", "") == "en");
  CHECK(chosen("ru", "en") == "ru");
  CHECK(chosen("xx", "ru") == "ru");
  CHECK(chosen("", "de, ru-RU;q=0.8, en;q=0.9") == "en");
  CHECK(chosen("", "de, RU-ru;q=0.95, en;q=0.9") == "ru");
  CHECK(chosen("", "ru;q=0") == "en");
  CHECK(chosen("", ";;q=,,,q=9;-") == "en");
  CHECK(languages.choose("ru", "")("a", {{"b", "<"}}) == "< two <");
}

TEST_CASE("days and times are written as the API has them", "[staff-api]") {
  CHECK(date_text(20779) == "2026-11-22");
  CHECK(date_text(0) == "1970-01-01");
  CHECK(date_text(19782) == "2024-02-29");
  CHECK(time_text(kNoon + 845) == "2026-11-22T12:14:05Z");
  CHECK(minute_text(kNoon + 845) == "2026-11-22 12:14");
}

}  // namespace
}  // namespace whit
