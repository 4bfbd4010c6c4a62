// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "cli/audit/findings_text.h"
#include "cli/audit/proof_commands.h"
#include "cli/audit/state.h"
#include "cli/audit/token_file.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/progress.h"
#include "crypto/hash.h"
#include "log/entry.h"
#include "log/tile_reader.h"

namespace whit::cli {
namespace {

constexpr std::size_t kLargestEntry = 65535;
constexpr std::uint64_t kLeavesAtOnce = 64 * kTileWidth;

Hash parse_leaf(const std::string& text) {
  const auto bytes = hex::decode(text);
  if (!bytes || bytes->size() != Hash::kSize) {
    throw Failure(printable(text) + " is no leaf hash: 64 hexadecimal digits, lower case");
  }
  return Hash::from(*bytes);
}

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < 19 && text.find_first_not_of("0123456789") == text.npos;
}

Hash leaf_of_token(const std::string& file) {
  const std::vector<Hash> leaves = leaves_of_tokens(file).leaves;
  if (leaves.size() == 1) return leaves.front();
  throw Failure(leaves.empty() ? "no token there leaves an entry that can be computed"
                               : "there are several tokens in it",
                "--leaf HASH, as whit-audit leaf computes it");
}

// find_leaf reads all leaves: no server is told which one is wanted.
std::uint64_t find_leaf(TileReader& reader, const Hash& leaf) {
  Progress progress("look up", reader.size());
  for (std::uint64_t begin = 0; begin < reader.size(); begin += kLeavesAtOnce) {
    const std::uint64_t end = std::min(begin + kLeavesAtOnce, reader.size());
    const auto leaves = reader.leaves(begin, end);
    if (!leaves) {
      throw Failure(reader.culprit() + ": " + std::string(sentence(leaves.error().code)), "",
                    exit_of(audit::Class::corrupt));
    }
    for (std::size_t i = 0; i < leaves->size(); ++i) {
      if ((*leaves)[i] == leaf) return begin + i;
    }
    progress.at(end);
  }
  throw Failure("it is not in this tree of " + grouped(reader.size()) + " leaves", "",
                exit_of(audit::Class::unlogged));
}

void must_be_believed(const CheckedLog& log) {
  if (log.judged.believed()) return;
  throw Failure("checkpoint: " + std::string(audit::sentence(log.judged.finding)) +
                    (log.judged.detail.empty() ? "" : ": " + log.judged.detail),
                "", exit_of(audit::class_of(log.judged.finding)));
}

}  // namespace

Exit run_prove(const Common& common, const ProveOptions& options) {
  if (options.what.empty() == options.leaf.empty()) {
    throw Failure("what is to be proven?", "an index, a token's file, or --leaf HASH");
  }
  CheckedLog log = open_checked_log(options.which, common);
  must_be_believed(log);
  const Checkpoint& checkpoint = log.judged.cosigned.checkpoint;
  TileReader reader(*log.source, checkpoint.size, checkpoint.root);
  LogProof proof;
  if (is_number(options.what)) {
    proof.index = std::stoull(options.what);
  } else {
    proof.index = find_leaf(
        reader, options.leaf.empty() ? leaf_of_token(options.what) : parse_leaf(options.leaf));
  }
  const auto path = reader.prove_inclusion(proof.index);
  if (!path && path.error().code == Errc::out_of_range) {
    throw Failure("the tree has no leaf " + std::to_string(proof.index) + ", but " +
                  grouped(checkpoint.size) + " of them");
  }
  if (!path) {
    throw Failure(reader.culprit() + ": " + std::string(sentence(path.error().code)), "",
                  exit_of(audit::Class::corrupt));
  }
  proof.path = *path;
  proof.note = *parse_note(log.note);
  write_output(options.out, as_bytes(format(proof)));
  if (options.out != "-" && !common.json) {
    print("index " + grouped(proof.index) + " of " + grouped(checkpoint.size) + " in " +
          printable(checkpoint.origin) + " -> " + printable(options.out));
  }
  return Exit::yes;
}

Exit run_verify_proof(const Common& common, const VerifyProofOptions& options) {
  const int given = !options.entry.empty() + !options.leaf.empty() + !options.token.empty();
  if (given != 1) throw Failure("of what is it the proof?", "--entry FILE, --token FILE or --leaf");
  const auto text = read_file(options.proof, kMaxNoteSize);
  const auto proof = parse_log_proof(as_text(text));
  if (!proof) {
    throw Failure(printable(options.proof) + " is no .tlog-proof", "",
                  exit_of(audit::Class::unproven));
  }
  std::vector<NoteKey> keys = keys_in(options.which.keys);
  WitnessPolicy policy;
  if (!options.which.policy.empty()) policy = read_policy(options.which.policy);
  for (const WitnessPolicy::Log& log : policy.logs) {
    if (options.which.keys.empty()) keys.push_back(log.key);
  }
  if (keys.empty()) {
    const Pinned pinned = StateFolder(common.folder()).pinned();
    policy = pinned.policy();
    const auto said = parse_checkpoint(proof->note.text);
    for (std::uint64_t n = 1; said && keys.empty() && n < 1000; ++n) {
      if (pinned.origin_of(n) == said->origin) keys = pinned.keys_of(n);
    }
  }
  const JudgedNote judged = judge_note(format(proof->note), keys, policy, common.now());
  Hash leaf;
  if (!options.leaf.empty()) leaf = parse_leaf(options.leaf);
  if (!options.token.empty()) leaf = leaf_of_token(options.token);
  if (!options.entry.empty()) {
    static constexpr std::uint8_t kLeaf[] = {0x00};
    leaf = sha256({Bytes(kLeaf), Bytes(read_file(options.entry, kLargestEntry))});
  }
  if (!judged.believed()) {
    print("no: " + std::string(audit::sentence(judged.finding)) +
          (judged.detail.empty() ? "" : ": " + printable(judged.detail)));
    return exit_of(audit::class_of(judged.finding));
  }
  const Checkpoint& tree = judged.cosigned.checkpoint;
  if (!verify_inclusion(leaf, proof->index, tree.size, proof->path, tree.root)) {
    print("no: the path doesn't lead from this entry to the checkpoint's root");
    return exit_of(audit::Class::corrupt);
  }
  if (common.json) {
    print(nlohmann::json{{"origin", tree.origin},
                         {"size", tree.size},
                         {"index", proof->index},
                         {"witnesses", judged.witnesses},
                         {"newest", judged.newest}}
              .dump());
    return Exit::yes;
  }
  print("yes: entry " + grouped(proof->index) + " of " + grouped(tree.size) + " in " +
        printable(tree.origin) + ", signed by the log" +
        (judged.witnesses == 0 ? ", no known witness"
                               : ", seen by " + counted(judged.witnesses, "known witness") +
                                     ", last on " + format_time(judged.newest)));
  return Exit::yes;
}

}  // namespace whit::cli
