// SPDX-License-Identifier: Apache-2.0
// Making prepared images.
#include <algorithm>
#include <iterator>

#include "status/handles.h"
#include "verify/prepared_format.h"
#include "whit/prepared.h"

namespace whit {
namespace {

template <std::size_t N>
void write_number(std::uint64_t number, std::uint8_t* to) noexcept {
  for (std::size_t i = 0; i < N; ++i) to[i] = static_cast<std::uint8_t>(number >> (8 * i));
}

void write(Bytes bytes, std::uint8_t* to) noexcept { std::copy(bytes.begin(), bytes.end(), to); }

// How many days after tomorrow a token of this fact may end.
Day life_of(Kind medium, const CatalogueFact& fact) noexcept {
  return medium == Kind::paper ? fact.paper_life.value_or(0) : fact.horizon;
}

}  // namespace

Preparation::Preparation(const Bundle& bundle, Day today, std::size_t limit) : bundle_(&bundle) {
  for (const Kind medium : {Kind::revocable, Kind::paper}) {
    for (const CatalogueFact& fact : bundle.head().catalogue) add_line(medium, fact);
  }
  plan(today, std::min(limit, kPreparedLimit));
  end_ = prepared::kRows + rows_.size() * prepared::kRowSize;
  image_.resize(end_ + static_cast<std::size_t>(total_) * Handle::kSize);
}

void Preparation::add_line(Kind medium, const CatalogueFact& fact) {
  Line line;
  line.medium = medium;
  line.fact = &fact;
  for (const Withdrawals& group : bundle_->withdrawals()) {
    if (group.medium == medium && group.vct == fact.vct) line.groups.push_back(&group);
  }
  if (line.groups.empty()) return;
  std::sort(line.groups.begin(), line.groups.end(),
            [](const Withdrawals* a, const Withdrawals* b) { return a->day < b->day; });
  lines_.push_back(std::move(line));
}

void Preparation::plan(Day today, std::size_t limit) {
  std::sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) {
    return a.medium != b.medium ? a.medium < b.medium : a.fact->vct < b.fact->vct;
  });
  Day longest = 0;
  for (const Line& line : lines_) longest = std::max(longest, life_of(line.medium, *line.fact));
  std::size_t left = limit - std::min(limit, prepared::kRows);
  for (Day ahead = 0; ahead <= longest; ++ahead) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const Line& line = lines_[i];
      if (ahead > life_of(line.medium, *line.fact)) continue;
      std::size_t seeds = 0;
      for (const Withdrawals* group : line.groups) {
        if (group->day <= today + 1 + ahead) seeds += group->seeds.size();
      }
      const std::size_t handles = seeds * line.fact->per_day;
      const std::size_t size = prepared::kRowSize + handles * Handle::kSize;
      if (handles == 0 || size > left) continue;
      left -= size;
      total_ += handles;
      rows_.push_back({today + 1 + ahead, i, handles, {}});
    }
  }
}

void Preparation::move_to(Line& line, Day day) {
  ratchet_all(line.seeds, day - line.day);
  line.day = day;
  for (; line.taken < line.groups.size() && line.groups[line.taken]->day <= day; ++line.taken) {
    const Withdrawals& group = *line.groups[line.taken];
    const std::size_t first = line.seeds.size();
    line.seeds.insert(line.seeds.end(), group.seeds.begin(), group.seeds.end());
    ratchet_all(std::span<Seed>(line.seeds).subspan(first), day - group.day);
  }
}

bool Preparation::step() {
  if (made_ == rows_.size()) return false;
  Row& row = rows_[made_++];
  Line& line = lines_[row.line];
  move_to(line, row.day);
  std::vector<std::uint64_t> handles(static_cast<std::size_t>(row.handles));
  write_handles(line.seeds, line.fact->per_day, handles);
  const Bytes table(reinterpret_cast<const std::uint8_t*>(handles.data()),
                    handles.size() * Handle::kSize);
  row.hash = sha256(table);
  write(table, image_.data() + end_);
  end_ += table.size();
  done_ += row.handles;
  return true;
}

void Preparation::write_front() {
  std::uint8_t* const front = image_.data();
  write(prepared::kMagic, front);
  write(bundle_->head_hash().view(), front + prepared::kHead);
  write_number<8>(rows_.size(), front + prepared::kCount);
  std::uint8_t* at = front + prepared::kRows;
  for (const Row& row : rows_) {
    const Line& line = lines_[row.line];
    write_number<4>(row.day, at);
    at[prepared::kRowMedium] = static_cast<std::uint8_t>(line.medium);
    write_number<2>(line.fact->vct, at + prepared::kRowVct);
    write_number<8>(row.handles, at + prepared::kRowHandles);
    write(row.hash.view(), at + prepared::kRowHash);
    at += prepared::kRowSize;
  }
  const Bytes all(front, static_cast<std::size_t>(at - front));
  write(prepared::front_hash(all).view(), front + prepared::kCheck);
}

std::vector<std::uint8_t> Preparation::take() {
  while (step()) {
  }
  write_front();
  return std::move(image_);
}

}  // namespace whit
