// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "audit/crowd.h"
#include "audit/evidence_work.h"
#include "audit/head_check.h"
#include "audit/replay_work.h"
#include "base/hex.h"
#include "crypto/hash.h"
#include "log/text.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::audit {
namespace {

Finding finding_named(std::string_view text) noexcept {
  for (auto i = static_cast<unsigned>(Finding::unreachable);
       i <= static_cast<unsigned>(Finding::unlogged); ++i) {
    if (name(static_cast<Finding>(i)) == text) return static_cast<Finding>(i);
  }
  return Finding::none;
}

bool in(const std::vector<NoteKey>& keys, const NoteKey& key) noexcept {
  return std::any_of(keys.begin(), keys.end(), [&](const NoteKey& one) {
    return one.name == key.name && one.key == key.key && one.type == key.type;
  });
}

Sentence judge(const Shown& shown) {
  switch (shown.finding) {
    case Finding::fork:
    case Finding::split_view:
      return judge_fork(shown);
    case Finding::shrunk:
      return judge_shrunk(shown);
    case Finding::bad_key_list:
      return judge_history(shown);
    case Finding::second_blind_key:
    case Finding::unsound_key:
      return judge_blind_keys(shown);
    case Finding::repeated_entry:
      return judge_repeated_pair(shown);
    case Finding::unlogged:
      return judge_unlogged(shown);
    case Finding::late_epoch:
    case Finding::future_epoch:
      return judge_lateness(shown);
    default:
      break;
  }
  if (shown.finding >= Finding::wrong_size && shown.finding <= Finding::bad_nulls) {
    return judge_epoch(shown);
  }
  if (shown.finding >= Finding::header_gap && shown.finding <= Finding::late_pad_key) {
    return judge_history(shown);
  }
  return std::nullopt;
}

// A stranger can't make a second key for a log and show a fork of his own: each origin has one key,
// unless the reader knows all of them.
bool has_one_key(const Exhibits& exhibits) {
  for (const auto& a : exhibits.trees) {
    for (const auto& b : exhibits.trees) {
      if (a.checkpoint.origin == b.checkpoint.origin && a.key != b.key) return false;
    }
  }
  return true;
}

bool meets(const Exhibits& exhibits, const Exhibits::Tree& tree, const WitnessPolicy& policy) {
  std::vector<UnixTime> seen;
  for (const auto& witness : policy.witnesses) {
    UnixTime time = 0;
    for (const auto& line : tree.witnesses) {
      const NoteKey& key = exhibits.keys[line.key];
      if (key.name == witness.key.name && key.key == witness.key.key) time = line.time;
    }
    seen.push_back(time);
  }
  return meets_quorum(policy, seen);
}

void tell_keys(const Exhibits& exhibits, const Known& known, Verdict& out) {
  for (const NoteKey& key : exhibits.keys) {
    (key.type == NoteKeyType::cosignature ? out.witnesses : out.logs).push_back(key);
  }
  out.logs_known =
      !out.logs.empty() && std::all_of(out.logs.begin(), out.logs.end(),
                                       [&](const NoteKey& key) { return in(known.logs, key); });
  out.quorum =
      known.policy && !exhibits.trees.empty() &&
      std::all_of(exhibits.trees.begin(), exhibits.trees.end(),
                  [&](const Exhibits::Tree& tree) { return meets(exhibits, tree, *known.policy); });
}

// What the headers of a testimony count, which is no word of whoever testifies.
std::string counts_text(const Exhibits& exhibits) {
  constexpr std::size_t kMost = 4;  // rows; the finding is about one
  const auto rows = counted_in(exhibits);
  std::string out;
  for (std::size_t i = 0; i < std::min(rows.size(), kMost); ++i) {
    out += (i == 0 ? "; its headers count at least " : ", and ") + std::to_string(rows[i].tokens) +
           " of fact " + std::to_string(rows[i].vct) + ", expiry day " + date(rows[i].expires);
  }
  return out;
}

Verdict refuse(Finding finding, std::string why) {
  Verdict out;
  out.finding = finding;
  out.sentence = "not proven: " + std::move(why);
  return out;
}

}  // namespace

