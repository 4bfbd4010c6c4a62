// SPDX-License-Identifier: Apache-2.0
// verify() behind its signatures: whatever has the shape of a showing is signed with our keys, so
// that dates, kinds, values, withdrawals and times meet every claim that can be written down.
#include "crypto/hash.h"
#include "fuzz/fuzz.h"
#include "status/chain.h"
#include "support/world.h"

namespace whit::fuzz {
namespace {

using test::World;

const World& world() {
  static const World made([] {
    test::Options options;
    options.withdrawals = {{Kind::revocable, World::kToday, test::kPermit, {Seed{{1}}}},
                           {Kind::paper, World::kToday, test::kPermit, {Seed{{2}}}}};
    return options;
  }());
  return made;
}

// The token with our kid, our holder and our signature; all else as it was.
ByteVector signed_by_us(const Token& token) {
  const bool paper = token.kind == Kind::paper;
  return world().token({token.iss, token.day, token.handle,
                        paper ? PublicKey{} : world().holder.public_key(), token.vct, token.value,
                        token.tag});
}

ByteVector shown_by_us(const Presentation& shown) {
  std::vector<ByteVector> tokens;
  for (std::size_t i = 0; i < shown.count; ++i) tokens.push_back(signed_by_us(shown.tokens[i]));
  return world().show_tokens(tokens, {shown.name, shown.iat, shown.nonce});
}

// The first bytes of an input move the clocks; the rest is a showing.
Context context_of(Bytes moves) {
  Context out;
  out.now = world().now + static_cast<UnixTime>(moves[0]) * 4096 - moves[1] * UnixTime{16};
  out.floor = (moves[2] & 1) != 0 ? world().now + moves[3] * UnixTime{64} : 0;
  out.name = (moves[2] & 2) != 0 ? "Gate 7" : "";
  if ((moves[2] & 4) != 0) out.nonce = Nonce{};
  out.elapsed = moves[4] * Seconds{16};
  if ((moves[2] & 8) != 0) out.until = world().now + moves[5];
  return out;
}

void check(const Report& report, const Policy& policy, Bytes showing, const Context& context) {
  must(report.verdict != Verdict::malformed && report.verdict != Verdict::bad_signature &&
       report.verdict != Verdict::bad_holder_proof && report.verdict != Verdict::specimen);
  Verdict first = Verdict::valid;
  for (std::size_t i = 0; i < report.count; ++i) {
    const FactResult& fact = report.facts[i];
    must(i == 0 || report.facts[i - 1].vct < fact.vct);
    if (precedes(fact.verdict, first)) first = fact.verdict;
    const bool told =
        fact.verdict == Verdict::valid || fact.verdict == Verdict::document_not_compared;
    must(told || fact.value == Value{});
  }
  must(report.verdict == first);
  // The same again is the same; without a bundle nothing is known.
  must(verify(showing, &world().bundle(), policy, context).verdict == report.verdict);
  must(verify(showing, nullptr, policy, context).verdict == Verdict::no_bundle);
}

}  // namespace

void run(Bytes input) {
  constexpr std::size_t kMoves = 7;
  if (input.size() < kMoves) return;
  const Bytes cbor = input.subspan(kMoves);
  ByteVector showing;
  if (const auto shown = parse_presentation(cbor)) {
    if (shown->tokens[0].kind == Kind::blind) return;
    showing = shown_by_us(*shown);
  } else if (const auto paper = parse_paper(cbor)) {
    showing = signed_by_us(*paper);
  } else {
    return;
  }
  static constexpr std::string_view kPresets[] = {"gate", "two", "three", "four", "tax", "hire"};
  const Policy policy = world().policy(kPresets[input[6] % std::size(kPresets)]);
  const Context context = context_of(input);
  if (showing.size() > kMaxPresentation) return;
  check(verify(showing, &world().bundle(), policy, context), policy, showing, context);
}

}  // namespace whit::fuzz
