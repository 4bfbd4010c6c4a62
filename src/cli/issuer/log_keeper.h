// SPDX-License-Identifier: Apache-2.0
// LogKeeper keeps, signs and has cosigned the log of one issuer: for publishing, for the running
// service and for the log commands. Spec: spec/log.md, sections 5, 10 and 14.
//
// What it guards against: a register that was put back from a backup, or rolled back by a machine,
// would sign another story than witnesses have seen. So they are asked first (the interlock), and
// nothing is signed in this process before enough of them said that they know nothing newer.
//
// Functions that change something want the folder's lock held. All throw a Failure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/common/message.h"
#include "cli/issuer/service_keys.h"
#include "cli/issuer/witnesses.h"
#include "store/log_store.h"

namespace whit::cli {

// Interlock is what the witnesses say about the newest that they saw of this log.
struct Interlock {
  enum class State : std::uint8_t {
    deaf = 0,  // too few answered to meet the quorum: nobody knows
    ahead,     // one saw what isn't here, with this log's signature
    fine
  };
  State state = State::deaf;
  std::size_t answered = 0, of = 0;  // witnesses
  std::uint64_t number = 0;          // of the log that was seen
  std::uint64_t seen = 0, has = 0;   // sizes: theirs, and of the newest checkpoint here
  std::string evidence;              // file, of `ahead`
};
// RolledBack is the Failure of Interlock::State::ahead: nothing goes on but `log next`.
class RolledBack : public Failure {
 public:
  explicit RolledBack(const Interlock& interlock);
};
// deaf_sentence says how few answered.
std::string deaf_sentence(const Interlock& interlock);

// ProvenHeader is an epoch header that a bundle can carry.
struct ProvenHeader {
  ByteVector header, key_list;
  std::string proof;  // a LogProof
  UnixTime seen = 0;  // by the witness that saw it last
  std::uint64_t size = 0;
};

class LogKeeper {
 public:
  // All must outlive it.
  LogKeeper(const Folder& folder, const Vault& vault, IssuerService& service, Rng& rng);

  const Folder& folder() const { return folder_; }
  const Vault& vault() const { return vault_; }
  IssuerService& service() { return service_; }
  Rng& rng() { return rng_; }
  LogStore& store() { return store_; }
  LogState state();

  // ask asks all witnesses, unless enough of them agreed in this process before, and keeps the
  // evidence of one that is ahead. It needs no lock and takes seconds.
  Interlock ask(UnixTime now);
  // agreed tells whether they did.
  bool agreed() { return agreed_ != 0 && agreed_ == number(); }

  // close_days finishes what was begun and closes every day that is over, empty ones too; tells how
  // many. There is nothing to close before the first header. The last day's header commits to the
  // list of hash `newest`, if there is one, which the store must have; the others to the list
  // before.
  std::size_t close_days(UnixTime now, const LogStore::Progress& progress = {},
                         const std::optional<Hash>& newest = std::nullopt);
  // is_day_due tells whether there is a day to close.
  bool is_day_due(UnixTime now);
  // close_today closes the day that is under way: for training alone.
  void close_today(UnixTime now, const LogStore::Progress& progress = {});
  // close_control adds a header that commits to the key list in force.
  void close_control(UnixTime now);
  // commit_to has the newest header commit to `key_list`: that of a day which is over, else one of
  // its own. A header that counts a day stays the newest one for as long as can be, since that is
  // how wallets without the log's files learn how large their crowd is.
  void commit_to(Bytes key_list, UnixTime now);

  // sign signs the committed tree, if the witnesses agreed, has it cosigned, and offers it to the
  // world once the quorum has. A witness that shows a newer tree ends it with RolledBack.
  void sign(UnixTime now);
  // cosigners is by row of the policy when each cosigned the newest checkpoint, 0 if it didn't.
  std::vector<UnixTime> cosigners();
  // proven is the newest header that a bundle of `now` can carry; absent where there is none.
  std::optional<ProvenHeader> proven(UnixTime now);
  // accept takes cosignature lines that were carried here by hand, below the newest checkpoint, and
  // tells how many are good: lines of strangers are skipped, a bad one is a Failure.
  std::size_t accept(std::string_view lines, UnixTime now);

  std::string origin(std::uint64_t number) const { return log_origin_ + std::to_string(number); }
  const Witnesses& witnesses() const { return witnesses_; }
  // keep_evidence writes a checkpoint that a witness showed, and gives the name of its file.
  std::string keep_evidence(const WitnessReply& reply) const;

 private:
  std::uint64_t number();
  Day next_day(const LogState& now);
  std::vector<bool> heard(const std::vector<WitnessReply>& replies, const LogState& now);
  const WitnessReply* ahead_of(const std::vector<WitnessReply>& replies, const LogState& now);
  void close(Day day, bool control, const Hash& key_list, const LogStore::Progress& progress);
  Hash list_in_force(const LogState& before);
  std::optional<ProvenHeader> proof_of(const ByteVector& bytes, const EpochHeader& header,
                                       UnixTime now);
  void note_answers(const std::vector<WitnessReply>& replies, std::uint64_t size, UnixTime now);
  void note_ahead(std::vector<WitnessReply> replies, const WitnessReply* ahead, UnixTime now);
  void note_lines(const std::vector<UnixTime>& seen, std::uint64_t size);

  const Folder& folder_;
  const Vault& vault_;
  IssuerService& service_;
  Rng& rng_;
  LogStore store_;
  Witnesses witnesses_;
  std::string log_origin_;
  std::uint64_t agreed_ = 0;  // the log that enough witnesses agreed about; 0 for none
};

// must is the value, or a Failure that says what of the log can't be done.
template <class T>
T must(Result<T> result, std::string_view what);
void must(const Status& status, std::string_view what);
Failure log_failure(Errc code, std::string_view what);

template <class T>
T must(Result<T> result, std::string_view what) {
  if (!result) throw log_failure(result.error().code, what);
  return *std::move(result);
}

}  // namespace whit::cli
