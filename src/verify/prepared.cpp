// SPDX-License-Identifier: Apache-2.0
#include "verify/prepared.h"

#include <tuple>

#include "verify/prepared_format.h"
#include "whit/prepared.h"

namespace whit {
namespace {

using prepared::read_number;

// One row of a front, where it lies. `image` has it whole.
class RowView {
 public:
  RowView(Bytes image, std::size_t i) noexcept
      : row_(image.subspan(prepared::kRows + i * prepared::kRowSize, prepared::kRowSize)) {}

  // The numbers that rows are ordered by, in that order.
  std::uint64_t order() const noexcept {
    return read_number<4>(row_, 0) << 32 | read_number<1>(row_, prepared::kRowMedium) << 24 |
           read_number<1>(row_, prepared::kRowMedium + 1) << 16 |
           read_number<2>(row_, prepared::kRowVct);
  }
  std::uint64_t handles() const noexcept { return read_number<8>(row_, prepared::kRowHandles); }
  Hash hash() const noexcept { return Hash::from(row_.last(Hash::kSize)); }

 private:
  Bytes row_;
};

std::uint64_t order_of(const TableKey& key) noexcept {
  return std::uint64_t{key.day} << 32 | static_cast<std::uint64_t>(key.medium) << 24 | key.vct;
}

std::size_t tables_in(Bytes image) noexcept {
  return static_cast<std::size_t>(read_number<8>(image, prepared::kCount));
}

std::size_t front_size(std::size_t tables) noexcept {
  return prepared::kRows + tables * prepared::kRowSize;
}

}  // namespace

Status check_front(Bytes image, const Hash& head) noexcept {
  if (image.size() < prepared::kRows) return Errc::truncated;
  if (image.size() > kPreparedLimit) return Errc::too_large;
  if (!equal(image.first(prepared::kHead), prepared::kMagic)) return Errc::unknown_prefix;
  if (!equal(image.subspan(prepared::kHead, Hash::kSize), head.view())) return Errc::older_version;
  const std::uint64_t tables = read_number<8>(image, prepared::kCount);
  std::size_t left = image.size() - prepared::kRows;
  if (tables > left / prepared::kRowSize) return Errc::truncated;
  const Bytes front = image.first(front_size(tables_in(image)));
  const Bytes check = image.subspan(prepared::kCheck, Hash::kSize);
  if (!equal(prepared::front_hash(front).view(), check)) return Errc::not_canonical;
  left = image.size() - front.size();
  for (std::size_t i = 0; i < tables; ++i) {
    const RowView row(image, i);
    if (i > 0 && row.order() <= RowView(image, i - 1).order()) return Errc::not_ascending;
    if (row.handles() == 0) return Errc::out_of_range;
    if (row.handles() > left / Handle::kSize) return Errc::truncated;
    left -= static_cast<std::size_t>(row.handles()) * Handle::kSize;
  }
  if (left != 0) return Errc::trailing;
  return {};
}

std::optional<Bytes> find_prepared(Bytes image, const TableKey& key, std::size_t handles) noexcept {
  if (image.empty()) return std::nullopt;
  const std::size_t tables = tables_in(image);
  std::size_t start = front_size(tables);
  for (std::size_t i = 0; i < tables; ++i) {
    const RowView row(image, i);
    const std::size_t size = static_cast<std::size_t>(row.handles()) * Handle::kSize;
    if (row.order() == order_of(key)) {
      const Bytes table = image.subspan(start, size);
      if (row.handles() != handles || !(sha256(table) == row.hash())) return std::nullopt;
      return table;
    }
    start += size;
  }
  return std::nullopt;
}

Status Bundle::use_prepared(Bytes image) {
  WHIT_CHECK(check_front(image, head_hash_));
  if (tables_ != nullptr) tables_->set_prepared(image);
  return {};
}

}  // namespace whit
