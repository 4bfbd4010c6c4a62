// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "cli/common/message.h"
#include "qr/canvas.h"
#include "watching.h"

namespace whit::cli::gate {
namespace {

using std::chrono::milliseconds;
using test::Buffer;
using test::Playground;
using test::Seen;
using test::Texts;
using test::whit_text;

constexpr milliseconds kLong{20'000}, kShort{400};

Buffer picture(unsigned seed) {
  return test::png_file(test::view(whit_text(246, seed), 400, 400, 4));
}

}  // namespace

TEST_CASE("pictures that come into a folder are read, those that are there are not", "[gate]") {
  const Playground place;
  place.write("old.png", picture(0));
  Folder folder(place.path());
  CHECK(folder.trouble().empty());
  Seen seen;
  run(folder, seen, 1, kShort);
  CHECK(seen.scans.empty());

  place.write("one.png", picture(1));
  place.move_in("two.jpg", test::jpeg_file(test::view(whit_text(246, 2), 400, 400, 4), 85));
  run(folder, seen, 2, kLong);
  CHECK(texts(seen) == Texts{whit_text(246, 1), whit_text(246, 2)});
  run(folder, seen, 3, kShort);
  CHECK(seen.scans.size() == 2);
  CHECK(std::filesystem::exists(place.file("one.png")));
  CHECK(std::filesystem::exists(place.file("two.jpg")));
}

TEST_CASE("a picture counts when its writer has closed it, and once", "[gate]") {
  const Playground place;
  Folder folder(place.path());
  Seen seen;
  const Buffer file = picture(3);
  std::FILE* slow = std::fopen(place.file("slow.png").c_str(), "wb");
  REQUIRE(std::fwrite(file.data(), 1, file.size() / 2, slow) == file.size() / 2);
  std::fflush(slow);
  run(folder, seen, 1, kShort);
  CHECK(seen.scans.empty());
  const std::size_t rest = file.size() - file.size() / 2;
  REQUIRE(std::fwrite(file.data() + file.size() / 2, 1, rest, slow) == rest);
  std::fclose(slow);
  run(folder, seen, 1, kLong);
  CHECK(texts(seen) == Texts{whit_text(246, 3)});

  std::fclose(std::fopen(place.file("slow.png").c_str(), "ab"));  // opened and left as it was
  run(folder, seen, 2, kShort);
  CHECK(seen.scans.size() == 1);
  place.write("slow.png", picture(4));  // the same name, another picture
  run(folder, seen, 2, kLong);
  CHECK(texts(seen).back() == whit_text(246, 4));
}

TEST_CASE("downloads in the making are passed over until they have their name", "[gate]") {
  const Playground place;
  Folder folder(place.path());
  Seen seen;
  for (const char* name : {".one.png.xyz", "one.png.part", "one.tmp", "one.crdownload"}) {
    place.write(name, picture(5));
  }
  run(folder, seen, 1, kShort);
  CHECK(seen.scans.empty());
  std::filesystem::rename(place.file("one.png.part"), place.file("one.png"));
  run(folder, seen, 1, kLong);
  CHECK(texts(seen) == Texts{whit_text(246, 5)});
}

TEST_CASE("what is no picture with one code is said, without its name", "[gate]") {
  const Playground place;
  Folder folder(place.path());
  Seen seen;
  const auto said = [&](auto make) {
    make();
    run(folder, seen, seen.scans.size() + 1, kLong);
    REQUIRE_FALSE(seen.scans.empty());
    CHECK(seen.scans.back().unreadable);
    CHECK(seen.scans.back().text.empty());
    return seen.scans.back().note;
  };
  CHECK(said([&] { place.write("menu.png", test::png_file(test::view("", 300, 300))); }) ==
        "no code in the picture; nearer, and without a reflection");
  GreyImage two = test::view(whit_text(132, 1), 800, 400, 4);
  test::paste(two, test::view(whit_text(132, 2), 300, 400, 4), 0, 0);
  CHECK(said([&] { place.write("two.png", test::png_file(two)); }) ==
        "2 codes in the picture; show one");
  CHECK(said([&] { place.write("letter.txt", as_bytes("dear office")); }) ==
        "not a picture, or a damaged one; PNG and JPEG can be read");
  const Buffer half = picture(6);
  CHECK(said([&] { place.write("cut.png", Bytes(half).first(half.size() / 2)); }) ==
        "not a picture, or a damaged one; PNG and JPEG can be read");
  CHECK(said([&] {
          place.write("large.png", half);
          std::filesystem::resize_file(place.file("large.png"), kMaxPictureBytes + 1);
          std::fclose(std::fopen(place.file("large.png").c_str(), "ab"));
        }) == "a picture larger than 16 MB or 40 megapixels; make smaller ones");
  CHECK(said([&] {
          REQUIRE(symlink("/etc/passwd", (place.path() + ".outside").c_str()) == 0);
          std::filesystem::rename(place.path() + ".outside", place.file("link.png"));
        }) == "what came into the folder is not a file that may be read");
  CHECK(said([&] {
          REQUIRE(mkfifo((place.path() + ".outside").c_str(), 0600) == 0);
          std::filesystem::rename(place.path() + ".outside", place.file("pipe.png"));
        }) == "what came into the folder is not a file that may be read");
}

TEST_CASE("a flood of pictures is bounded, and said", "[gate]") {
  const Playground place;
  Folder folder(place.path());
  Seen seen;
  for (int i = 0; i < 200; ++i) place.write(std::to_string(i), as_bytes("no picture"));
  run(folder, seen, 65, kLong);
  const Texts all = texts(seen);
  CHECK(all.front() == "too many pictures at once; some were left out, show the code again");
  run(folder, seen, 66, kShort);
  CHECK(seen.scans.size() == 65);
}

TEST_CASE("a folder that goes away is waited for", "[gate]") {
  const Playground place;
  const std::string inside = place.file("stick");
  std::filesystem::create_directory(inside);
  Folder folder(inside);
  Seen seen;
  std::filesystem::rename(inside, place.file("away"));
  run(folder, seen, 1, kShort);
  CHECK(folder.trouble() == "folder gone; bring it back (waiting)");
  std::filesystem::rename(place.file("away"), inside);
  run(folder, seen, 1, milliseconds(1500));
  CHECK(folder.trouble().empty());
  place.write("stick/one.png", picture(7));
  run(folder, seen, 1, kLong);
  CHECK(texts(seen) == Texts{whit_text(246, 7)});
}

TEST_CASE("what is no folder is refused at once", "[gate]") {
  CHECK_THROWS_AS(Folder("/nowhere/at/all"), Failure);
  CHECK_THROWS_AS(Folder("/etc/passwd"), Failure);
}

}  // namespace whit::cli::gate
