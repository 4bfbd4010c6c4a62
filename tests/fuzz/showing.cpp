// SPDX-License-Identifier: Apache-2.0
// Presentations, papers and tokens: what is read can be built again, byte for byte.
#include "fuzz/fuzz.h"
#include "token/build.h"
#include "whit/token.h"

namespace whit::fuzz {
namespace {

// The same token from its parts. Blind ones have no builder here.
void build_again(const Token& token) {
  if (token.kind == Kind::blind) return;
  const TokenClaims claims{token.iss, token.day,   token.handle, token.holder,
                           token.vct, token.value, token.tag};
  const Unsigned built = token.kind == Kind::paper ? build_paper(claims, token.kid)
                                                   : build_revocable(claims, token.kid);
  must(equal(built.with(token.signature), token.encoded));
}

void build_again(const Presentation& shown, Bytes input) {
  std::vector<ByteVector> tokens;
  for (std::size_t i = 0; i < shown.count; ++i) {
    const Token& token = shown.tokens[i];
    must(i == 0 || shown.tokens[i - 1].vct < token.vct);
    must(parse_token(token.encoded).ok());
    build_again(token);
    tokens.emplace_back(token.encoded.begin(), token.encoded.end());
  }
  const Unsigned built = build_presentation(tokens, {shown.name, shown.iat, shown.nonce});
  must(equal(built.with(shown.signature.view()), input));
}

}  // namespace

void run(Bytes input) {
  const auto shown = parse_presentation(input);
  const auto paper = parse_paper(input);
  const auto token = parse_token(input);
  must(int{shown.ok()} + int{paper.ok()} + int{token.ok()} <= 1);
  if (shown) build_again(*shown, input);
  if (paper) build_again(*paper);
  if (token) build_again(*token);
}

}  // namespace whit::fuzz
