// SPDX-License-Identifier: Apache-2.0
// Notices: what a holder tells the office by themselves, for a desk to confirm. Spec:
// spec/collect.md, section 10.
//
// Parsing is strict and checks no signature. Views point into the bytes that were parsed.
#pragma once

#include <string_view>

#include "token/collect.h"

namespace whit {

inline constexpr std::size_t kMaxNoticeBody = 512;   // bytes
inline constexpr std::size_t kMaxNoticeWhere = 200;  // bytes

// The fact that takes notices is the one that the catalogue calls so.
inline constexpr std::string_view kNoticedFact = "arrival-notified";

// Notice asks for one fact. It is signed by the collection key, as `collect` is.
struct Notice {
  CollectionId id;
  std::string_view iss;
  Vct vct = 0;
  Day arrived = 0;         // UTC day, as the holder says
  std::string_view where;  // as the holder writes it: is_plain_text, 0 to kMaxNoticeWhere bytes
  UnixTime time = 0;       // the wallet's clock: of two notices the later one counts
  Sign1 sign1;
};
Result<Notice> parse_notice(Bytes body);
[[nodiscard]] bool verify_notice(const Notice& notice, const PublicKey& collection_key);
// sign_notice writes `notice`, whose `sign1` is ignored.
ByteVector sign_notice(const Notice& notice, const SigningKey& collection_key);

// NoticeState answers it; asking is sending the same bytes again.
enum class NoticeState : std::uint8_t { waiting = 0, confirmed = 1, refused = 2 };
Result<NoticeState> parse_notice_state(Bytes body);
ByteVector encode(NoticeState state);

}  // namespace whit
