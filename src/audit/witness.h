// SPDX-License-Identifier: Apache-2.0
// What a witness decides (C2SP tlog-witness): whether a checkpoint continues all that it saw of
// this log before. Spec: spec/log.md, section 14. Keeping the state, atomically, is the caller's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "log/checkpoint.h"
#include "log/sign.h"
#include "whit/time.h"

namespace whit::audit {

inline constexpr std::size_t kMaxWitnessProof = 63;  // hashes of a request
// kMaxAddCheckpoint is the longest request in bytes: a note, and what stands in front of it.
inline constexpr std::size_t kMaxAddCheckpoint = kMaxNoteSize + 4096;
// kSizeMediaType is that of the body of a 409.
inline constexpr std::string_view kSizeMediaType = "text/x.tlog.size";

// WitnessedLog is what a witness keeps of one log.
struct WitnessedLog {
  std::string origin;
  std::vector<NoteKey> keys;  // of the log; the caller's configuration
  std::uint64_t size = 0;     // of the newest checkpoint that it cosigned
  Hash root;                  // of that tree; of the empty one before the first
  std::string note;           // that checkpoint with the log's and its own lines; empty before
};

// AddCheckpoint is the body of a request.
struct AddCheckpoint {
  std::uint64_t old_size = 0;
  std::vector<Hash> proof;  // consistency, at most 63
  std::string note;         // the checkpoint, as it came
};
// parse_add_checkpoint looks at the note's bounds alone; judge() reads it.
Result<AddCheckpoint> parse_add_checkpoint(std::string_view body);
std::string format(const AddCheckpoint& request);

// origin_of is the log that a request is about; empty where it can't be told.
std::string_view origin_of(const AddCheckpoint& request) noexcept;

// Judged is the answer to a request: status 200 with the cosignature line, 400, 403, 404, 409 with
// the size, 422; 500 where there is no time to sign. Where it is 200, `next` has to be durable in
// place of `log` before it is sent.
struct Judged {
  int status = 500;
  std::string body, content_type = "text/plain; charset=utf-8";
  WitnessedLog next;
};
// judge looks at a request about `log`, a null pointer for a log that it doesn't know. `now` > 0 is
// the time that it signs. The reasons are looked for in the order of C2SP tlog-witness.
Judged judge(const WitnessedLog* log, const AddCheckpoint& request, const NoteSigner& signer,
             UnixTime now);

}  // namespace whit::audit
