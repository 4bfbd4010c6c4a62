// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/setup_card.h"

#include "cli/common/code_file.h"
#include "cli/common/message.h"
#include "crypto/hash.h"
#include "serve/http_client.h"
#include "trust/limits.h"
#include "trust/words.h"
#include "whit/qr_text.h"

namespace whit::cli {
namespace {

constexpr std::string_view kTrustPath = "/v1/trust";

std::optional<Setup> parsed(std::string_view text) {
  const auto carrier = recognise(text);
  if (!carrier || *carrier != Carrier::setup) return std::nullopt;
  const auto cbor = decode_text(Carrier::setup, text);
  const auto card = cbor ? parse_setup(*cbor) : Result<Setup>(cbor.error());
  if (!card) throw Failure("the set-up card is damaged", "scan or copy it again");
  return *card;
}

}  // namespace

std::optional<Setup> read_card(const std::string& given) {
  if (auto typed = parsed(trimmed(given))) return typed;
  const auto file = read_code(given);
  return parsed(trimmed(as_text(file)));
}

TrustFile fetch_trust(const Setup& card, const std::string& ca_file) {
  HttpClient office(card.url, {}, ca_file);
  const HttpReply reply = office.get(kTrustPath, kMaxTrustFile);
  if (!reply.ok()) {
    throw Failure("no trust file from " + printable(card.url) + ": " +
                      (reply.failure != HttpFailure::none
                           ? std::string(sentence(reply.failure))
                           : "the server answered " + std::to_string(reply.status)),
                  "carry the file: whit-verify trust add FILE");
  }
  const auto trust = parse_trust_file(reply.body);
  if (!trust) throw Failure("what " + printable(card.url) + " sent is not a trust file");
  if (trust->iss != card.iss || !(thumbprint(trust->root) == card.root)) {
    throw Failure("the root at " + printable(card.url) +
                      " is not the card's (words: " + six_words(trust->root) + ")",
                  "do not continue: the card or the server is not the office's", Exit::no);
  }
  return *trust;
}

}  // namespace whit::cli
