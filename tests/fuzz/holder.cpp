// SPDX-License-Identifier: Apache-2.0
// What holders send by themselves: stop codes, as bytes and as typed, and notices.
#include "fuzz/fuzz.h"
#include "token/notice.h"
#include "token/stop.h"

namespace whit::fuzz {

void run(Bytes input) {
  same_again<parse_stop>(input, [](const StopRequest& r) { return encode(r); });
  same_again<parse_notice_state>(input, [](NoticeState s) { return encode(s); });
  if (const auto notice = parse_notice(input)) {
    must(notice->where.size() <= kMaxNoticeWhere);
    (void)verify_notice(*notice, PublicKey{});
  }
  if (const auto code = parse_stop_text(as_text(input))) {
    const auto again = parse_stop_text(stop_text(*code));
    must(again.ok() && *again == *code);
  }
}

}  // namespace whit::fuzz
