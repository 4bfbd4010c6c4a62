// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/memory.h"

#include <algorithm>

namespace whit::cli::gate {
namespace {

constexpr std::chrono::seconds kWindow{121};  // as ReplayWindow's, and the second that was begun
constexpr std::size_t kMost = 4096;           // more than come in two minutes

bool was_accepted(Verdict verdict) {
  return verdict == Verdict::valid || verdict == Verdict::document_not_compared;
}

}  // namespace

bool Memory::is_same_scan(const Hash& code, Verdict verdict, UnixTime now) {
  for (const Seen& seen : seen_) {
    if (!(seen.code == code) || seen.verdict != verdict) continue;
    if (now >= seen.first && now <= seen.first + kSameScan) return true;
  }
  if (seen_.size() == kMost) seen_.erase(seen_.begin(), seen_.begin() + kMost / 2);
  seen_.push_back({code, verdict, now, std::chrono::steady_clock::now()});
  return false;
}

UnixTime Memory::first_seen(const Hash& code) const {
  for (const Seen& seen : seen_) {
    if (seen.code == code && was_accepted(seen.verdict)) return seen.first;
  }
  return 0;
}

void Memory::drop_old(std::chrono::steady_clock::time_point now) {
  if (seen_.empty()) return;
  const auto is_old = [now](const Seen& seen) { return now - seen.at > kWindow; };
  if (is_old(seen_.back())) window_.forget();
  seen_.erase(std::remove_if(seen_.begin(), seen_.end(), is_old), seen_.end());
}

}  // namespace whit::cli::gate
