// SPDX-License-Identifier: Apache-2.0
// IssuerService: the register, the invitations and the signing of one issuer, as the HTTP routes
// and the program's commands use them. Spec: spec/collect.md.
//
// Every function may be called from any thread, and every change is on the disk before it
// returns: whoever waits at the same time shares one commit. Several processes may open the same
// file, say a server and an `import` beside it. What this file can do to you: whoever can write
// it can have facts signed that nobody entered; whoever can read it learns who holds which fact,
// by reference, but no token, no holder key and nothing that links yesterday's shows.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/rng.h"
#include "crypto/secret.h"
#include "issue/issuing.h"
#include "issue/staff.h"
#include "store/import_order.h"
#include "token/build.h"
#include "token/stop.h"
#include "whit/request.h"

namespace whit {

inline constexpr Seconds kInvitationLife = 14 * kSecondsPerDay;
inline constexpr int kPinTries = 5;
inline constexpr Seconds kClockSlack = 3600;  // this far behind the newest commit: clock_back

// Invited is what goes to a person: invitation and stop code on a letter, the PIN by another way.
struct Invited {
  Invitation invitation;
  std::string pin;  // 6 digits
  UnixTime expires = 0;
  StopCode stop;  // of the enrolment that the invitation becomes
};

// StoredSegment is a withdrawal segment that a head has to list.
struct StoredSegment {
  Kind medium = Kind::none;  // revocable: phones; paper
  Day day = 0;               // D
  ByteVector bytes;
};

// ClockRule is what midnight makes of a clock far ahead of everything that was ever committed.
enum class ClockRule : std::uint8_t {
  doubt,  // clock_ahead beyond kClockLeap: a wrong clock would destroy seeds for good
  trust,  // somebody looked, and the clock is right
};
inline constexpr Seconds kClockLeap = 3 * kSecondsPerDay;

// Gather is which of the chains that ended withdrawals() takes up.
enum class Gather : std::uint8_t {
  due,  // all, if the segment before is kGatherEvery old or one of them can't wait; else none
  all,
};
// The more facts end together, the less a verifier can join by it, and the fewer decoys travel
// (spec/withdrawal.md, 2.7).
inline constexpr Seconds kGatherEvery = 6 * 3600;

// Figures is what `status` shows.
struct Figures {
  std::uint64_t people = 0, facts = 0, enrolled = 0, invited = 0, chains = 0, holder_keys = 0;
  std::uint64_t leaves = 0;  // written and not yet in the tree
  std::uint64_t logged = 0;  // those and all tokens in the trees: it never falls
  UnixTime last_commit = 0;
  // Of the newest key list that withdrew keys of phones; zeros where none ever did.
  UnixTime renewed = 0;               // when its bundle was published
  std::uint64_t renewal_version = 0;  // of that bundle
  std::uint64_t renewal_wallets = 0;  // that it made collect again
  std::uint64_t to_renew = 0;         // wallets that haven't yet, after any such list
};

// Renewal is a key list that withdraws keys of phones, as the register has to know it.
struct Renewal {
  std::uint64_t key_list = 0;  // its sequence
  std::uint64_t version = 0;   // of the bundle that is going to carry it
  std::vector<TokenKey> keys;  // its withdrawn rows of kind revocable
};

// BlindSigned is what was signed for one fact and expiry day that midnight hasn't swept yet.
struct BlindSigned {
  Vct vct = 0;
  Day day = 0;
  std::uint64_t people = 0, tokens = 0;
  std::uint8_t most = 0;      // that one person got
  std::uint64_t waiting = 0;  // of the tokens: they aren't in the log's tree yet
};
// CountWaiting tells whether to count what waits too, which reads all of it.
enum class CountWaiting : std::uint8_t { no, yes };

// AcceptedPaper is what stays good under a withdrawn paper key.
struct AcceptedPaper {
  PublicKey key;
  Day last = 0;         // expiry day of its last token: forgotten when that is over
  ByteVector prefixes;  // of leaf hashes, 16 bytes each, ascending
};

class IssuerService {
 public:
  // create makes the file, which must not be there yet: already_exists, storage_failed.
  static Status create(const std::string& path, std::string_view iss);
  // open wants the file of this issuer: not_found, wrong_issuer, newer_store (written by a newer
  // version of this program), storage_failed. `register_key`, 32 bytes, seals document texts and
  // keys the PIN hashes. `rng` must outlive the service.
  static Result<std::unique_ptr<IssuerService>> open(const std::string& path, Issuing issuing,
                                                     SecretBuffer register_key, Rng& rng);
  ~IssuerService();

  // configure replaces keys and catalogue; requests under way finish with the old ones.
  void configure(Issuing issuing);
  // issuing is what it issues with now.
  std::shared_ptr<const Issuing> issuing() const;

  // enrol and collect answer the body of one request; token/refusal.h turns their errors into an
  // answer. Enrolling again, with a new invitation, ends the enrolment before.
  Result<ByteVector> enrol(Bytes body, UnixTime now);
  Result<ByteVector> collect(Bytes body, UnixTime now);

  // stop ends the enrolment that a stop code belongs to, or voids the letter that it stands on,
  // and may be asked again; not_found: no such code. It needs no login and no right clock.
  Result<ByteVector> stop(Bytes body, UnixTime now);
  // notice takes what a holder tells the office, for a desk to decide, or says what became of it;
  // refused: this fact takes none, the person has it, or a newer notice stands there.
  Result<ByteVector> notice(Bytes body, UnixTime now);

