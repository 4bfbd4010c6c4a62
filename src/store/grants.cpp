// SPDX-License-Identifier: Apache-2.0
#include "store/grants.h"

namespace whit {
namespace {

constexpr std::size_t kGrantSize = 14, kBlindSize = 7;

void put(ByteVector& out, std::uint64_t value, unsigned size) {
  for (unsigned i = size; i > 0; --i) {
    out.push_back(static_cast<std::uint8_t>(value >> (8 * (i - 1))));
  }
}

std::uint64_t get(Bytes bytes) noexcept {
  std::uint64_t out = 0;
  for (const std::uint8_t byte : bytes) out = out << 8 | byte;
  return out;
}

}  // namespace

ByteVector encode_grants(const std::vector<Grant>& grants) {
  ByteVector out;
  out.reserve(grants.size() * kGrantSize);
  for (const Grant& grant : grants) {
    put(out, static_cast<std::uint64_t>(grant.chain), 8);
    put(out, grant.day, 4);
    put(out, grant.first, 1);
    put(out, grant.count, 1);
  }
  return out;
}

Result<std::vector<Grant>> decode_grants(Bytes bytes) {
  if (bytes.size() % kGrantSize != 0) return Errc::storage_failed;
  std::vector<Grant> out;
  for (; !bytes.empty(); bytes = bytes.subspan(kGrantSize)) {
    out.push_back({static_cast<std::int64_t>(get(bytes.first(8))),
                   static_cast<Day>(get(bytes.subspan(8, 4))), bytes[12], bytes[13]});
  }
  return out;
}

ByteVector encode_blind(const std::vector<BlindCount>& granted) {
  ByteVector out;
  out.reserve(granted.size() * kBlindSize);
  for (const BlindCount& row : granted) {
    put(out, row.vct, 2);
    put(out, row.day, 4);
    put(out, row.count, 1);
  }
  return out;
}

Result<std::vector<BlindCount>> decode_blind(Bytes bytes) {
  if (bytes.size() % kBlindSize != 0) return Errc::storage_failed;
  std::vector<BlindCount> out;
  for (; !bytes.empty(); bytes = bytes.subspan(kBlindSize)) {
    out.push_back({static_cast<Vct>(get(bytes.first(2))),
                   static_cast<Day>(get(bytes.subspan(2, 4))), bytes[6]});
  }
  return out;
}

}  // namespace whit
