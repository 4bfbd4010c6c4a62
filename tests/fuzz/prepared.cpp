// SPDX-License-Identifier: Apache-2.0
// Prepared images: any bytes, and a real image with bytes changed, under a front hash that fits or
// doesn't. Damage that is accepted hides no withdrawn handle; a forged front may, but reads nothing
// outside of the image.
#include "verify/prepared.h"

#include "crypto/hash.h"
#include "fuzz/fuzz.h"
#include "status/chain.h"
#include "status/handles.h"
#include "support/world.h"
#include "whit/prepared.h"

namespace whit::fuzz {
namespace {

using test::World;

enum class Mode : std::uint8_t { raw, changed, changed_and_sealed, kCount };
constexpr Seed kSeed = {{7}};
constexpr std::size_t kCheck = 48, kCount = 80, kRows = 88, kRowSize = 48;

const World& world() {
  static const World made([] {
    test::Options options;
    options.withdrawals = {{Kind::revocable, World::kToday, test::kPermit, {kSeed}},
                           {Kind::paper, World::kToday - 3, test::kStay, {Seed{{1}}, kSeed}}};
    return options;
  }());
  return made;
}

const ByteVector& real_image() {
  static const ByteVector made = Preparation(world().bundle(), World::kToday, 6000).take();
  return made;
}

// The real image, cut to a length that `input` begins with, and with one byte after another
// changed.
ByteVector changed(Bytes input) {
  ByteVector out = real_image();
  for (std::size_t at = 0; at + 3 <= input.size(); at += 3) {
    const std::size_t place = (input[at] + 256U * input[at + 1]) % out.size();
    if (at == 0 && (input[2] & 1) != 0) {
      out.resize(place + 1);
    } else {
      out[place] ^= input[at + 2];
    }
  }
  return out;
}

// Gives the front, as long as it says it is, the hash that fits.
void seal(ByteVector& image) {
  if (image.size() < kRows) return;
  const std::size_t tables = image[kCount] + 256U * image[kCount + 1];
  const std::size_t end = std::min(image.size(), kRows + tables * kRowSize);
  const Bytes front = Bytes(image).first(end);
  const Hash hash = sha256({front.first(kCheck), front.subspan(kCount)});
  std::copy(hash.bytes.begin(), hash.bytes.end(), image.begin() + kCheck);
}

struct Chain {
  Kind medium;
  Vct vct;
  Day from;
  std::size_t seeds;
};

void look_up(Bytes image, const Chain& chain, Mode mode) {
  for (Day day = World::kToday; day < World::kToday + 70; ++day) {
    const auto table = find_prepared(image, {chain.medium, chain.vct, day}, chain.seeds * 2);
    if (!table) continue;
    const HandleKey handles(ratchet_by(kSeed, day - chain.from));
    for (const std::uint64_t i : {0U, 1U, 2U}) {
      const bool held = holds(*table, handles.handle(i));
      must(held == (i < 2) || mode == Mode::changed_and_sealed);
    }
  }
}

}  // namespace

void run(Bytes input) {
  if (input.empty()) return;
  const auto mode = static_cast<Mode>(input[0] % static_cast<int>(Mode::kCount));
  ByteVector image(input.begin() + 1, input.end());
  if (mode != Mode::raw) image = changed(input.subspan(1));
  if (mode == Mode::changed_and_sealed) seal(image);
  if (!check_front(image, world().bundle().head_hash())) return;
  look_up(image, {Kind::revocable, test::kPermit, World::kToday, 1}, mode);
  look_up(image, {Kind::paper, test::kStay, World::kToday - 3, 2}, mode);
}

}  // namespace whit::fuzz