std::uint64_t Shown::log_number(std::size_t note) const {
  const std::string& text = origin(note);
  std::size_t at = text.size();
  while (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9') --at;
  const auto number = logtext::parse_decimal(std::string_view(text).substr(at));
  return number ? *number : 0;
}

std::string epoch_text(const Shown& shown, const Exhibits::Header& header) {
  std::string out = "epoch " + std::to_string(header.header.number);
  if (header.place) out += " of " + shown.origin(header.place->note);
  return out;
}

std::vector<ReadHead> heads_among(const std::vector<ByteVector>& objects) {
  std::vector<ReadHead> out;
  for (const ByteVector& object : objects) {
    const auto part = parse_signed(object, registry::kTypHead);
    auto head = part ? parse_head(part->sign1.payload) : Result<Head>(part.error());
    if (head) out.push_back({&object, sha256(part->sign1.payload), *std::move(head)});
  }
  return out;
}

bool objects_are_named(const Shown& shown) {
  std::vector<Hash> named;
  for (const auto& header : shown.exhibits.headers) {
    named.push_back(header.header.key_list);
    named.insert(named.end(), header.header.heads.begin(), header.header.heads.end());
  }
  std::size_t good = 0, strangers = 0;
  for (const ReadHead& one : heads_among(shown.evidence.objects)) {
    const bool known = std::find(named.begin(), named.end(), one.hash) != named.end();
    if (!is_signed_by_its_own(*one.object, one.head)) return false;
    ++(known ? good : strangers);
  }
  for (const ByteVector& object : shown.evidence.objects) {
    if (std::find(named.begin(), named.end(), sha256(object)) != named.end()) ++good;
  }
  // A head that no header names is what one finding is about.
  const std::size_t allowed = shown.finding == Finding::unlogged_head ? 1 : 0;
  return strangers <= allowed && good + strangers == shown.evidence.objects.size();
}

Verdict verify_evidence(Bytes file, const Known& known) {
  const auto evidence = parse_evidence(file);
  if (!evidence) return refuse(Finding::none, std::string(sentence(evidence.error().code)));
  const Finding finding = finding_named(evidence->finding);
  if (finding == Finding::none) return refuse(finding, "it names no finding");
  const auto exhibits = check_evidence(*evidence);
  if (!exhibits) return refuse(finding, std::string(sentence(exhibits.error().code)));
  const Shown shown{*evidence, *exhibits, finding};
  Verdict out;
  out.finding = finding;
  tell_keys(*exhibits, known, out);
  if (!evidence->words.empty()) {
    out.proof = Proof::testimony;
    out.sentence = "says, and can't prove: " + std::string(name(finding)) + ": " + evidence->words;
    if (finding == Finding::over_quota) out.sentence += counts_text(*exhibits);
    return out;
  }
  if (exhibits->trees.empty()) return refuse(finding, "it has no checkpoint");
  if (!has_one_key(*exhibits) && !out.logs_known) {
    return refuse(finding, "its checkpoints are of several keys");
  }
  const Sentence proven = finding == Finding::bad_header ? judge_bad_header(shown)
                          : objects_are_named(shown)     ? judge(shown)
                                                         : std::nullopt;
  if (!proven) return refuse(finding, "its exhibits don't show it");
  out.proof = Proof::proven;
  out.sentence = "proves: " + *proven;
  return out;
}

Evidence testimony(const Found& found) {
  Evidence out;
  out.finding = name(found.finding);
  out.words = "log " + std::to_string(found.log) + ", epoch " + std::to_string(found.epoch) +
              ", entry " + std::to_string(found.index) + ": " +
              (found.detail.empty() ? std::string(sentence(found.finding)) : found.detail);
  return out;
}

}  // namespace whit::audit
