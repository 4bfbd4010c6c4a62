// SPDX-License-Identifier: Apache-2.0
// The whole check of each kind of showing, beside the signature checks inside it by libsodium
// alone: "check/NAME/text", "check/NAME/cbor" and "raw/NAME". What a blind code has inside is an
// RSA check by OpenSSL, which isn't compared.
#include <benchmark/benchmark.h>
#include <sodium.h>

#include "base/base45.h"
#include "support/samples.h"
#include "token/cose.h"

namespace whit {
namespace {

using test::Sample;

// One signature as libsodium takes it.
struct RawCheck {
  PublicKey key;
  Signature signature;
  ByteVector message;

  bool passes() const {
    return crypto_sign_verify_detached(signature.bytes.data(), message.data(), message.size(),
                                       key.bytes.data()) == 0;
  }
};

RawCheck issuer_check(const Token& token, const PublicKey& key) {
  return {key, Signature::from(token.signature),
          sig_structure(token.protected_header, {}, token.payload)};
}

// Every signature that has to be checked before `sample` may be believed.
std::vector<RawCheck> raw_checks(const Sample& sample, const test::World& world) {
  if (sample.carrier == Carrier::paper) {
    return {issuer_check(*parse_paper(sample.cbor), world.paper_key.public_key())};
  }
  const auto shown = parse_presentation(sample.cbor);
  std::vector<RawCheck> out = {{shown->tokens[0].holder, shown->signature,
                                sig_structure(shown->protected_header, {}, shown->payload)}};
  for (std::size_t i = 0; i < shown->count; ++i) {
    out.push_back(issuer_check(shown->tokens[i], world.phone_key.public_key()));
  }
  return out;
}

void run_check(benchmark::State& state, const Sample& sample, const test::World& world,
               const ByteVector& showing) {
  for (auto _ : state) {
    if (sample.check(world, showing) != sample.verdict) state.SkipWithError("another verdict");
  }
}

void run_raw(benchmark::State& state, const std::vector<RawCheck>& checks) {
  for (auto _ : state) {
    for (const RawCheck& check : checks) {
      if (!check.passes()) state.SkipWithError("a bad signature");
    }
  }
}

void run_open(benchmark::State& state, const ByteVector& file, const TrustFile& trust) {
  for (auto _ : state) {
    if (!Bundle::open(file, trust)) state.SkipWithError("refused");
  }
}

void run_base45(benchmark::State& state, const std::string& text) {
  std::array<std::uint8_t, kMaxPresentation> out;
  for (auto _ : state) {
    if (!base45::decode(std::string_view(text).substr(kPrefixSize), out)) {
      state.SkipWithError("refused");
    }
  }
}

void register_sample(const Sample& sample, const test::World& world) {
  const std::string text = sample.text();
  const ByteVector chars(text.begin(), text.end());
  const auto check = [&](const ByteVector& showing) {
    return
        [&sample, &world, showing](benchmark::State& s) { run_check(s, sample, world, showing); };
  };
  benchmark::RegisterBenchmark(("check/" + sample.name + "/text").c_str(), check(chars));
  benchmark::RegisterBenchmark(("check/" + sample.name + "/cbor").c_str(), check(sample.cbor));
  if (sample.name.find("blind") != std::string::npos) return;
  const auto checks = raw_checks(sample, world);
  benchmark::RegisterBenchmark(("raw/" + sample.name).c_str(),
                               [checks](benchmark::State& s) { run_raw(s, checks); });
}

}  // namespace
}  // namespace whit

int main(int argc, char** argv) {
  const whit::test::BlindSigner signer;
  const whit::test::World world = whit::test::blind_world(signer);
  const auto samples = whit::test::samples(world, signer);
  for (const auto& sample : samples) whit::register_sample(sample, world);
  const auto file = world.bundle_file();
  const auto trust = world.trust();
  benchmark::RegisterBenchmark("open",
                               [&](benchmark::State& s) { whit::run_open(s, file, trust); });
  const std::string text = samples.front().text();
  benchmark::RegisterBenchmark("base45", [&](benchmark::State& s) { whit::run_base45(s, text); });
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 3;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
