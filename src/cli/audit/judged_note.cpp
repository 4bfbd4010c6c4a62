// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/judged_note.h"

#include <algorithm>

#include "cli/common/message.h"

namespace whit::cli {
namespace {

using audit::Finding;

constexpr Seconds kFresh = 2 * kSecondsPerDay;

JudgedNote refused(Finding finding, std::string detail) {
  JudgedNote out;
  out.finding = finding;
  out.detail = std::move(detail);
  return out;
}

// judge_witnesses fills in who saw it, and when.
void judge_witnesses(JudgedNote& out, const Note& note, const WitnessPolicy& policy) {
  for (const WitnessPolicy::Witness& witness : policy.witnesses) {
    const Signed line = check_note(note, witness.key);
    if (line.check == NoteCheck::bad) {
      out.finding = Finding::bad_cosignature;
      out.detail = "witness " + printable(witness.name);
    }
    const bool good = line.check == NoteCheck::good;
    out.cosigned.seen.push_back(good ? line.time : 0);
    if (good) ++out.witnesses;
    if (good) out.newest = std::max(out.newest, line.time);
  }
}

}  // namespace

JudgedNote judge_note(std::string_view text, const std::vector<NoteKey>& keys,
                      const WitnessPolicy& policy, UnixTime now) {
  const auto note = parse_note(text);
  if (!note) return refused(Finding::bad_log_signature, "it is no signed note");
  auto checkpoint = parse_checkpoint(note->text);
  if (!checkpoint) return refused(Finding::bad_log_signature, "it is no checkpoint");
  if (keys.empty() || checkpoint->origin != keys.front().name) {
    return refused(Finding::wrong_origin, "it is of " + printable(checkpoint->origin));
  }
  if (!is_signed_by(*note, keys)) return refused(Finding::bad_log_signature, "");
  JudgedNote out;
  out.cosigned.checkpoint = *std::move(checkpoint);
  judge_witnesses(out, *note, policy);
  if (out.finding != Finding::none) return out;
  if (!meets_quorum(policy, out.cosigned.seen)) {
    out.finding = Finding::no_quorum;
    out.detail = std::to_string(out.witnesses) + " of " + std::to_string(policy.witnesses.size()) +
                 " witnesses";
  } else if (out.newest != 0 && out.newest + kFresh < now) {
    out.finding = Finding::stale;
    out.detail = "last seen by a witness " + std::to_string((now - out.newest) / 3600) + " h ago";
  }
  return out;
}

}  // namespace whit::cli
