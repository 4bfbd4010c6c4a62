// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/malformed.h"

#include <array>

#include "base/base45.h"
#include "whit/qr_text.h"
#include "whit/token.h"

namespace whit::cli {
namespace {

constexpr std::uint8_t kSign1Head = 0xd2;  // tag 18: every showing starts with it

struct Known {
  std::string_view start, words;
};
constexpr Known kOthers[] = {
    {"HC1:", "; this is a health certificate (HC1)"},
    {"http://", "; this is a web address"},
    {"https://", "; this is a web address"},
    {"HTTP://", "; this is a web address"},
    {"HTTPS://", "; this is a web address"},
    {"WIFI:", "; this is the password of a wireless network"},
    {"BEGIN:VCARD", "; this is a visiting card"},
    {"shc:/", "; this is a health card"},
    {"mdoc:", "; this is an invitation to ask a digital identity card"},
    {"ST0001", "; this is a payment slip"},
    {"otpauth:", "; this is a log-in secret: tell its owner to hide it"},
    {"wh1:", ": it came in lower case; set the scanner to leave letters as they are"},
    {"wp1:", ": it came in lower case; set the scanner to leave letters as they are"},
};

std::string damaged(const std::string& what) { return "damaged " + what + "; scan again"; }

// Some errors say that the whole arrived and is wrong in itself: scanning again won't help.
bool is_damage(Errc code) {
  switch (code) {
    case Errc::too_large:
    case Errc::wrong_algorithm:
    case Errc::mixed_set:
    case Errc::bad_tag:
    case Errc::not_ascending:
      return false;
    default:
      return true;
  }
}

std::string rule_words(Errc code) {
  return "not in the form of a whit code: " + std::string(sentence(code));
}

Error parse_error(Bytes cbor, Carrier carrier) {
  if (carrier == Carrier::paper) {
    const auto paper = parse_paper(cbor);
    return paper ? Error{} : paper.error();
  }
  const auto phone = parse_presentation(cbor);
  return phone ? Error{} : phone.error();
}

// damaged_character is the first character that no Base45 can hold there, or 0. Where one is lost,
// the groups of three behind it are shifted, and one of the next is too large.
std::size_t damaged_character(std::string_view digits) {
  std::array<std::uint8_t, 1024> buffer{};
  const auto whole = base45::decode(digits.substr(0, digits.size() - digits.size() % 3), buffer);
  if (!whole && whole.error().code != Errc::too_large) return whole.error().offset + 1;
  const auto rest = base45::decode(digits.substr(digits.size() - digits.size() % 3), buffer);
  return rest ? 0 : digits.size();
}

std::string text_words(std::string_view text) {
  const auto carrier = recognise(text);
  if (!carrier) return "not a whit code";
  const std::string_view digits = text.substr(kPrefixSize);
  if (const std::size_t at = damaged_character(digits); at != 0) {
    return damaged("text at character " + std::to_string(kPrefixSize + at));
  }
  const auto cbor = decode_text(*carrier, text);
  const Errc code = cbor ? parse_error(*cbor, *carrier).code : cbor.error().code;
  return is_damage(code) ? damaged("text") : rule_words(code);
}

}  // namespace

std::string malformed_words(Bytes showing) {
  const std::string_view text = trimmed(as_text(showing));
  if (looks_like_ours(text)) return text_words(text);
  for (const Known& other : kOthers) {
    if (text.substr(0, other.start.size()) == other.start) {
      return "not a whit code" + std::string(other.words);
    }
  }
  if (showing.empty() || showing[0] != kSign1Head) return "not a whit code";
  Errc code = parse_error(showing, Carrier::presentation).code;
  if (code == Errc::wrong_algorithm) code = parse_error(showing, Carrier::paper).code;
  return is_damage(code) ? damaged("data") : rule_words(code);
}

std::string unsupported_words(Bytes showing) {
  const std::string_view text = trimmed(as_text(showing));
  if (const auto carrier = recognise(text)) {
    if (*carrier == Carrier::request) return "this is a question; it proves nothing";
    if (*carrier == Carrier::invitation) {
      return "this is an invitation to collect; it proves nothing";
    }
    if (*carrier == Carrier::setup) return "this is a checker's set-up card; it proves nothing";
  }
  const std::string_view start = text.substr(0, kPrefixSize);
  if (start == "WF1:") return "this is a photo; it proves nothing";
  if (start == "WC1:") return "this is a copy of a receipt; it proves nothing";
  return "newer than this checker; update";
}

bool is_newer(Bytes showing) {
  const std::string_view text = trimmed(as_text(showing));
  const std::string_view start = text.substr(0, std::min(text.size(), kPrefixSize));
  return !recognise(text).ok() && start != "WF1:" && start != "WC1:";
}

}  // namespace whit::cli
