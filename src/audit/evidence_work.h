// SPDX-License-Identifier: Apache-2.0
// The judges of evidence: each says what is proven, or nothing.
#pragma once

#include <optional>
#include <string>

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
Sentence judge_history(const Shown& shown);        // of headers, keys, heads, pad keys
Sentence judge_repeated_pair(const Shown& shown);  // repeated_entry
Sentence judge_unlogged(const Shown& shown);       // unlogged
Sentence judge_lateness(const Shown& shown);       // late_epoch, future_epoch

std::string epoch_text(const Shown& shown, const Exhibits::Header& header);

// objects_are_named tells that a header names each object, and that heads are whole.
bool objects_are_named(const Shown& shown);

}  // namespace whit::audit
