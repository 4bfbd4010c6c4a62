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
#include "issue/import.h"
#include "issue/issuing.h"
#include "token/build.h"
#include "whit/request.h"

namespace whit {

inline constexpr Seconds kInvitationLife = 14 * kSecondsPerDay;
inline constexpr int kPinTries = 5;
inline constexpr Seconds kClockSlack = 3600;  // this far behind the newest commit: clock_back

// Invited is what goes to a person: the code on a letter, the PIN by another way.
struct Invited {
  Invitation invitation;
  std::string pin;  // 6 digits
  UnixTime expires = 0;
};

enum class ImportRun : std::uint8_t { apply, dry_run };
enum class ImportRule : std::uint8_t {
  skip_bad_lines,  // and do the others
  all_or_nothing,  // one bad line, and nothing is changed
};

// ImportSummary is what an import did, or would do.
struct ImportSummary {
  std::uint64_t lines = 0, people = 0;  // lines read; people named for the first time ever
  std::uint64_t added = 0, changed = 0, unchanged = 0, refused = 0;
  std::vector<LineProblem> problems;  // the first 1,000 of `refused`
};

// Figures is what `status` shows.
struct Figures {
  std::uint64_t people = 0, facts = 0, enrolled = 0, invited = 0, chains = 0, holder_keys = 0;
  std::uint64_t leaves = 0;  // written and not yet in the tree
  UnixTime last_commit = 0;
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

  // invite makes an invitation and voids the person's earlier ones; not_found, refused (what is
  // no reference).
  Result<Invited> invite(std::string_view subject, UnixTime now);

  // import reads all that `next` gives, a piece at a time, until it gives an empty one.
  class Source {
   public:
    virtual ~Source() = default;
    virtual Result<Bytes> next() = 0;
  };
  Result<ImportSummary> import(Source& source, ImportFormat format, ImportRun run, ImportRule rule);

  // midnight moves every chain to today's place and overwrites what stood there, and forgets
  // holder keys and invitations that are dead. Call it when a UTC day begins and when the program
  // starts; it does nothing twice.
  Status midnight(UnixTime now);

  Result<Figures> figures();
  // failed tells whether the disk refused to make something durable. Nothing is written after
  // that: only ending the program and starting it anew helps.
  bool failed() const noexcept;

 private:
  friend class Desk;         // what staff do to people
  friend class StaffOffice;  // accounts and the second person
  struct Parts;
  explicit IssuerService(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace whit
