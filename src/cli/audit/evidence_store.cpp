// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/evidence_store.h"

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "log/path.h"

namespace whit::cli {
namespace {

constexpr std::size_t kMostFiles = 100000;  // of one finding
constexpr std::size_t kMostProven = 200;    // findings of one run; the others are said without

}  // namespace

std::string keep_evidence(const StateFolder& folder, audit::Finding finding,
                          const Evidence& evidence) {
  const std::vector<std::uint8_t> bytes = encode(evidence);
  make_folder(folder.file("evidence"));
  const std::string front = folder.file("evidence/" + std::string(audit::name(finding)) + "-");
  for (std::size_t i = 1; i < kMostFiles; ++i) {
    const std::string path = front + std::to_string(i) + ".whit-evidence";
    if (!exists(path)) {
      write_file_atomic(path, bytes);
      return path;
    }
    if (read_file(path, kMaxEvidence) == bytes) return path;
  }
  throw Failure("too many files in " + printable(folder.file("evidence")));
}

std::vector<NoteKey> keys_known(const Pinned& pinned, std::uint64_t logs) {
  std::vector<NoteKey> out;
  for (std::uint64_t number = 1; number <= logs; ++number) {
    for (NoteKey& key : pinned.keys_of(number)) out.push_back(std::move(key));
  }
  for (const WitnessPolicy::Witness& witness : pinned.policy().witnesses) {
    out.push_back(witness.key);
  }
  return out;
}

audit::Found found_of(const Reported& reported) {
  audit::Found out;
  out.finding = reported.finding;
  out.log = reported.log;
  out.detail = reported.where;
  if (!reported.detail.empty()) out.detail += (out.detail.empty() ? "" : ": ") + reported.detail;
  return out;
}

audit::Desk desk_here(const Judged& judged, Copies& copies) {
  audit::Desk out;
  out.state = &judged.replay.state();
  out.archive = &copies;
  out.tree = [&copies](std::uint64_t log) -> TileReader* {
    CopiedLog* const copy = copies.find(log);
    return copy == nullptr ? nullptr : copy->reader.get();
  };
  out.note = [&copies](std::uint64_t log) -> std::string {
    const CopiedLog* const copy = copies.find(log);
    if (copy == nullptr) return {};
    const auto note = copy->files->get(kCheckpointPath, kMaxNoteSize);
    return note ? std::string(as_text(*note)) : std::string();
  };
  out.keys = keys_known(copies.pinned(), copies.logs().size());
  return out;
}

void prove_findings(const StateFolder& folder, const Ledger& ledger, const audit::Desk& desk,
                    const std::vector<audit::Found>& found, std::vector<Reported>& reported) {
  std::size_t proven = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (ledger.knows(reported[i]) || ++proven > kMostProven) continue;
    const auto evidence = audit::make_evidence(found[i], desk);
    reported[i].evidence =
        keep_evidence(folder, found[i].finding, evidence ? *evidence : audit::testimony(found[i]));
  }
}

}  // namespace whit::cli
