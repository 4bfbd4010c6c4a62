// SPDX-License-Identifier: Apache-2.0
// Notices in their table. One row stands for one fact of one enrolment: the newest notice of it.
// What the holder wrote is sealed under the register key, and gone once a desk has decided. Every
// function works inside the transaction of whoever calls it. Spec: spec/collect.md, section 10.
#pragma once

#include <string>
#include <vector>

#include "crypto/rng.h"
#include "crypto/secret.h"
#include "store/database.h"
#include "store/desk.h"
#include "token/notice.h"

namespace whit {

inline constexpr Day kNoticeKept = 30;  // days that a decision is remembered, for the wallet to ask

// FiledNotice is a notice that was checked and is ready to be written.
struct FiledNotice {
  std::int64_t enrolment = 0;
  Vct vct = 0;
  Hash request;        // SHA-256 of the body
  UnixTime made = 0;   // the wallet's time in it
  ByteVector content;  // by seal_notice
};
ByteVector seal_notice(const SecretBuffer& register_key, std::int64_t enrolment,
                       const Notice& notice, Rng& rng);

// file_notice writes a notice, in place of an older one. The same request again changes nothing
// and gives what became of it. refused: a newer one stands there, or the person has the fact;
// unknown_key: the enrolment has ended.
Result<NoticeState> file_notice(Database& database, const FiledNotice& notice, Day today);

// read_waiting is up to `most` notices that no desk has decided, oldest first.
Result<std::vector<NoticeView>> read_waiting(Database& database, const SecretBuffer& register_key,
                                             int most);

// DecidedNotice is whom and what a decision was about.
struct DecidedNotice {
  std::int64_t subject = 0;  // the row
  std::string reference;
  Vct vct = 0;
};
// decide_notice ends the waiting of notice `id` and empties it; not_found where it doesn't wait.
// `decision` is confirmed or refused; giving the fact is the caller's.
Result<DecidedNotice> decide_notice(Database& database, std::int64_t id, NoticeState decision,
                                    Day today);

// forget_notices drops what was decided kNoticeKept days ago, and notices of ended enrolments.
Status forget_notices(Database& database, Day today);
// forget_notices_of drops those of one enrolment, which ends.
Status forget_notices_of(Database& database, std::int64_t enrolment);

}  // namespace whit
