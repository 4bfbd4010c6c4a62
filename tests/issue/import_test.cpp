// SPDX-License-Identifier: Apache-2.0
#include "issue/import.h"

#include <catch2/catch.hpp>

#include "issue/import_line.h"
#include "issue/wallet.h"
#include "token/text_rules.h"

using namespace whit;
using namespace whit::test;

namespace {

struct Found final : ImportSink {
  Status row(ImportRow row) override {
    rows.push_back(std::move(row));
    return {};
  }
  void problem(LineProblem problem) override { problems.push_back(std::move(problem)); }
  std::vector<ImportRow> rows;
  std::vector<LineProblem> problems;
};

Found read(std::string_view file, ImportFormat format = ImportFormat::csv,
           std::size_t piece = 1000000) {
  const Issuing issuing = make_issuing();
  Found found;
  ImportReader reader(issuing, format, found);
  while (!file.empty()) {
    REQUIRE(reader.feed(as_bytes(file.substr(0, piece))).ok());
    file.remove_prefix(std::min(piece, file.size()));
  }
  REQUIRE(reader.finish().ok());
  return found;
}

// The reason that one line after a full header is refused for, with its number.
std::string reason(const std::string& line) {
  const Found found = read("subject,fact,value,from,until\n" + line + "\n");
  if (found.problems.size() != 1 || !found.rows.empty()) return "taken";
  CHECK(found.problems[0].line == 2);
  return found.problems[0].reason;
}

}  // namespace

TEST_CASE("a line of CSV becomes a fact with its window") {
  const Found found = read(
      "subject,fact,value,from,until\n"
      "P-0001,work-permit-valid,,2025-07-10,2033-07-04\n"
      "P-0001,work-permit-until,203307,,\n"
      "P-0001,visa-class,WORK,1970-01-01,1970-01-02\n");
  CHECK(found.problems.empty());
  REQUIRE(found.rows.size() == 3);
  CHECK(found.rows[0].line == 2);
  CHECK(found.rows[0].subject == "P-0001");
  CHECK(found.rows[0].fact.from == 20279);
  CHECK(found.rows[0].fact.until == 23195);
  CHECK(found.rows[1].fact.value.number == 203307);
  CHECK(found.rows[1].fact.from == 0);
  CHECK(found.rows[1].fact.until == kAlways);
  CHECK(found.rows[2].fact.value.text.view() == "WORK");
  CHECK(found.rows[2].fact.until == 1);
}

TEST_CASE("mark, CRLF, quotes, other column orders and a last line without end are fine") {
  const Found found = read(
      "\xef\xbb\xbf"
      "fact,\"subject\",value\r\n\"visa-class\",P-1,\"WORK\"\r\n\r\ntax-current,P-1,");
  CHECK(found.problems.empty());
  REQUIRE(found.rows.size() == 2);
  CHECK(found.rows[1].line == 4);
}

TEST_CASE("the size of the pieces doesn't matter") {
  const std::string file =
      "subject,fact,value\r\nP-1,visa-class,WORK\r\nP-1,tax-curent,\r\nP-2,tax-current,\r\n";
  for (std::size_t piece = 1; piece < file.size(); ++piece) {
    const Found found = read(file, ImportFormat::csv, piece);
    CHECK(found.rows.size() == 2);
    REQUIRE(found.problems.size() == 1);
    CHECK(found.problems[0].line == 3);
  }
}

TEST_CASE("every bad line is named with its reason") {
  CHECK(reason("P-1,work-permit-vaild,,,") ==
        "unknown fact \"work-permit-vaild\" (did you mean work-permit-valid?)");
  CHECK(reason("P-1,driving,,,") == "unknown fact \"driving\"");
  CHECK(reason("P-1,,,,") == "no fact is named");
  CHECK(reason("P-1,tax-current,,2027-02-30,") == "\"2027-02-30\" is not a date");
  CHECK(reason("P-1,tax-current,,,2027-13-01") == "\"2027-13-01\" is not a date");
  CHECK(reason("P-1,tax-current,,27-01-01,") == "\"27-01-01\" is not a date");
  CHECK(reason("P-1,tax-current,,2027-01-02,2027-01-01") ==
        "from 2027-01-02 is after until 2027-01-01");
  CHECK(reason("P-1,tax-current,YES,,") == "tax-current has no value, but here is \"YES\"");
  CHECK(reason("P-1,visa-class,,,") == "visa-class needs a value");
  CHECK(reason("P-1,visa-class,WROK,,") ==
        "\"WROK\" is not a value of visa-class (did you mean WORK?)");
  CHECK(reason("P-1,work-permit-until,202513,,") ==
        "\"202513\" is outside what work-permit-until allows, 202601 to 203512");
  CHECK(reason("P-1,work-permit-until,May,,") ==
        "\"May\" is not a number, as work-permit-until needs");
  CHECK(reason("P-1,work-permit-until,0203307,,") ==
        "\"0203307\" is not a number, as work-permit-until needs");
  CHECK(reason("-1,tax-current,,,") == "\"-1\" is not a subject reference");
  CHECK(reason(",tax-current,,,") == "\"\" is not a subject reference");
  CHECK(reason("P 1,tax-current,,,") == "\"P 1\" is not a subject reference");
  CHECK(reason("P-1,tax-current,,") == "4 columns where the first line names 5");
  CHECK(reason("P-1,tax-current,\",,") == "a quote isn't closed");
  CHECK(reason("\"P-1\"x,tax-current,,,") == "something follows a closing quote");
  CHECK(reason("P-1,document,L898902C3,,") ==
        "the value of document must read TYPE|STATE|NUMBER|YYYYMMDD");
  CHECK(reason("P-1,tax-current,\xcf\xf0\xe8\xe2\xe5\xf2,,") ==
        "not UTF-8 but Windows-1251: save the file as UTF-8");
  CHECK(reason("P-1,tax-current,caf\xe9,,") ==
        "not UTF-8 but Windows-1252 or Latin-1: save the file as UTF-8");
  CHECK(reason("P-1," + std::string(70000, 'x')) == "the line is longer than 65,536 bytes");
}

