// SPDX-License-Identifier: Apache-2.0
// The log's texts: notes and their keys, checkpoints, witness policies, proofs, paths of tiles.
#include "fuzz/fuzz.h"
#include "log/checkpoint.h"
#include "log/note.h"
#include "log/policy.h"
#include "log/proof.h"
#include "log/tile.h"

namespace whit::fuzz {

void run(Bytes input) {
  const std::string_view text = as_text(input);
  if (const auto key = parse_note_key(text)) must(format(*key) == text);
  if (const auto note = parse_note(text)) must(format(*note) == text);
  if (const auto checkpoint = parse_checkpoint(text)) must(format(*checkpoint) == text);
  if (const auto proof = parse_log_proof(text)) must(format(*proof) == text);
  if (const auto tile = parse_tile_path(text)) must(path(*tile) == text);
  if (const auto policy = parse_witness_policy(text)) {
    must(smallest_quorum(*policy) <= policy->witnesses.size());
  }
  if (!input.empty()) {
    const auto entries = parse_entry_bundle(input.subspan(1), input[0]);
    if (entries) must(entries->size() == input[0]);
  }
}

}  // namespace whit::fuzz
