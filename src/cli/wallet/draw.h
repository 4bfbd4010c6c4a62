// SPDX-License-Identifier: Apache-2.0
// Bringing a code before somebody's eyes: as a picture, as text, or on the terminal.
#pragma once

#include <string>

#include "cli/common/program.h"
#include "cli/wallet/options.h"
#include "cli/wallet/safe.h"
#include "wallet/show.h"

namespace CLI {
class App;
}

namespace whit::cli {

// DrawOptions is where the code goes. With none of them: the terminal, kept fresh.
struct DrawOptions {
  std::string png, svg;  // files; "-" is standard output
  bool text = false;     // the text of the code alone
  bool once = false;     // the terminal, but not kept fresh
  bool again = false;    // a code that was shown before will do
  std::string kind;      // "blind", "revocable", or empty where the wallet is to choose
};
void add_draw_options(CLI::App& command, DrawOptions& draw);

// with_kind is `question` with the kind that `draw` names; a Failure where another one is wanted.
wallet::Question with_kind(wallet::Question question, const DrawOptions& draw);

// show_code answers `question` out of `account`: it asks about codes that were shown before, saves
// the wallet with its set marked, and only then draws.
Exit show_code(Safe& safe, wallet::Account& account, const wallet::Question& question,
               const DrawOptions& draw, const WalletOptions& options);

}  // namespace whit::cli
