// SPDX-License-Identifier: Apache-2.0
// The judges of evidence: each says what is proven, or nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/evidence.h"

namespace whit::audit {

// Sentence is what stands behind "proves: "; none where the exhibits don't show it.
using Sentence = std::optional<std::string>;

// Shown is checked evidence and what its parts say together.
struct Shown {
  const Evidence& evidence;
  const Exhibits& exhibits;
  Finding finding = Finding::none;

  // origin is the log of a note, log_number the number at its end; 0 where there is none.
  const std::string& origin(std::size_t note) const {
    return exhibits.trees[note].checkpoint.origin;
  }
  std::uint64_t log_number(std::size_t note) const;
};

Sentence judge_fork(const Shown& shown);           // fork, split_view
Sentence judge_epoch(const Shown& shown);          // wrong_size to bad_nulls
Sentence judge_bad_header(const Shown& shown);     // bad_header
Sentence judge_shrunk(const Shown& shown);         // shrunk
Sentence judge_bad_list(const Shown& shown);       // bad_key_list
Sentence judge_blind_keys(const Shown& shown);     // second_blind_key, unsound_key
Sentence judge_hidden_head(const Shown& shown);    // unlogged_head, where no header names it
Sentence judge_history(const Shown& shown);        // of headers, keys, heads, pad keys
Sentence judge_repeated_pair(const Shown& shown);  // repeated_entry
Sentence judge_unlogged(const Shown& shown);       // unlogged
Sentence judge_lateness(const Shown& shown);       // late_epoch, future_epoch

std::string epoch_text(const Shown& shown, const Exhibits::Header& header);

// is_consecutive tells whether the headers follow one another, and the last has its place.
bool is_consecutive(const Exhibits& exhibits);
// ReadHead is a head among the objects of evidence.
struct ReadHead {
  const ByteVector* object = nullptr;
  Hash hash;
  Head head;
};
std::vector<ReadHead> heads_among(const std::vector<ByteVector>& objects);
// has_newest_heads tells whether all heads of the last header that names any are among `heads`.
bool has_newest_heads(const Exhibits& exhibits, const std::vector<ReadHead>& heads);

// objects_are_named tells that a header names each object, and that heads are whole.
bool objects_are_named(const Shown& shown);

}  // namespace whit::audit
