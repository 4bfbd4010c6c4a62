// SPDX-License-Identifier: Apache-2.0
// Whether one's own tokens stand in the public log. They are looked up in whole tiles of hashes;
// nobody is ever asked for a hash. Spec: spec/log.md, sections 15 and 16.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "crypto/rng.h"
#include "log/entry.h"
#include "log/proof.h"
#include "log/source.h"
#include "wallet/wallet.h"
#include "whit/bundle.h"
#include "whit/result.h"

namespace whit::wallet {

// kWholeEpoch is up to how many entries an epoch is read whole. Of a larger one the wallet reads
// the tiles around each of its places, and those around as many places that it makes up.
inline constexpr std::uint64_t kWholeEpoch = 65536;
// kPromised is how long after its day an epoch stands in the log at the latest (15.1).
inline constexpr Seconds kPromised = 10800;  // 3 h

// ProvenLog is the log as a bundle proves it, with the newest header that it has.
struct ProvenLog {
  std::uint64_t number = 0;  // of the log; its files are below "/log/<number>/"
  LogProof proof;            // where `header` stands, and the checkpoint with its signatures
  Checkpoint tree;
  EpochHeader header;
  ByteVector header_bytes;
  UnixTime cosigned = 0;        // when a witness last saw the tree
  std::vector<PublicKey> keys;  // that the root certified for logs, on whatever days
};
Result<ProvenLog> proven_log(const Bundle& bundle, const TrustFile& trust);

// is_log_due tells whether there is anything to look up: an unchecked token that was collected on a
// day which the tree should have by now.
bool is_log_due(const Account& account, const ProvenLog& log);

// PastHeader is a header of an issuer's logs, believed because those behind it name its hash.
struct PastHeader {
  EpochHeader header;
  ByteVector bytes;
  std::uint64_t log = 0;  // the number of its log
};

// LogCheck is what came of looking up.
struct LogCheck {
  std::size_t logged = 0,
              missing = 0;  // tokens that were found now, and that certainly aren't there
  std::vector<Day> days;    // of collecting, ascending: all tokens of these are logged,
                            // and some of them were found now
  // Why not all could be looked up: what `source` said, corrupt_tile, or wrong_log for headers that
  // aren't those that the tree commits to.
  std::optional<Errc> trouble;
  std::vector<PastHeader> headers;  // that were read, ascending, the newest of `log` at the end
};

// LogFilesOf is the files of the log of a number; they stay as long as check_logged works.
using LogFilesOf = std::function<LogSource&(std::uint64_t number)>;

// check_logged looks for every unchecked token that is due and marks it in `account`: logged, or
// missing when no epoch that could have it has it. What couldn't be told stays unchecked. An
// earlier log, closed by `log next`, is read under its own newest checkpoint, which the witnesses
// of the trust file must have seen at some time.
LogCheck check_logged(Account& account, const ProvenLog& log, const LogFilesOf& files, Rng& rng);

// missing_tokens is the held tokens that the log doesn't have; codes_missing counts the sets.
std::vector<const Held*> missing_tokens(const Account& account);
std::size_t codes_missing(const Account& account);

}  // namespace whit::wallet
