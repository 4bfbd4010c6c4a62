// SPDX-License-Identifier: Apache-2.0
// Whom to trust: trust files and their words.
#include "crypto/hash.h"
#include "trust/words.h"
#include "wasm/border.h"
#include "whit/trust.h"

namespace whit::wasm {

WHIT_EXPORT(w_read_trust) std::int32_t w_read_trust(const std::uint8_t* file, std::size_t size) {
  const auto trust = parse_trust_file(bytes_at(file, size));
  if (!trust) return refuse(trust.error());
  JsonWriter json;
  json.object().key("issuer").text(trust->iss).key("url").text(trust->url);
  json.key("words").text(six_words(trust->root));
  json.key("rootThumbprint").hex(thumbprint(trust->root).view()).end();
  return leave(json);
}

// w_same_words is 1 where `typed` is the words.
WHIT_EXPORT(w_same_words)
std::int32_t w_same_words(const std::uint8_t* typed, std::size_t typed_size,
                          const std::uint8_t* words, std::size_t words_size) {
  return same_words(text_at(typed, typed_size), text_at(words, words_size)) ? 1 : 0;
}

}  // namespace whit::wasm
