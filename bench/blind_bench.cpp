// SPDX-License-Identifier: Apache-2.0
// Blind tokens: the whole check of a code beside the two signature checks inside it, and beside two
// of Ed25519 and the arithmetic of a CoronaCheck code; the issuer's signing beside OpenSSL's; and
// what a day's tokens cost the holder.
//
//   check/MODE/text, check/MODE/cbor, raw/MODE   two/MODE    coronacheck
//   blind_sign  deal  private                    blind  finalize
#include <benchmark/benchmark.h>
#include <sodium.h>

#include "blind/coronacheck.h"
#include "blind/dealing.h"
#include "blind/raw.h"
#include "crypto/blind_rsa.h"
#include "support/samples.h"
#include "token/cose.h"

namespace whit::bench {
namespace {

void must(benchmark::State& state, bool good) {
  if (!good) state.SkipWithError("another answer");
}

// Parts is a blind showing taken apart: two keys, two signatures, two messages.
struct Parts {
  PublicKey holder;
  Signature proof;
  ByteVector shown, token, signature;

  explicit Parts(const test::Sample& sample) {
    const auto presentation = parse_presentation(sample.cbor);
    const Token& inside = presentation->tokens[0];
    holder = inside.holder;
    proof = presentation->signature;
    shown = sig_structure(presentation->protected_header, {}, presentation->payload);
    token = sig_structure(inside.protected_header, {}, inside.payload);
    signature.assign(inside.signature.begin(), inside.signature.end());
  }
  bool is_held() const {
    return crypto_sign_verify_detached(proof.bytes.data(), shown.data(), shown.size(),
                                       holder.bytes.data()) == 0;
  }
};

void register_checks(const test::Sample& sample, const test::World& world, EVP_PKEY* key) {
  const std::string mode = sample.name.substr(0, sample.name.find(','));
  const auto check = [&](const char* form, const ByteVector& showing) {
    benchmark::RegisterBenchmark(("check/" + mode + form).c_str(),
                                 [&sample, &world, showing](benchmark::State& state) {
                                   for (auto _ : state) {
                                     must(state, sample.check(world, showing) == Verdict::valid);
                                   }
                                 });
  };
  const std::string text = sample.text();
  check("/text", ByteVector(text.begin(), text.end()));
  check("/cbor", sample.cbor);
  const Parts parts(sample);
  benchmark::RegisterBenchmark(("raw/" + mode).c_str(), [parts, key](benchmark::State& state) {
    for (auto _ : state) {
      must(state, parts.is_held() && verify_pss(key, parts.signature, parts.token));
    }
  });
  benchmark::RegisterBenchmark(("two/" + mode).c_str(), [parts](benchmark::State& state) {
    for (auto _ : state) must(state, parts.is_held() && parts.is_held());
  });
}

void run_coronacheck(benchmark::State& state) {
  const CoronaCheck code;
  for (auto _ : state) must(state, code.check());
}

// One message, blinded, signed and finalized over and over: each step costs the same for another.
struct Round {
  BlindSigningKey key = BlindSigningKey::generate();
  ByteVector message;
  SystemRng rng;
  Result<rsabssa::Blinded> blinded;
  Result<BlindSignature> answer;

  explicit Round(const ByteVector& token)
      : message(token),
        blinded(rsabssa::blind(key.modulus(), message, rng)),
        answer(key.blind_sign(blinded->request.view())) {}

  void sign(benchmark::State& state) const {
    for (auto _ : state) must(state, key.blind_sign(blinded->request.view()).ok());
  }
  void blind(benchmark::State& state) {
    for (auto _ : state) must(state, rsabssa::blind(key.modulus(), message, rng).ok());
  }
  void finalize(benchmark::State& state) const {
    for (auto _ : state) {
      const auto token =
          rsabssa::finalize(key.modulus(), message, answer->view(), blinded->inverse);
      must(state, token.ok());
    }
  }
};

void run_private(benchmark::State& state, const Bytes number) {
  const Key key = new_private_key();
  ByteVector below(number.begin(), number.end());
  below.front() = 0;  // below any modulus of 2,048 bits
  for (auto _ : state) must(state, private_power(key.get(), below));
}

}  // namespace
}  // namespace whit::bench

int main(int argc, char** argv) {
  namespace bench = whit::bench;
  const whit::test::BlindSigner signer;
  const whit::test::World world = whit::test::blind_world(signer);
  const bench::Key key = bench::public_key(signer.modulus());
  const auto samples = whit::test::samples(world, signer);
  whit::ByteVector message;
  for (const auto& sample : samples) {
    if (sample.name.find("blind") == std::string::npos) continue;
    bench::register_checks(sample, world, key.get());
    message = bench::Parts(sample).token;
  }
  bench::Round round(message);
  using benchmark::RegisterBenchmark;
  using benchmark::State;
  RegisterBenchmark("coronacheck", [](State& s) { bench::run_coronacheck(s); });
  RegisterBenchmark("blind_sign", [&](State& s) { round.sign(s); });
  bench::BlindDealing dealing;
  RegisterBenchmark("deal", [&](State& s) {
    for (auto _ : s) bench::must(s, dealing.deal());
  });
  RegisterBenchmark("private",
                    [&](State& s) { bench::run_private(s, round.blinded->request.view()); });
  RegisterBenchmark("blind", [&](State& s) { round.blind(s); });
  RegisterBenchmark("finalize", [&](State& s) { round.finalize(s); });
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 3;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
