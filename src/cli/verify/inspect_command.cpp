// SPDX-License-Identifier: Apache-2.0
// What a code is, for those who build and repair. It judges nothing, and tells no fact that a
// showing would prove.
#include "cli/common/clock.h"
#include "cli/common/code_file.h"
#include "cli/qr/qr.h"
#include "cli/verify/commands.h"
#include "cli/verify/malformed.h"
#include "trust/words.h"
#include "verify/showing.h"
#include "whit/bundle.h"
#include "whit/qr_text.h"
#include "whit/request.h"

namespace whit::cli {
namespace {

void row(std::string_view name, const std::string& value) {
  std::string line(name);
  line.resize(10, ' ');
  print(line + printable(value));
}

std::string_view level_name(QrLevel level) {
  switch (level) {
    case QrLevel::low:
      return "L";
    case QrLevel::medium:
      return "M";
    case QrLevel::quartile:
      return "Q";
    case QrLevel::high:
      return "H";
  }
  return "?";
}

void show_sizes(std::string_view text, std::size_t cbor_bytes) {
  row("size", std::to_string(cbor_bytes) + " bytes of CBOR, " + std::to_string(text.size()) +
                  " characters");
  if (const auto qr = make_qr(text)) {
    row("QR", "version " + std::to_string(qr->version()) + " at level " +
                  std::string(level_name(qr->level())) + ", " + std::to_string(qr->size()) +
                  " modules a side");
  }
}

std::string_view kind_text(Kind kind) {
  switch (kind) {
    case Kind::revocable:
      return "revocable";
    case Kind::blind:
      return "blind";
    case Kind::paper:
      return "paper";
    case Kind::none:
      break;
  }
  return "none";
}

void show_mode(const Presentation& shown) {
  switch (shown.mode) {
    case Mode::one_way:
      row("mode", "one-way");
      break;
    case Mode::posted:
      row("mode", "posted, for \"" + std::string(shown.name) + "\"");
      break;
    case Mode::challenge:
      row("mode", "challenge, for \"" + std::string(shown.name) + "\"");
      break;
    case Mode::none:
      break;
  }
  row("signed", format_rfc3339(shown.iat));
}

bool show_showing(Bytes input, std::string_view text) {
  Showing showing;
  if (showing.read(input) != Verdict::valid) return false;
  row("is", showing.is_paper() ? "a paper token" : "a presentation");
  const bool is_text = looks_like_ours(text);
  const Carrier carrier = showing.is_paper() ? Carrier::paper : Carrier::presentation;
  const auto cbor = decode_text(carrier, text);
  const Bytes bytes = is_text && cbor ? Bytes(*cbor) : input;
  show_sizes(is_text ? std::string(text) : encode_text(carrier, bytes), bytes.size());
  row("issuer", std::string(showing.iss()) + " (as it says)");
  row("kind", std::string(kind_text(showing.kind())) + ", " +
                  std::to_string(showing.phone().count) +
                  (showing.phone().count == 1 ? " fact" : " facts"));
  if (!showing.is_paper()) show_mode(showing.phone());
  return true;
}

void show_request(const Request& request) {
  row("is", request.nonce ? "a question" : "a posted question");
  row("issuer", request.iss);
  row("asked by", "\"" + request.name + "\"" + (request.site ? ", signed" : ", not signed"));
  std::string facts;
  for (std::size_t i = 0; i < request.count; ++i) {
    facts += (i == 0 ? "" : ", ") + std::to_string(request.facts[i]);
  }
  row("facts", facts);
  if (request.kind != Kind::none)
    row("wants", std::string(kind_text(request.kind)) + " codes only");
  if (request.until) row("until", format_rfc3339(*request.until));
}

// show_other tells what a text of ours that is no showing is.
bool show_other(std::string_view text) {
  const auto carrier = recognise(text);
  if (!carrier || *carrier == Carrier::presentation || *carrier == Carrier::paper) return false;
  const auto cbor = decode_text(*carrier, text);
  if (!cbor) return false;
  const auto request = parse_request(*cbor);
  const auto setup = parse_setup(*cbor);
  if (*carrier == Carrier::request && request) {
    show_request(*request);
  } else if (*carrier == Carrier::setup && setup) {
    row("is", "a checker's set-up card");
    row("issuer", setup->iss);
    row("URL", setup->url);
  } else if (*carrier == Carrier::invitation && parse_invitation(*cbor)) {
    row("is", "an invitation to collect; keep it secret");
  } else {
    return false;
  }
  show_sizes(text, cbor->size());
  return true;
}

bool show_file(Bytes input) {
  if (const auto trust = parse_trust_file(input)) {
    row("is", "a trust file");
    row("issuer", trust->iss);
    row("words", six_words(trust->root));
    row("URL", trust->url);
    return true;
  }
  const auto bundle = parse_bundle_file(input);
  if (!bundle) return false;
  row("is", "a bundle with " + std::to_string(bundle->segments.size()) + " segments");
  row("size", std::to_string(input.size()) + " bytes");
  return true;
}

}  // namespace

Exit run_inspect(const std::string& file, const Console& console) {
  const auto input = read_code(file);
  const std::string_view text = trimmed(as_text(input));
  if (!show_showing(input, text) && !show_other(text) && !show_file(input)) {
    return console.error(malformed_words(input));
  }
  console.note("nothing was judged: whit-verify check does that");
  return Exit::yes;
}

}  // namespace whit::cli
