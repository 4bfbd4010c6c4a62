// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/terminal.h"
#include "cli/verify/commands.h"
#include "cli/verify/setup_card.h"
#include "cli/verify/site_pin.h"
#include "trust/words.h"

namespace whit::cli {
namespace {

// A person compares the words, or gives them, or says that it was done elsewhere.
void compare_words(const TrustFile& trust, const TrustOptions& options) {
  const std::string words = six_words(trust.root);
  if (!options.words.empty() && !same_words(options.words, words)) {
    throw Failure("these are not the words of this root: " + words,
                  "do not continue: this file is not from the office that gave you the words",
                  Exit::no);
  }
  if (!options.words.empty() || options.yes) return;
  const std::string question =
      trust.iss + ", words: " + words + ". The same as the office told you? [y/N]";
  if (!ask_yes_no(question, "compare the words with the office's, then give --words \"...\"")) {
    throw Failure("not trusted; nothing was changed", "", Exit::no);
  }
}

// spec/trust.md, 2.2: an issuer keeps the root that it was first trusted with.
void refuse_other_root(const DataFolder& folder, const TrustFile& trust) {
  const std::string path = folder.trust_path(trust.iss);
  if (!exists(path)) return;
  const TrustFile before = read_trust_file(path);
  if (before.root == trust.root) return;
  throw Failure(
      trust.iss + " is trusted already, with another root (words: " + six_words(before.root) + ")",
      "if the office has a new root, first whit-verify trust remove " + trust.iss);
}

// what_to_trust is the trust file that was given, or that the office of a set-up card has.
TrustFile what_to_trust(const TrustOptions& options, std::optional<Setup>& card) {
  card = read_card(options.file);
  if (card) return fetch_trust(*card, options.ca_file);
  return read_trust_file(options.file);
}

// take_preset sets what the card says is asked here, where nobody has set anything yet.
void take_preset(const SiteFile& file, const Setup& card, const Console& console) {
  const Timer now = real_timer(system_now());
  const FolderLock held(file.folder());
  Site site = file.read(now);
  if (card.preset.empty() || site.settings.preset == card.preset) return;
  if (site.lock || !site.settings.preset.empty()) {
    console.note("the card says preset " + card.preset +
                 "; here it stays as it is: whit-verify site");
    return;
  }
  site.settings.preset = card.preset;
  file.write(site);
  print("this place asks preset " + card.preset);
}

}  // namespace

Exit run_trust_add(const TrustOptions& options, const Console& console) {
  std::optional<Setup> card;
  const TrustFile trust = what_to_trust(options, card);
  const DataFolder folder(options.dir);
  const SiteFile file(folder);
  refuse_other_root(folder, trust);
  need_pin(file, options.pin, real_timer(system_now()), "trusting another issuer");
  compare_words(trust, options);
  make_folder(folder.path());
  write_file_atomic(folder.trust_path(trust.iss), encode(trust));
  print("trusted: " + trust.iss + ", words: " + six_words(trust.root));
  if (card) take_preset(file, *card, console);
  return Exit::yes;
}

Exit run_trust_list(const TrustOptions& options, const Console& console) {
  const DataFolder folder(options.dir);
  const auto issuers = folder.issuers();
  if (issuers.empty()) console.note("nobody is trusted yet");
  for (const std::string& iss : issuers) {
    const TrustFile trust = read_trust_file(folder.trust_path(iss));
    print(iss + "   words: " + six_words(trust.root) + "   " + printable(trust.url));
  }
  return Exit::yes;
}

Exit run_trust_remove(const TrustOptions& options, const Console&) {
  const DataFolder folder(options.dir);
  const auto issuers = folder.issuers();
  if (std::find(issuers.begin(), issuers.end(), options.iss) == issuers.end()) {
    throw Failure(printable(options.iss) + " is not trusted here", "whit-verify trust list");
  }
  need_pin(SiteFile(folder), options.pin, real_timer(system_now()), "trusting an issuer no longer");
  remove_file(folder.bundle_path(options.iss));
  remove_file(next_trust(folder.trust_path(options.iss)));
  remove_file(folder.trust_path(options.iss));
  print("no longer trusted: " + options.iss);
  return Exit::yes;
}

}  // namespace whit::cli
