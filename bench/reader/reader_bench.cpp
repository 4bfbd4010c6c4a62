// SPDX-License-Identifier: Apache-2.0
// How many distorted codes each reader reads to the letter: the figures of doc/reading-codes.md.
//
//   reader_bench [--count N] [--pixels P]... [--reader NAME]... [--scenes] [--others]
//
// N pictures (default 5) of each scene and size, at P camera pixels a module (2, 2.5, 3 and 4).
// Times are processor times. --scenes gives a line for each scene; --others measures pairs, changed
// and large pictures instead.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "cli/qr/detect.h"
#include "qr/mix.h"
#include "reader/others.h"
#include "reader/readers.h"

namespace whit::bench {
namespace {

using test::kSizes;
using test::scenes;

Codes whit(const GreyImage& image) { return find_codes(image); }
Codes whit_quick(const GreyImage& image) { return find_codes(image, Effort::quick); }

constexpr Candidate kCandidates[] = {{"whit", whit},   {"whit-quick", whit_quick},
                                     {"zxing", zxing}, {"zxing-enlarged", zxing_enlarged},
                                     {"zbar", zbar},   {"zbar-enlarged", zbar_enlarged}};

struct Options {
  unsigned count = 5;
  std::vector<double> pixels;
  std::vector<Candidate> readers;
  bool by_scene = false, others = false;
};

struct Tally {
  unsigned pictures = 0, read = 0, wrong = 0;
  std::vector<double> milliseconds;

  void add(const Codes& codes, const std::string& text, double took) {
    ++pictures;
    milliseconds.push_back(took);
    if (codes.size() == 1 && codes.front() == text) ++read;
    if (std::any_of(codes.begin(), codes.end(), [&](auto& code) { return code != text; })) ++wrong;
  }
  void add(const Tally& other) {
    pictures += other.pictures;
    read += other.read;
    wrong += other.wrong;
    milliseconds.insert(milliseconds.end(), other.milliseconds.begin(), other.milliseconds.end());
  }
};

double share_of(const Tally& tally) { return 100.0 * tally.read / tally.pictures; }

double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

void print(const char* name, const std::array<Tally, kSizes.size()>& sizes) {
  Tally all;
  std::printf("  %-20s", name);
  for (const Tally& tally : sizes) {
    std::printf(" %6.1f", share_of(tally));
    all.add(tally);
  }
  std::printf("   %6.1f %%  wrong %u of %u  %5.0f ms, %5.0f ms at 95 %%\n", share_of(all),
              all.wrong, all.pictures, percentile(all.milliseconds, 0.5),
              percentile(all.milliseconds, 0.95));
  std::fflush(stdout);
}

using Row = std::array<Tally, kSizes.size()>;

void measure(const Options& options, double pixels) {
  std::vector<std::array<Row, test::kScenes>> rows(options.readers.size());
  for (std::size_t s = 0; s < test::kScenes; ++s) {
    for (std::size_t z = 0; z < kSizes.size(); ++z) {
      for (unsigned i = 0; i < options.count; ++i) {
        const test::Picture picture = picture_of(scenes()[s], kSizes[z], pixels, i);
        for (std::size_t r = 0; r < options.readers.size(); ++r) {
          const std::clock_t start = std::clock();
          const Codes codes = options.readers[r].read(picture.image);
          const double took = 1000.0 * static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
          rows[r][s][z].add(codes, picture.text, took);
        }
      }
    }
  }
  for (std::size_t r = 0; r < options.readers.size(); ++r) {
    Row total{};
    std::printf("%s at %.1f pixels a module\n", options.readers[r].name, pixels);
    for (std::size_t s = 0; s < test::kScenes; ++s) {
      if (options.by_scene) print(scenes()[s].name, rows[r][s]);
      for (std::size_t z = 0; z < kSizes.size(); ++z) total[z].add(rows[r][s][z]);
    }
    print("all", total);
  }
}

Options parse(int argc, char** argv) {
  Options out;
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    if (option == "--scenes") out.by_scene = true;
    if (option == "--others") out.others = true;
    if (option == "--scenes" || option == "--others") continue;
    if (i + 1 == argc) std::exit(3);
    const char* value = argv[++i];
    if (option == "--count") out.count = static_cast<unsigned>(std::atoi(value));
    if (option == "--pixels") out.pixels.push_back(std::atof(value));
    if (option == "--reader") {
      for (const Candidate& one : kCandidates) {
        if (std::strcmp(one.name, value) == 0) out.readers.push_back(one);
      }
    }
  }
  if (out.pixels.empty()) out.pixels = {2, 2.5, 3, 4};
  if (out.readers.empty()) out.readers.assign(std::begin(kCandidates), std::end(kCandidates));
  return out;
}

}  // namespace
}  // namespace whit::bench

int main(int argc, char** argv) {
  const whit::bench::Options options = whit::bench::parse(argc, argv);
  if (!options.others) {
    for (const double pixels : options.pixels) whit::bench::measure(options, pixels);
    return 0;
  }
  for (const whit::bench::Candidate& reader : options.readers) {
    whit::bench::measure_pairs(reader, options.count);
    whit::bench::measure_changed(reader, options.count);
    whit::bench::measure_large(reader);
  }
}
