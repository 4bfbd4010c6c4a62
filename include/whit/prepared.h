// SPDX-License-Identifier: Apache-2.0
// Prepared images: what a checker works out of a bundle's withdrawals, worked out beforehand, so
// that a program that starts for one check needn't. Bundle::use_prepared takes them. The C
// interface hasn't them: it is for programs that stay, where each table is made once, and it keeps
// no pointer of its caller's.
//
// An image is a checker's own note to itself, kept beside its bundle and as trusted as that folder:
// it is never sent, and its format may change in any release. It holds the tables of withdrawn
// handles (spec/withdrawal.md, section 4) of the coming days, and has no pointers in it:
//
//     16  "whit/prepared/1" and a zero byte
//     32  SHA-256 of the head's payload
//     32  SHA-256 of the rest of the front: the 48 bytes above, the count and the rows
//      8  count of tables
//     48  for each table, ascending by the first three:
//           4 expiry day, 1 medium (1 phone, 4 paper), 1 zero, 2 vct, 8 count of handles >= 1,
//           32 SHA-256 of the table
//         the tables in the same order: 8 bytes a handle, ascending
//
// Numbers are little endian. Every SHA-256 is against damage, not against enemies.
#pragma once

#include <cstdint>
#include <vector>

#include "whit/bundle.h"

namespace whit {

inline constexpr std::size_t kPreparedLimit = 64'000'000;  // bytes of an image

// Preparation makes the image of a bundle, a table at a time: for tokens that live on the UTC day
// `today`, and as many days ahead as a fact's tokens reach, nearest days first, as far as `limit`
// bytes allow. `bundle` must outlive it.
class Preparation {
 public:
  Preparation(const Bundle& bundle, Day today, std::size_t limit = kPreparedLimit);

  // step makes the next table; false if there was none left to make.
  bool step();
  // total and done count handles.
  std::uint64_t total() const noexcept { return total_; }
  std::uint64_t done() const noexcept { return done_; }
  // take makes what is left, and is the image.
  std::vector<std::uint8_t> take();

 private:
  // Line is the seeds of one medium and fact, as they are on the day that is being made.
  struct Line {
    Kind medium = Kind::none;
    const CatalogueFact* fact = nullptr;
    std::vector<const Withdrawals*> groups;  // ascending by day
    std::size_t taken = 0;                   // of groups
    std::vector<Seed> seeds;
    Day day = 0;  // of seeds
  };
  struct Row {
    Day day = 0;
    std::size_t line = 0;
    std::uint64_t handles = 0;
    Hash hash;
  };
  void add_line(Kind medium, const CatalogueFact& fact);
  void plan(Day today, std::size_t limit);
  static void move_to(Line& line, Day day);
  void write_front();

  const Bundle* bundle_;
  std::vector<Line> lines_;  // ascending by medium and vct
  std::vector<Row> rows_;    // as they stand in the image
  std::size_t made_ = 0;     // of rows_
  std::vector<std::uint8_t> image_;
  std::size_t end_ = 0;  // of what is written of image_
  std::uint64_t total_ = 0, done_ = 0;
};

}  // namespace whit
