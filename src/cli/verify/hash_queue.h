// SPDX-License-Identifier: Apache-2.0
// A file of leaf hashes of tokens that were accepted, for looking them up in the public log later.
// Spec: spec/verify.md, section 13.
//
//   # 2027-02-12
//   042d9dabac4da88694a99db79956c80ce7b33515d8a0682039a0ee5f00e65fe0 20801
//
// Under the UTC day of accepting stand leaf hash and expiry day E of each token, in ascending
// order. Nothing finer than a day is kept, and no day but today and yesterday.
#pragma once

#include <string>
#include <vector>

#include "cli/common/program.h"
#include "cli/verify/check.h"
#include "cli/verify/options.h"

namespace whit::cli {

// QueuedHash is a token's place in the log, as far as whoever holds the token can tell it.
struct QueuedHash {
  Hash leaf;
  Day expiry = 0;
};

// accepted_hashes is those of the tokens in `showing` whose facts `answer` says yes to, or would
// once the document is compared. None of a blind token: its entry can't be told from it.
std::vector<QueuedHash> accepted_hashes(const Answer& answer, Bytes showing, Practice practice);

// refuse_at_gate is a Failure where the question binds to no document, unless `options` say that
// hashes are kept even there.
void refuse_at_gate(const Answer& answer, const CheckOptions& options);

// queue_hashes adds `hashes` under the day of `now` to the file `path` and drops what is older than
// yesterday. A file that isn't such a one, or that others may read, is a Failure and stays.
void queue_hashes(const std::string& path, const std::vector<QueuedHash>& hashes, UnixTime now);
// queue_or_warn does so if `path` isn't empty. It comes after the answer, which never waits or
// fails for it.
void queue_or_warn(const std::string& path, const std::vector<QueuedHash>& hashes, UnixTime now,
                   const Console& console);

}  // namespace whit::cli