TEST_CASE("a second line for the same subject and fact names the first") {
  const Found found = read(
      "subject,fact,value\nP-1,visa-class,WORK\nP-2,visa-class,WORK\nP-1,tax-current,\n"
      "P-1,visa-class,STUDY\n");
  CHECK(found.rows.size() == 3);
  REQUIRE(found.problems.size() == 1);
  CHECK(found.problems[0].line == 5);
  CHECK(found.problems[0].reason == "P-1 already has visa-class from line 2");
}

TEST_CASE("a file whose first line can't be understood is refused whole, once") {
  const auto only_reason = [](std::string_view file) {
    const Found found = read(file);
    CHECK(found.rows.empty());
    REQUIRE(found.problems.size() == 1);
    return found.problems[0].reason;
  };
  CHECK(only_reason("subject,fact,colour\nP-1,tax-current,red\n") ==
        "unknown column \"colour\": the first line must name subject,fact,value,from,until");
  CHECK(only_reason("subject;fact;value\nP-1;tax-current;\n") ==
        "the columns are separated by semicolons or tabs: use commas");
  CHECK(only_reason("subject,value\nP-1,\n") == "column fact is missing");
  CHECK(only_reason("subject,fact,fact\nP-1,,\n") == "column fact stands twice");
  CHECK(only_reason(std::string_view("\xff\xfes\0u\0b\0\n\0", 10)) ==
        "the file is UTF-16: save it as UTF-8");
  CHECK(only_reason(std::string_view("s\0u\0b\0j\0\n\0P\0", 12)) ==
        "not UTF-8 but UTF-16: save the file as UTF-8");
}

TEST_CASE("JSON lines are flat objects of strings") {
  const auto json = [](std::string_view line) {
    const Found found = read(line, ImportFormat::json_lines);
    return found.problems.empty() ? "rows " + std::to_string(found.rows.size())
                                  : found.problems[0].reason;
  };
  CHECK(json(R"({"subject":"P-1","fact":"visa-class","value":"WORK","until":"2030-01-01"})") ==
        "rows 1");
  CHECK(json(R"( { "fact" : "tax-current" , "subject" : "P\u002d1" } )") == "rows 1");
  CHECK(json(R"({"subject":"P-1","fact":"visa-class","value":7})") ==
        "the value of value isn't a string at column 46");
  CHECK(json(R"({"subject":"P-1","fact":"tax-current","fact":"tax-current"})") ==
        "fact stands twice");
  CHECK(json(R"({"subject":"P-1","colour":"red"})") == "unknown name \"colour\"");
  CHECK(json(R"({"subject":"P-1")") == "a comma or a closing brace is missing at column 17");
  CHECK(json(R"({"subject":"P-1","fact":"tax-current"}x)") ==
        "something follows the object at column 39");
  CHECK(json(R"({"subject":"\ud800","fact":"tax-current"})").substr(0, 20) ==
        "the value of subject");
  CHECK(json(R"(["P-1"])") == "not a JSON object");
  CHECK(json("{}") == "\"\" is not a subject reference");
}

TEST_CASE("dates follow the calendar") {
  Day day = 0;
  CHECK(read_date("1970-01-01", day));
  CHECK(day == 0);
  CHECK(read_date("2000-02-29", day));
  CHECK(day == 11016);
  CHECK(read_date("2026-11-22", day));
  CHECK(day == kToday);
  CHECK(read_date("9999-12-31", day));
  CHECK(day == 2932896);
  for (const char* bad : {"1900-02-29", "2100-02-29", "2026-02-29", "2026-00-01", "2026-01-00",
                          "2026-04-31", "2026-1-01", "2026/01/01", "1969-12-31", "", "today"}) {
    INFO(bad);
    CHECK_FALSE(read_date(bad, day));
  }
}

TEST_CASE("a document text has three parts and a date of eight digits") {
  CHECK(is_document_text("P|UTO|L898902C3|19740812"));
  for (const char* bad : {"P|UTO|L898902C3|1974081", "p|UTO|L898902C3|19740812", "P|UTO|19740812",
                          "P||L898902C3|19740812", "P|UTO|L898902C3|19740812|",
                          "P|UTO|L 8|19740812", "P|UTO|L898902C3|1974081X"}) {
    INFO(bad);
    CHECK_FALSE(is_document_text(bad));
  }
}
