// SPDX-License-Identifier: Apache-2.0
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdio>

#include "canvas.h"
#include "cli/qr/qr.h"
#include "cli/qr/reading.h"

namespace whit {
namespace {

using test::Buffer;
using test::whit_text;

GreyImage shown(const std::string& text, int scale) {
  const auto qr = make_qr(text);
  REQUIRE(qr.ok());
  return test::draw(*qr, scale);
}

PictureResult wait_for(Confined& child) {
  for (;;) {
    if (auto result = child.take()) return *result;
    pollfd ready{child.descriptor(), POLLIN, 0};
    REQUIRE(poll(&ready, 1, 20'000) == 1);
  }
}

PictureResult read_now(const Frame& frame) { return wait_for(*start_frame(frame)); }

// Rows of YUYV with a few bytes of padding, as cameras have them.
Buffer yuyv(const GreyImage& image, std::size_t stride) {
  Buffer out(stride * static_cast<std::size_t>(image.height), 0x80);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      out[static_cast<std::size_t>(y) * stride + 2 * static_cast<std::size_t>(x)] = image.row(y)[x];
    }
  }
  return out;
}

// A JPEG without its Huffman tables (segments ff c4), as Motion JPEG leaves them out.
Buffer without_tables(const Buffer& jpeg) {
  Buffer out(jpeg.begin(), jpeg.begin() + 2);
  std::size_t at = 2;
  while (jpeg[at + 1] != 0xda) {
    const std::size_t size = 2 + jpeg[at + 2] * std::size_t{256} + jpeg[at + 3];
    const auto segment = jpeg.begin() + static_cast<std::ptrdiff_t>(at);
    if (jpeg[at + 1] != 0xc4) {
      out.insert(out.end(), segment, segment + static_cast<std::ptrdiff_t>(size));
    }
    at += size;
  }
  out.insert(out.end(), jpeg.begin() + static_cast<std::ptrdiff_t>(at), jpeg.end());
  return out;
}

}  // namespace

TEST_CASE("a camera's frame reads in each of its formats", "[qr]") {
  const std::string text = whit_text(246);
  const GreyImage image = shown(text, 4);
  const auto width = static_cast<std::size_t>(image.width);
  const Buffer pairs = yuyv(image, 2 * width + 32);
  const Buffer jpeg = test::jpeg_file(image, 80);
  const Buffer bare = without_tables(jpeg);
  REQUIRE(bare.size() + 400 < jpeg.size());
  for (const Frame& frame :
       {Frame{FrameFormat::grey, image.width, image.height, width, image.pixels},
        Frame{FrameFormat::yuyv, image.width, image.height, 2 * width + 32, pairs},
        Frame{FrameFormat::mjpeg, image.width, image.height, 0, jpeg},
        Frame{FrameFormat::mjpeg, image.width, image.height, 0, bare}}) {
    const PictureResult result = read_now(frame);
    CHECK(result.outcome == PictureOutcome::found);
    CHECK(result.text == text);
  }
}

TEST_CASE("a frame smaller than it says is unreadable", "[qr]") {
  const Buffer few(100, 0);
  for (const Frame& frame :
       {Frame{FrameFormat::grey, 11, 10, 11, few}, Frame{FrameFormat::yuyv, 10, 10, 10, few},
        Frame{FrameFormat::grey, 10, 10, 9, few}, Frame{FrameFormat::grey, 10, 10, 0, few},
        Frame{FrameFormat::grey, -1, 10, 10, few}, Frame{FrameFormat::mjpeg, 10, 10, 0, few},
        Frame{FrameFormat::grey, 10, 10, 10, {}}}) {
    CHECK(read_now(frame).outcome == PictureOutcome::unreadable);
  }
  const Frame huge{FrameFormat::grey, 40000, 40000, 40000, few};
  CHECK(read_now(huge).outcome == PictureOutcome::too_large);
  const Frame exact{FrameFormat::grey, 10, 10, 10, few};
  CHECK(read_now(exact).outcome == PictureOutcome::no_code);
}

TEST_CASE("a picture is read from an open file without waiting", "[qr]") {
  const std::string text = whit_text(246);
  const Buffer file = test::png_file(shown(text, 4));
  std::FILE* stored = std::tmpfile();
  REQUIRE(std::fwrite(file.data(), 1, file.size(), stored) == file.size());
  std::fflush(stored);
  const auto child = start_file(fileno(stored));
  CHECK(wait_for(*child).text == text);

  REQUIRE(ftruncate(fileno(stored), static_cast<off_t>(file.size() / 2)) == 0);
  CHECK(wait_for(*start_file(fileno(stored))).outcome == PictureOutcome::unreadable);
  REQUIRE(ftruncate(fileno(stored), static_cast<off_t>(kMaxPictureBytes) + 1) == 0);
  CHECK(wait_for(*start_file(fileno(stored))).outcome == PictureOutcome::too_large);
  std::fclose(stored);
}

TEST_CASE("a reading that nobody wants any more ends at once", "[qr]") {
  const Buffer noise(std::size_t{4000} * 3000, 100);
  auto child = start_frame({FrameFormat::grey, 4000, 3000, 4000, noise});
  CHECK_FALSE(child->take());
  child.reset();
  CHECK(waitpid(-1, nullptr, WNOHANG) == -1);
}

}  // namespace whit
