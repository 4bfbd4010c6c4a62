// SPDX-License-Identifier: Apache-2.0
#include "trust/segment.h"

#include "base/cbor_reader.h"
#include "token/token_reader.h"

namespace whit {
namespace {

Result<std::vector<Seed>> read_seeds(cbor::Reader& in) {
  WHIT_TRY(const Bytes seeds, in.bytes());
  if (seeds.empty() || seeds.size() % Seed::kSize != 0) return in.fail(Errc::wrong_length);
  std::vector<Seed> out;
  out.reserve(seeds.size() / Seed::kSize);
  for (std::size_t at = 0; at < seeds.size(); at += Seed::kSize) {
    const Seed seed = Seed::from(seeds.subspan(at, Seed::kSize));
    if (!out.empty() && !(out.back() < seed)) return in.fail(Errc::not_ascending);
    out.push_back(seed);
  }
  return out;
}

}  // namespace

Result<std::vector<Withdrawals>> parse_segment(Bytes segment, Kind medium, Day day) {
  cbor::Reader in(segment);
  std::vector<Withdrawals> out;
  WHIT_TRY(const std::size_t groups, in.array());
  for (std::size_t i = 0; i < groups; ++i) {
    Withdrawals group{medium, day, 0, {}};
    WHIT_CHECK(in.expect_array(2));
    WHIT_TRY(group.vct, read_vct(in));
    WHIT_TRY(group.seeds, read_seeds(in));
    if (!out.empty() && group.vct <= out.back().vct) return in.fail(Errc::not_ascending);
    out.push_back(std::move(group));
  }
  WHIT_CHECK(in.expect_end());
  return out;
}

}  // namespace whit
