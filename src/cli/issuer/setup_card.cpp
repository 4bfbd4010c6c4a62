// SPDX-License-Identifier: Apache-2.0
// The card that sets a checker up: whose root, where its data is, and what is asked there.
// Spec: spec/token.md, section 7.
#include "cli/common/files.h"
#include "cli/common/program.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/setup_commands.h"
#include "cli/qr/qr.h"
#include "crypto/hash.h"
#include "trust/words.h"
#include "whit/qr_text.h"
#include "whit/request.h"

namespace whit::cli {
namespace {

constexpr int kPixels = 8;
constexpr std::size_t kLongestUrl = 96;  // bytes

void refuse_unknown(const std::string& preset, const Catalogue& catalogue) {
  std::vector<std::string> known;
  std::string list;
  for (const Preset& each : catalogue.presets) {
    if (each.slug == preset) return;
    known.push_back(each.slug);
    list += (list.empty() ? "" : ", ") + each.slug;
  }
  const std::string meant = nearest(preset, known);
  throw Failure("no preset " + printable(preset) + " in the catalogue",
                meant.empty() ? list : meant);
}

void write_card(const std::string& out, const std::string& text, const std::string& title) {
  if (!out.ends_with(".png") && !out.ends_with(".svg")) {
    return write_output(out, as_bytes(text + "\n"));
  }
  const auto qr = make_qr(text);
  if (!qr) throw Failure("the card is too long for a QR code");
  if (out.ends_with(".png")) return write_output(out, qr_png(*qr, kPixels));
  write_output(out, as_bytes(qr_svg(*qr, title)));
}

}  // namespace

Exit setup_card(const Common& common, const std::string& preset, const std::string& out) {
  const Folder folder(common.dir);
  const TrustFile trust = folder.trust();
  if (trust.url.size() > kLongestUrl) {
    throw Failure("the address is longer than a card's " + std::to_string(kLongestUrl) + " bytes",
                  "hand out the trust file: whit-issuer trust");
  }
  if (!preset.empty()) refuse_unknown(preset, read_catalogue(folder));
  Setup card;
  card.iss = trust.iss;
  card.url = trust.url;
  card.root = thumbprint(trust.root);
  card.preset = preset;
  write_card(out, encode_text(Carrier::setup, encode(card)), "set-up card of " + trust.iss);
  if (out != "-") print("words to read aloud: " + six_words(trust.root));
  return Exit::yes;
}

}  // namespace whit::cli
