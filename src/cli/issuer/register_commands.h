// SPDX-License-Identifier: Apache-2.0
// import and status: the daily work on the register.
#pragma once

#include <string>

#include "cli/common/message.h"
#include "cli/issuer/session.h"
#include "cli/issuer/setup_commands.h"

namespace whit::cli {

struct ImportOptions {
  std::string file = "-", format;  // csv, jsonl, or empty: by the first character
  ImportRun run = ImportRun::apply;
  ImportRule rule = ImportRule::skip_bad_lines;
  Output output = Output::text;
};
// import_register exits 3 if nothing could be done: with --strict, if any line is bad.
Exit import_register(const Console& console, const Common& common, const ImportOptions& options,
                     Rng& rng);

Exit status(const Common& common, Output output, Rng& rng);

}  // namespace whit::cli
