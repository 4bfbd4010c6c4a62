// SPDX-License-Identifier: Apache-2.0
// Pad keys, which a later header reveals: spec/log.md, 15.7.
#include <algorithm>
#include <numeric>

#include "audit/replay_work.h"

namespace whit::audit {
namespace {

constexpr Day kRevealedAfter = 60;

// Puts the pads of an epoch beside its rows. No counts: the issuer says that it needed none.
void take_pads(ReplayState& state, std::uint64_t epoch, const std::vector<std::uint64_t>& counts) {
  std::size_t i = 0;
  for (IssuedRow& row : state.issued) {
    if (row.epoch != epoch) continue;
    row.pads = i < counts.size() ? counts[i] : 0;
    row.pads_known = true;
    ++i;
  }
}

void judge_late(ReplayState& state, const EpochHeader& header, Docket& out) {
  for (OpenPads& open : state.open_pads) {
    const EpochRow* row = find_epoch(state, open.epoch);
    if (open.late || row == nullptr || row->day + kRevealedAfter > header.day) continue;
    open.late = true;
    out.add(Finding::late_pad_key,
            "of epoch " + std::to_string(open.epoch) + ", " + date(row->day));
  }
}

}  // namespace

void judge_pads(ReplayState& state, const EpochHeader& header, const Gathered& gathered,
                Docket& out) {
  for (const auto& [number, key] : header.pad_keys) {
    const auto is_its = [&, epoch = number](const OpenPads& open) { return open.epoch == epoch; };
    const auto open = std::find_if(state.open_pads.begin(), state.open_pads.end(), is_its);
    const auto counts = gathered.pads.find(number);
    if (open == state.open_pads.end() || counts == gathered.pads.end()) {
      out.add(Finding::bad_pad_key, "epoch " + std::to_string(number) + " waits for no pad key");
      continue;
    }
    state.open_pads.erase(open);
    const std::uint64_t pads =
        std::accumulate(counts->second.begin(), counts->second.end(), std::uint64_t{0});
    if (pads == 0 && !counts->second.empty()) {
      out.add(Finding::bad_pad_key, "of epoch " + std::to_string(number));
      continue;
    }
    take_pads(state, number, counts->second);
  }
  judge_late(state, header, out);
}

}  // namespace whit::audit