  // Source is a file that import reads, a piece at a time, until `next` gives an empty one.
  class Source {
   public:
    virtual ~Source() = default;
    virtual Result<Bytes> next() = 0;
    // rewind makes `next` begin anew. What can't has only one pass, which is enough for a delta
    // that skips bad lines.
    virtual Status rewind() { return Errc::storage_failed; }
  };
  // import brings a register's file in, some hundred lines a commit. Everything else than a delta
  // that skips bad lines is read twice, first without changing anything; storage_failed if the
  // file isn't the same then. Killed anywhere, the same order again does the rest. Journalled,
  // unless it is a dry run. forbidden, and whatever source and second person say.
  Result<ImportSummary> import(const Actor& actor, Source& source, const ImportOrder& order,
                               UnixTime now);

  // midnight moves every chain to today's place and overwrites what stood there, and forgets
  // holder keys and invitations that are dead. Call it when a UTC day begins and when the program
  // starts; it does nothing twice. clock_ahead if `now` is more than kClockLeap past the newest
  // commit and there are chains, unless the rule says that the clock is right.
  Status midnight(UnixTime now, ClockRule rule = ClockRule::doubt);

  // withdrawals gives the segments that a head of `issued` lists, in its order (spec/withdrawal.md,
  // sections 2 and 3). Chains that ended since the last call and may have live tokens become new
  // segments of D = day_of(issued) + 1 first, one for each medium, and are deleted in the same
  // commit; what no head needs any more is forgotten. Killed anywhere, the next call gives the same
  // or more, never less. clock_back if the chains already stand at a later day. `shown` is that
  // head's catalogue: it tells for how long a segment is needed. With Gather::due chains may wait
  // for a later call, but none of an enrolment that is over: a stop code, a lost phone.
  Result<std::vector<StoredSegment>> withdrawals(UnixTime issued,
                                                 const std::vector<CatalogueFact>& shown,
                                                 Gather gather = Gather::all);
  // The same with the catalogue that it issues with.
  Result<std::vector<StoredSegment>> withdrawals(UnixTime issued, Gather gather = Gather::all);

  // hold stops every dealing under a key list older than `key_list`, in all processes that have
  // this register open: a collect gets storage_failed until configure() has brought that list. It
  // never goes back to an older one. To be called before the log commits to a list that withdraws
  // keys.
  Status hold(std::uint64_t key_list);
  // renew starts the chains anew that have dealt under the withdrawn keys of phones, so that
  // wallets can collect those days once more (spec/trust.md, section 4). A seed that no live token
  // of another key hangs on is destroyed and never published; any other deals no more and goes as
  // after a restore: with its fact, or with its last such token. Paper goes on. To be called when
  // the bundle with that list is about to be published, after hold(). Killed anywhere, the same
  // call does the rest; done, it does nothing.
  Status renew(const Renewal& renewal, UnixTime now);
  // unrenewed are those of `rows` that are withdrawn keys of phones and that renew() wasn't called
  // for, to its end.
  Result<std::vector<TokenKey>> unrenewed(const std::vector<TokenKey>& rows);
  // dealt_under counts the tokens of phones, or of paper, that the register knows to have been
  // dealt under the key of `row` and that are alive on the day of `now`.
  Result<std::uint64_t> dealt_under(const TokenKey& row, UnixTime now);

  // stop_blind makes every process that has this register open sign nothing blind any more for this
  // fact and expiry day, from the moment it returns; other dealing goes on. It can't be undone.
  Status stop_blind(Vct vct, Day day);

  // blind_signed counts what was signed blind, by day and fact, as it stands at one moment.
  Result<std::vector<BlindSigned>> blind_signed(CountWaiting waiting = CountWaiting::no);
  // blind_listed is the expiry day through which blind keys may have been listed that nobody here
  // knows of any more; 0 unless a restore said so.
  Result<Day> blind_listed();

  // accept_paper keeps what stays good under a withdrawn paper key; said again, it is replaced.
  Status accept_paper(const AcceptedPaper& paper);
  Result<std::vector<AcceptedPaper>> accepted_paper();

  // copy_to writes a consistent and synced copy of the register, mode 0600, to a file that isn't
  // there yet, while others work on it: already_exists, storage_failed.
  Status copy_to(const std::string& path);
  // restored is to be called once on a copy that is put back, before anything else is: whatever
  // was dealt since the copy was made is unknown. No handle is dealt from its chains any more;
  // they wait for their fact's end or their last token's. The next collect of every wallet may
  // have any greater seq, and invitations are void. `published` are the segments of the newest
  // bundle at hand, so that nothing rises again. Its log signs nothing until the witnesses were
  // asked (LogStore::vouch). Journalled.
  // Nothing is signed blind any more under keys whose window had opened; `listed` becomes what
  // blind_listed() tells.
  Status restored(const Actor& actor, const std::vector<StoredSegment>& published, UnixTime now,
                  Day listed = 0);

  Result<Figures> figures();
  // failed tells whether the disk refused to make something durable. Nothing is written after
  // that: only ending the program and starting it anew helps.
  bool failed() const noexcept;

 private:
  friend class Desk;         // what staff do to people
  friend class LogStore;     // the log that its leaves go into
  friend class StaffOffice;  // accounts and the second person
  struct Parts;
  explicit IssuerService(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace whit
