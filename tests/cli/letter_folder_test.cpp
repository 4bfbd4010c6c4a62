// SPDX-License-Identifier: Apache-2.0
// The folder of a bulk run: what stands in it when a run ends between two of its steps.
#include "cli/issuer/letter_folder.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <optional>

#include "cli/common/message.h"

using namespace whit;
using namespace whit::cli;
namespace fs = std::filesystem;

namespace {

// Place is an empty folder that goes with it.
class Place {
 public:
  Place() : path_((fs::temp_directory_path() / "whit-letters-XXXXXX").string()) {
    REQUIRE(::mkdtemp(path_.data()) != nullptr);
  }
  ~Place() { fs::remove_all(path_); }
  Place(const Place&) = delete;
  std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }
  std::string text(std::string_view name) const {
    if (!fs::exists(file(name))) return "-";
    if (fs::file_size(file(name)) == 0) return "";
    const auto bytes = read_file(file(name));
    return {bytes.begin(), bytes.end()};
  }

 private:
  std::string path_;
};

const std::vector<LetterFile> kFirst = {{"P-1", "page one", "111111", "<1>"},
                                        {"P-2", "page two", "222222", "<2>"}};
const std::vector<LetterFile> kSecond = {{"P-3", "page three", "333333", "<3>"}};

}  // namespace

TEST_CASE("letter folder: a whole run") {
  const Place place;
  {
    LetterFolder folder(place.file("letters/"));
    CHECK_FALSE(folder.interrupted());
    folder.begin("", "html", "<head>");
    folder.write(kFirst, 1000);
    folder.write(kSecond, 1000);
    folder.finish();
    CHECK(folder.pins() == place.file("pins-1.csv"));
    CHECK(folder.sheet() == place.file("letters/all-1.html"));
  }
  CHECK(place.text("pins-1.csv") == "reference,pin\nP-1,111111\nP-2,222222\nP-3,333333\n");
  CHECK(place.text("letters/all-1.html") == "<head><1><2><3>");
  CHECK(place.text("letters/P-2.html") == "page two");
  CHECK(place.text("letters/.unfinished") == "-");
  for (const char* name : {"pins-1.csv", "letters/P-1.html", "letters/all-1.html"}) {
    CHECK((fs::status(place.file(name)).permissions() & fs::perms::all) ==
          (fs::perms::owner_read | fs::perms::owner_write));
  }
}

TEST_CASE("letter folder: what never became valid is taken back, and the run goes on") {
  const Place place;
  {
    LetterFolder folder(place.file("letters"));
    folder.begin("", "html", "<head>");
    folder.write(kFirst, 1000);
    folder.write(kSecond, 1000);
  }  // killed before its commit
  {
    LetterFolder folder(place.file("letters"));
    REQUIRE(folder.interrupted());
    CHECK(folder.interrupted()->references == std::vector<std::string>{"P-3"});
    CHECK(folder.interrupted()->expires == 1000);
    folder.take_back();
    CHECK_FALSE(folder.interrupted());
    CHECK(place.text("letters/P-3.html") == "-");
    CHECK(place.text("letters/P-1.html") == "page one");
    CHECK(place.text("pins-1.csv") == "reference,pin\nP-1,111111\nP-2,222222\n");
    CHECK(place.text("letters/all-1.html") == "<head><1><2>");
    folder.begin("", "html", "<head>");
    folder.write({{"P-3", "another page", "444444", "<4>"}}, 2000);
    folder.finish();
  }
  CHECK(place.text("pins-1.csv") == "reference,pin\nP-1,111111\nP-2,222222\nP-3,444444\n");
  CHECK(place.text("letters/all-1.html") == "<head><1><2><4>");
  CHECK(place.text("pins-2.csv") == "-");
}

TEST_CASE("letter folder: what became valid stays") {
  const Place place;
  {
    LetterFolder folder(place.file("letters"));
    folder.begin(place.file("secret.csv"), "svg", "");
    folder.write(kFirst, 1000);
  }  // killed behind its commit
  LetterFolder folder(place.file("letters"));
  REQUIRE(folder.interrupted());
  folder.keep();
  folder.begin(place.file("secret.csv"), "svg", "");
  folder.write(kSecond, 2000);
  folder.finish();
  CHECK(place.text("secret.csv") == "reference,pin\nP-1,111111\nP-2,222222\nP-3,333333\n");
  CHECK(place.text("letters/P-1.svg") == "page one");
  CHECK(folder.sheet().empty());
}

TEST_CASE("letter folder: killed inside the first batch leaves nothing behind") {
  const Place place;
  {
    LetterFolder folder(place.file("letters"));
    folder.begin("", "html", "<head>");
    folder.write(kFirst, 1000);
  }
  fs::resize_file(place.file("pins-1.csv"), 17);  // in the middle of a line
  LetterFolder folder(place.file("letters"));
  folder.take_back();
  CHECK(place.text("pins-1.csv").empty());
  folder.begin("", "html", "<head>");
  folder.write(kSecond, 1000);
  CHECK(place.text("pins-1.csv") == "reference,pin\nP-3,333333\n");
}

TEST_CASE("letter folder: no file of PINs is written over") {
  const Place place;
  for (int run = 1; run <= 2; ++run) {
    LetterFolder folder(place.file("letters"));
    folder.begin("", "html", "<head>");
    folder.write(kFirst, 1000);
    folder.finish();
    CHECK(folder.pins() == place.file("pins-" + std::to_string(run) + ".csv"));
    CHECK(folder.sheet() == place.file("letters/all-" + std::to_string(run) + ".html"));
  }
  LetterFolder folder(place.file("letters"));
  CHECK_THROWS_AS(folder.begin(place.file("pins-1.csv"), "html", "<head>"), Failure);
}

TEST_CASE("letter folder: a batch that can't be written is taken back at once") {
  const Place place;
  LetterFolder folder(place.file("letters"));
  folder.begin("", "html", "<head>");
  fs::create_directory(place.file("letters/P-2.html"));  // in the way
  CHECK_THROWS_AS(folder.write(kFirst, 1000), Failure);
  CHECK(place.text("letters/P-1.html") == "-");
  CHECK(place.text("pins-1.csv") == "-");
}
