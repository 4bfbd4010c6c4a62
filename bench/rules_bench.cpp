// SPDX-License-Identifier: Apache-2.0
// All of a check but libsodium's arithmetic: text, parsing, pre-checks of keys and signatures, and
// every rule. This program says yes in libsodium's place, so that nothing but our own is measured.
#include <benchmark/benchmark.h>
#include <sodium.h>

#include "support/samples.h"

extern "C" int crypto_sign_verify_detached(const unsigned char*, const unsigned char*,
                                           unsigned long long, const unsigned char*) {
  return 0;
}

int main(int argc, char** argv) {
  const whit::test::BlindSigner signer;
  const whit::test::World world = whit::test::blind_world(signer);
  const auto samples = whit::test::samples(world, signer);
  for (const auto& sample : samples) {
    if (sample.name.find("blind") != std::string::npos) continue;  // RSA is OpenSSL's
    benchmark::RegisterBenchmark(("rules/" + sample.name).c_str(), [&](benchmark::State& state) {
      const std::string text = sample.text();
      for (auto _ : state) {
        if (sample.check(world, whit::as_bytes(text)) != sample.verdict) {
          state.SkipWithError("another verdict");
        }
      }
    });
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 3;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
