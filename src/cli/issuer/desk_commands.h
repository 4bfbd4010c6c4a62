// SPDX-License-Identifier: Apache-2.0
// find, own, end, reinstate, lost-phone, notices, notice and stop: the daily work with people, in
// words. Here or through a server: desk_work.h.
#pragma once

#include <cstdint>
#include <string>

#include "cli/issuer/desk_work.h"
#include "cli/issuer/setup_commands.h"

namespace whit::cli {

// Desk commands share how they are run.
struct DeskRun {
  const Console& console;
  DeskPlace place;
  Output output = Output::text;
  Rng& rng;
};

Exit desk_find(const DeskRun& run, const std::string& subject);
Exit desk_own(const DeskRun& run);

struct EndOptions {
  std::string subject, slug, from, reason;  // from empty: today
};
Exit desk_end(const DeskRun& run, const EndOptions& options);
Exit desk_reinstate(const DeskRun& run, const std::string& subject, const std::string& slug);

Exit desk_notices(const DeskRun& run);
Exit desk_confirm(const DeskRun& run, std::int64_t notice, const std::string& until);
Exit desk_refuse(const DeskRun& run, std::int64_t notice);
Exit desk_stop(const DeskRun& run, const std::string& code);
Exit desk_whoami(const DeskRun& run);

// GiveOptions is where an invitation goes.
struct GiveOptions {
  std::string subject, png, svg, letter, lang = "en", pin_file;
};
Exit desk_invite(const DeskRun& run, const GiveOptions& options);
Exit desk_lost_phone(const DeskRun& run, const GiveOptions& options);

// BulkOptions is a run of letters for everybody who is new, or who is listed.
struct BulkOptions {
  bool all_new = false;
  std::string list, out, pins, lang = "en", format = "html";
  std::uint64_t limit = 0;  // 0: none
};
Exit invite_all(const DeskRun& run, const BulkOptions& options);

// desk_failure is the sentence for `code`, met while doing `act` for `subject` (and its `slug`).
struct DeskAsk {
  Act act{};
  std::string subject, slug;
};
Failure desk_failure(Errc code, const DeskAsk& ask, DeskWork& work);
// want_subject is a Failure for what is no reference.
void want_subject(const std::string& subject);

}  // namespace whit::cli
