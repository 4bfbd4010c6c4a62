// SPDX-License-Identifier: Apache-2.0
#include "whit/replay.h"

namespace whit {
namespace {

constexpr Seconds kMemory = 120;      // how long an accepted code is remembered
constexpr std::size_t kMost = 65536;  // beyond it nothing new is accepted

bool is_acceptable(Verdict verdict) noexcept {
  return verdict == Verdict::valid || verdict == Verdict::document_not_compared;
}

void mark_replayed(Report& report) noexcept {
  if (report.verdict == Verdict::specimen) {
    report.training = Verdict::replayed;
    return;
  }
  report.verdict = Verdict::replayed;
  for (std::size_t i = 0; i < report.count; ++i) {
    report.facts[i].verdict = Verdict::replayed;
    report.facts[i].value = {};
  }
}

}  // namespace

Report ReplayWindow::admit(Report report) {
  const bool training = report.verdict == Verdict::specimen && is_acceptable(report.training);
  if (!training && !is_acceptable(report.verdict)) return report;
  if (report.kind == Kind::paper) return report;  // one constant code, shown again and again
  const auto is_over = [&](const Seen& seen) { return seen.first + kMemory < report.now; };
  seen_.erase(std::remove_if(seen_.begin(), seen_.end(), is_over), seen_.end());
  for (const Seen& seen : seen_) {
    if (!(seen.holder == report.holder) || seen.signed_at != report.signed_at) continue;
    const bool same_scan = seen.proof == report.proof && report.now <= seen.first + kSameScan;
    if (!same_scan) mark_replayed(report);
    return report;
  }
  if (seen_.size() == kMost) {
    mark_replayed(report);
    return report;
  }
  seen_.push_back({report.holder, report.signed_at, report.proof, report.now});
  return report;
}

}  // namespace whit
