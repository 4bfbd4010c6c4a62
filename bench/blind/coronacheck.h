// SPDX-License-Identifier: Apache-2.0
// The arithmetic of checking a CoronaCheck code of 2,048 bits: the Netherlands' codes of 2021 to
// 2023, a Camenisch-Lysyanskaya signature shown without being linkable (idemix, by `gabi`).
//
// A checker has n, Z, S and R of the issuer, and of the code C, A and the responses e, v and a. It
// computes (A^(2^644) / Z)^C * A^e * S^v * R^a modulo n, which must hash to C. Bits, as measured in
// the app's own test codes ("NL2", minvws/nl-covid19-coronacheck-*): C 256, A 2,048, e 503, v
// 3,204, a 592. The 644 is l_e - 1 of gabi's parameters for 2,048 bits (gabikeys/sysparams.go, and
// reconstructZ in proofs.go). Disclosed attributes, inverses, the hash and all parsing are left
// out, in favour of the other side.
#pragma once

#include <openssl/bn.h>

#include <memory>

namespace whit::bench {

class CoronaCheck {
 public:
  CoronaCheck();  // with random numbers of those sizes
  bool check() const;

 private:
  struct FreeNumber {
    void operator()(BIGNUM* number) const { BN_free(number); }
  };
  using Number = std::unique_ptr<BIGNUM, FreeNumber>;
  struct FreeContext {
    void operator()(BN_CTX* context) const { BN_CTX_free(context); }
    void operator()(BN_MONT_CTX* context) const { BN_MONT_CTX_free(context); }
  };

  static Number random(int bits);
  Number below_n() const;
  Number power(const Number& base, const Number& exponent) const;
  Number product(const Number& a, const Number& b) const;

  std::unique_ptr<BN_CTX, FreeContext> context_{BN_CTX_new()};
  std::unique_ptr<BN_MONT_CTX, FreeContext> montgomery_{BN_MONT_CTX_new()};
  Number n_, inverse_z_, s_, r_, shift_;  // the issuer's, and 2^644
  Number c_, a_, e_, v_, response_;       // of one code
};

}  // namespace whit::bench
