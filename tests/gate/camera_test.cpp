// SPDX-License-Identifier: Apache-2.0
// The camera against fake_camera.cpp, which stands in for the kernel.
#include "cli/verify/gate/camera.h"

#include <catch2/catch.hpp>
#include <cstdlib>

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

constexpr milliseconds kLong{20'000}, kShort{700}, kGone{3'000};

// A Stand is a place with the camera, plugged in.
struct Stand {
  explicit Stand(const std::string& formats) {
    setenv("WHIT_FAKE_CAMERA", place.path().c_str(), 1);
    place.write("formats", as_bytes(formats));
    show("", 640, 480);
    plug_in();
  }
  void plug_in() const { place.write("video0", as_bytes("here")); }
  void show(const std::string& text, int width, int height) const {
    place.move_in("view", test::view(text, width, height, 4).pixels);
  }
  std::string device() const { return place.file("video0"); }

  Playground place;
};

constexpr const char* kGrey = "GREY 640x480\n";

}  // namespace

TEST_CASE("the size nearest to 1280 x 720 is taken", "[gate]") {
  CHECK_FALSE(best_size({}));
  CHECK(best_size({{640, 480}, {1920, 1080}, {1280, 720}, {320, 240}}) == FrameSize{1280, 720});
  CHECK(best_size({{640, 480}, {1920, 1080}}) == FrameSize{640, 480});
  CHECK(best_size({{1280, 960}, {3840, 2160}}) == FrameSize{1280, 960});
}

TEST_CASE("a code before the camera counts once until it leaves or changes", "[gate]") {
  const Stand stand(kGrey);
  Camera camera(stand.device());
  CHECK(camera.trouble().empty());
  Seen seen;
  run(camera, seen, 1, kShort);
  CHECK(seen.scans.empty());

  stand.show(whit_text(246, 1), 640, 480);
  run(camera, seen, 1, kLong);
  CHECK(texts(seen) == Texts{whit_text(246, 1)});
  run(camera, seen, 2, kGone);  // it stays, for longer than it takes to be forgotten
  CHECK(seen.scans.size() == 1);

  stand.show(whit_text(246, 2), 640, 480);
  run(camera, seen, 2, kLong);
  CHECK(texts(seen).back() == whit_text(246, 2));

  stand.show("", 640, 480);
  run(camera, seen, 3, kGone);
  CHECK(seen.scans.size() == 2);
  stand.show(whit_text(246, 2), 640, 480);
  run(camera, seen, 3, kLong);
  CHECK(texts(seen) == Texts{whit_text(246, 1), whit_text(246, 2), whit_text(246, 2)});
}

TEST_CASE("two codes before the camera are said, once", "[gate]") {
  const Stand stand("GREY 640x480\n");
  Camera camera(stand.device());
  GreyImage two = test::view(whit_text(132, 1), 640, 480, 4);
  test::paste(two, test::view(whit_text(132, 2), 200, 480, 3), 0, 0);
  stand.place.move_in("view", two.pixels);
  Seen seen;
  run(camera, seen, 2, kGone);
  CHECK(texts(seen) == Texts{"2 codes in the picture; show one"});
}

TEST_CASE("a camera's YUYV and Motion JPEG read too", "[gate]") {
  const GreyImage image = test::view(whit_text(246, 3), 1280, 720, 4);
  Seen seen;
  {
    const Stand stand("MJPG 640x480\nYUYV 320x240 1280x720\n");
    Buffer pairs;
    for (const std::uint8_t pixel : image.pixels) pairs.insert(pairs.end(), {pixel, 0x80});
    stand.place.move_in("view", pairs);
    Camera camera(stand.device());
    run(camera, seen, 1, kLong);
  }
  const Stand stand("H264 1280x720\nMJPG 1280x720\nYUYV 320x240\n");
  stand.place.move_in("view", test::jpeg_file(image, 70));
  Camera camera(stand.device());
  run(camera, seen, 2, kLong);
  CHECK(texts(seen) == Texts{whit_text(246, 3), whit_text(246, 3)});
}

TEST_CASE("a frame that is cut short or no JPEG is passed over", "[gate]") {
  const Stand stand("MJPG 640x480\n");
  Camera camera(stand.device());
  Seen seen;
  const Buffer file = test::jpeg_file(test::view(whit_text(246, 4), 640, 480, 4), 70);
  stand.place.move_in("view", Bytes(file).first(file.size() / 3));
  run(camera, seen, 1, kShort);
  stand.place.move_in("view", Buffer(5000, 0xff));
  run(camera, seen, 1, kShort);
  CHECK(seen.scans.empty());
  stand.place.move_in("view", file);
  run(camera, seen, 1, kLong);
  CHECK(texts(seen) == Texts{whit_text(246, 4)});
}

TEST_CASE("a camera that is unplugged comes back", "[gate]") {
  const Stand stand(kGrey);
  Camera camera(stand.device());
  Seen seen;
  stand.place.remove("video0");
  run(camera, seen, 1, kShort);
  CHECK(camera.trouble() == "camera gone; plug it in (waiting)");
  stand.show(whit_text(246, 5), 640, 480);
  run(camera, seen, 1, kShort);
  CHECK(seen.scans.empty());
  stand.plug_in();
  run(camera, seen, 1, kLong);
  CHECK(camera.trouble().empty());
  CHECK(texts(seen) == Texts{whit_text(246, 5)});
}

TEST_CASE("a camera that isn't there yet, or is another's, is waited for", "[gate]") {
  const Stand stand(kGrey);
  stand.place.remove("video0");
  Camera camera(stand.device());
  CHECK(camera.trouble() == "no camera at " + stand.device() + "; plug it in (waiting)");
  stand.place.write("busy", as_bytes("yes"));
  stand.plug_in();
  Seen seen;
  run(camera, seen, 1, milliseconds(1500));
  CHECK(camera.trouble() == "another program has the camera; close it (waiting)");
  stand.place.remove("busy");
  stand.show(whit_text(246, 6), 640, 480);
  run(camera, seen, 1, kLong);
  CHECK(texts(seen) == Texts{whit_text(246, 6)});
}

TEST_CASE("a camera that falls silent is opened anew", "[gate]") {
  const Stand stand(kGrey);
  Camera camera(stand.device());
  Seen seen;
  stand.place.write("mute", as_bytes("yes"));
  run(camera, seen, 1, milliseconds(5500));
  CHECK(camera.trouble() == "camera gone; plug it in (waiting)");
  stand.place.remove("mute");
  stand.show(whit_text(246, 7), 640, 480);
  run(camera, seen, 1, kLong);
  CHECK(texts(seen) == Texts{whit_text(246, 7)});
}

TEST_CASE("what is no camera is refused at once", "[gate]") {
  CHECK_THROWS_AS(Camera("/etc/passwd"), Failure);
  CHECK_THROWS_AS(Camera("/tmp"), Failure);
  CHECK_THROWS_AS(Camera("/dev/null"), Failure);
  const Stand stand("H264 1280x720\n");
  CHECK_THROWS_AS(Camera(stand.device()), Failure);
}

}  // namespace whit::cli::gate
