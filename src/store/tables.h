// SPDX-License-Identifier: Apache-2.0
// What stands in the tables, as values. Every function works inside the transaction of whoever
// calls it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "issue/deal.h"
#include "issue/import.h"
#include "store/database.h"
#include "store/service.h"

namespace whit {

// StoredPerson is a Person and what else stands with it.
struct StoredPerson {
  Person person;               // its document is still empty
  ByteVector sealed_document;  // empty where there is none
  UnixTime last_commit = 0;    // newest time that anything was committed at
  std::uint64_t key_list = 0;  // sequence of the oldest list that may deal
};

// BlindRows is whether what was signed blind for a person is needed: two more look-ups.
enum class BlindRows : std::uint8_t { no, yes };
// read_person finds an enrolment that hasn't ended: unknown_key.
Result<StoredPerson> read_person(Database& database, const CollectionId& id,
                                 BlindRows blind = BlindRows::yes);

// read_facts are a person's facts that haven't ended, ascending.
Result<std::vector<FactRow>> read_facts(Database& database, std::int64_t subject);

// Written is what became of a dealing: stale when the person has changed since it was read, and
// nothing was written.
enum class Written : std::uint8_t { done, stale };

// write_dealing makes `dealing` of `person` stand: counters, holder keys, leaves, seq. key_reused.
// Where it gives an error, other than storage_failed, or stale, it has changed nothing.
Result<Written> write_dealing(Database& database, const Person& person, const Dealing& dealing,
                              UnixTime now);

// touch_time moves the newest time of a commit on to `now`, never back.
Status touch_time(Database& database, UnixTime now);
// read_time is that time.
Result<UnixTime> read_time(Database& database);
// clock_is_back tells whether `now` is kClockSlack or more before `last`.
inline bool clock_is_back(UnixTime now, UnixTime last) noexcept {
  return now + kClockSlack <= last;
}
// check_clock is clock_back where `now` is kClockSlack or more before it.
Status check_clock(Database& database, UnixTime now);

// StoredInvitation is an invitation without its code and PIN, which nobody keeps.
struct StoredInvitation {
  Hash code, pin, stop;  // hashes
  std::int64_t subject = 0;
  UnixTime expires = 0;
};
// write_invitation voids the person's unused invitations and adds this one.
Status write_invitation(Database& database, const StoredInvitation& invitation);

// Applicant is who tries an invitation.
struct Applicant {
  Hash code, pin;  // hashes of what was given
  PublicKey key;
  CollectionId fresh_id;  // for a new enrolment
  UnixTime now = 0;
};
// Admission is how it went: no enrolment where it was refused.
struct Admission {
  std::optional<CollectionId> id;
  std::vector<FactRow> facts;
};
// admit uses up an invitation, or a try. The same applicant again, before anything was collected,
// has the same enrolment.
Result<Admission> admit(Database& database, const Applicant& applicant);

// find_subject is the row of a reference, if there is one.
Result<std::optional<std::int64_t>> find_subject(Database& database, std::string_view reference);

// end_chains ends the chains of one person, of one fact or of all (vct 0), retired ones too.
Status end_chains(Database& database, std::int64_t subject, Vct vct);

// end_enrolments ends a person's enrolment with its chains, if there is one.
Status end_enrolments(Database& database, std::int64_t subject);

// write_segment keeps a segment; one that is there already stays.
Status write_segment(Database& database, const StoredSegment& segment);

// raise_revision says that something about this person changed.
Status raise_revision(Database& database, std::int64_t subject);

// sweep_chains moves up to `most` chains after row `after` to expiry day `day`; gives the last
// row it looked at, or nothing at the end.
Result<std::optional<std::int64_t>> sweep_chains(Database& database, std::int64_t after, Day day,
                                                 int most);
// read_swept and write_swept: the expiry day that midnight has moved all chains to.
Result<Day> read_swept(Database& database);
Status write_swept(Database& database, Day day);
// has_chains_before tells whether any chain stands at an earlier day than `day`.
Result<bool> has_chains_before(Database& database, Day day);
// sweep_dead forgets holder keys and invitations whose time is over, and chains that deal no more
// and have no live token.
Status sweep_dead(Database& database, UnixTime now);

// read_floor is the sequence of the oldest key list that may still deal.
Result<std::uint64_t> read_floor(Database& database);
// read_renewals fills in what a withdrawn key has left to be done; sweep_accepted forgets paper
// whose time is over.
Status read_renewals(Database& database, Figures& out);
Status sweep_accepted(Database& database, Day today);

Result<Figures> read_figures(Database& database);

}  // namespace whit
