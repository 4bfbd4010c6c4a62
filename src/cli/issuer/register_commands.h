// SPDX-License-Identifier: Apache-2.0
// import and status: the daily work on the register.
#pragma once

#include <optional>
#include <string>

#include "cli/common/message.h"
#include "cli/issuer/session.h"
#include "cli/issuer/setup_commands.h"

namespace whit::cli {

struct ImportOptions {
  std::string file = "-", format;  // csv, jsonl, or empty: by the first character
  ImportScope scope = ImportScope::delta;
  ImportRun run = ImportRun::apply;
  ImportRule rule = ImportRule::skip_bad_lines;
  std::optional<std::uint64_t> ends;  // --end
  Output output = Output::text;
};
// import_register exits 3 if nothing was done: with --strict or --snapshot, if any line is bad; if
// a snapshot's last line has no end; if it would end more than the guard lets pass.
Exit import_register(const Common& common, const ImportOptions& options, Rng& rng);

// StatusOf::incident is only what is told of keys that were taken back.
enum class StatusOf : std::uint8_t { everything, incident };
Exit status(const Common& common, Output output, Rng& rng, StatusOf what);

}  // namespace whit::cli
