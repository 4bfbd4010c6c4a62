// SPDX-License-Identifier: Apache-2.0
// How a header follows the one before it: spec/log.md, 5.6 and 15.8.
#include <algorithm>

#include "audit/replay_work.h"

namespace whit::audit {
namespace {

void judge_place(const ReplayState& state, const EpochFront& front, const EpochHeader& header,
                 Docket& out) {
  const bool same_log = !state.epochs.empty() && state.epochs.back().log == front.log;
  const bool place_known = !same_log || !state.unchained;
  const std::uint64_t place = same_log ? state.epochs.back().end() : 0;
  if (header.index != front.begin || (place_known && front.begin != place)) {
    out.add(Finding::wrong_index, "its header says " + std::to_string(header.index) +
                                      ", it stands at " + std::to_string(front.begin));
  }
}

void judge_first(const EpochFront& front, const EpochHeader& header, Docket& out) {
  if (front.log > 1) return;  // the first of an auditor, not of the issuer
  if (header.number != 0) {
    out.add(Finding::header_gap, "the log begins with header " + std::to_string(header.number));
  } else if (!(header.previous == Hash{})) {
    out.add(Finding::broken_chain, "the first header names one before it");
  }
}

void judge_next(const EpochRow& last, const EpochHeader& header, Docket& out) {
  if (header.number != last.number + 1) {
    out.add(Finding::header_gap, "header " + std::to_string(header.number) + " follows header " +
                                     std::to_string(last.number));
  }
  if (!(header.previous == last.header)) {
    out.add(Finding::broken_chain,
            "it names another header before it than " + std::to_string(last.number));
  }
  if (header.day < last.day) {
    out.add(Finding::day_back, date(header.day) + " follows " + date(last.day));
  } else if (header.day - last.day > 1) {
    const Day first = last.day + 1, until = header.day - 1;
    out.add(Finding::missing_day,
            first == until ? date(first) : date(first) + " to " + date(until));
  }
}

}  // namespace

void judge_chain(ReplayState& state, const EpochFront& front, const EpochHeader& header,
                 Docket& out) {
  judge_place(state, front, header, out);
  if (state.unchained) return;
  if (state.epochs.empty()) {
    judge_first(front, header, out);
  } else {
    judge_next(state.epochs.back(), header, out);
  }
}

}  // namespace whit::audit
