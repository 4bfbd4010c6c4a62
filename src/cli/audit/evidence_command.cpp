// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/evidence_command.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "audit/evidence.h"
#include "base/hex.h"
#include "cli/audit/checked_log.h"
#include "cli/audit/findings_text.h"
#include "cli/audit/state.h"
#include "cli/audit/trusted_keys.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "crypto/hash.h"

namespace whit::cli {
namespace {

using audit::Proof;
using audit::Verdict;

// add_trusted adds what a trust file says: its policy's witnesses, and the log keys that its root
// certifies in one of the heads that the evidence carries, or a root that follows from it there.
void add_trusted(const std::string& file, const Result<Evidence>& evidence, audit::Known& known) {
  const auto trust = parse_trust_file(read_file(file));
  if (!trust) throw Failure(printable(file) + ": " + std::string(sentence(trust.error().code)));
  auto policy = parse_witness_policy(trust->policy);
  if (policy) known.policy.emplace(*std::move(policy));
  if (!evidence) return;
  const std::vector<PublicKey> keys = known_keys(evidence->objects, *trust);
  for (const std::string& text : evidence->keys) {
    const auto named = parse_note_key(text);
    const bool certified = named && std::find(keys.begin(), keys.end(), named->key) != keys.end();
    const bool of_issuer = named && named->name.rfind(trust->origin, 0) == 0;
    if (certified && of_issuer) known.logs.push_back(*named);
  }
}

// add_pinned adds what the auditor's own folder pinned, where there is one.
void add_pinned(const Common& common, audit::Known& known) {
  const StateFolder folder(common.folder());
  if (!folder.is_made()) return;
  const Pinned pinned = folder.pinned();
  const std::uint64_t logs = std::max<std::uint64_t>(1, folder.followed().size());
  for (std::uint64_t number = 1; number <= logs; ++number) {
    for (NoteKey& key : pinned.keys_of(number)) known.logs.push_back(std::move(key));
  }
  known.policy.emplace(pinned.policy());
}

audit::Known known_of(const Common& common, const EvidenceOptions& options,
                      const Result<Evidence>& evidence) {
  audit::Known out;
  out.logs = keys_in(options.keys);
  if (!options.policy.empty()) {
    out.policy.emplace(read_policy(options.policy));
    for (const WitnessPolicy::Log& log : out.policy->logs) out.logs.push_back(log.key);
  }
  if (!options.trust.empty()) add_trusted(options.trust, evidence, out);
  if (options.keys.empty() && options.policy.empty() && options.trust.empty()) {
    add_pinned(common, out);
  }
  return out;
}

std::string word(Proof proof) {
  switch (proof) {
    case Proof::none:
      return "proves nothing";
    case Proof::testimony:
      return "testimony";
    case Proof::proven:
      return "proves";
  }
  return "";
}

void say(const Verdict& verdict) {
  print(printable(verdict.sentence));
  if (verdict.proof == Proof::none) return;
  if (verdict.proof == Proof::testimony) {
    print("that is what an auditor saw: nothing in the file makes it so for others");
  }
  for (const NoteKey& key : verdict.logs) print("rests on log key " + printable(format(key)));
  for (const NoteKey& key : verdict.witnesses) print("seen by witness " + printable(key.name));
  if (verdict.logs.empty()) return;
  print(verdict.logs_known ? "the log's key is one that you trust"
                           : "compare the log's key with the one that you trust, or give --vkey, "
                             "--policy or --trust");
  if (verdict.quorum) print("the witnesses are enough for your policy");
}

void say_json(const Verdict& verdict) {
  nlohmann::json logs = nlohmann::json::array(), witnesses = nlohmann::json::array();
  for (const NoteKey& key : verdict.logs) logs.push_back(format(key));
  for (const NoteKey& key : verdict.witnesses) witnesses.push_back(format(key));
  print(nlohmann::json{{"proof", word(verdict.proof)},
                       {"finding", audit::name(verdict.finding)},
                       {"class", static_cast<int>(audit::class_of(verdict.finding))},
                       {"sentence", verdict.sentence},
                       {"logs", logs},
                       {"witnesses", witnesses},
                       {"log_known", verdict.logs_known},
                       {"quorum", verdict.quorum}}
            .dump());
}

}  // namespace

Exit run_evidence_verify(const Common& common, const EvidenceOptions& options) {
  const auto file = read_file(options.file, kMaxEvidence);
  const auto evidence = parse_evidence(file);
  const audit::Known known = known_of(common, options, evidence);
  const Verdict verdict = audit::verify_evidence(file, known);
  common.json ? say_json(verdict) : say(verdict);
  if (verdict.proof == Proof::none) return Exit::no;
  if (verdict.proof == Proof::testimony) return Exit::cannot_tell;
  const bool given = !known.logs.empty();
  if (given && !verdict.logs_known) {
    if (!common.json) print("no: it isn't signed by a key that you trust");
    return exit_of(audit::Class::unproven);
  }
  return Exit::yes;
}

Exit run_evidence_show(const Common& common, const EvidenceOptions& options) {
  const auto file = read_file(options.file, kMaxEvidence);
  const auto evidence = parse_evidence(file);
  if (!evidence) throw Failure(printable(options.file) + " is no evidence", "", Exit::no);
  std::uint64_t entries = 0;
  for (const Evidence::Range& range : evidence->ranges) entries += range.entries.size();
  if (common.json) {
    print(nlohmann::json{{"finding", evidence->finding},
                         {"words", evidence->words},
                         {"keys", evidence->keys},
                         {"notes", evidence->notes},
                         {"entries", entries},
                         {"headers", evidence->headers.size()},
                         {"objects", evidence->objects.size()},
                         {"tokens", evidence->tokens.size()}}
              .dump());
    return Exit::yes;
  }
  print("finding  " + printable(evidence->finding));
  if (!evidence->words.empty()) print("words    " + printable(evidence->words));
  for (const std::string& key : evidence->keys) print("key      " + printable(key));
  for (const std::string& note : evidence->notes) {
    const JudgedNote said = unchecked_note(note);
    const Checkpoint& checkpoint = said.cosigned.checkpoint;
    print("tree     " + printable(checkpoint.origin) + ", size " + grouped(checkpoint.size) +
          ", root " + hex::encode(checkpoint.root.view()));
  }
  print("holds    " + counted(entries, "entry") + ", " +
        counted(evidence->headers.size(), "header") + ", " +
        counted(evidence->objects.size(), "object") + ", " +
        counted(evidence->tokens.size(), "token"));
  for (const auto& header : evidence->headers) {
    const auto parsed = parse_epoch_header(header);
    if (!parsed) continue;
    print("epoch    " + grouped(parsed->number) + ", " + format_date(midnight(parsed->day)) + ", " +
          grouped(parsed->entries) + " tokens and pads");
  }
  return Exit::yes;
}

}  // namespace whit::cli
