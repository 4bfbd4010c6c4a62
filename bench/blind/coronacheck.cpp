// SPDX-License-Identifier: Apache-2.0
#include "blind/coronacheck.h"

namespace whit::bench {
namespace {

constexpr int kModulus = 2048, kChallenge = 256, kE = 503, kV = 3204, kAttribute = 592;
constexpr int kShift = 644;

void require(bool ok) {
  if (!ok) __builtin_trap();
}

}  // namespace

CoronaCheck::Number CoronaCheck::random(int bits) {
  Number out(BN_new());
  require(BN_rand(out.get(), bits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1);
  return out;
}

CoronaCheck::Number CoronaCheck::below_n() const {
  Number out(BN_new());
  require(BN_rand_range(out.get(), n_.get()) == 1);
  return out;
}

CoronaCheck::CoronaCheck()
    : n_(BN_new()),
      shift_(BN_new()),
      c_(random(kChallenge)),
      e_(random(kE)),
      v_(random(kV)),
      response_(random(kAttribute)) {
  require(BN_rand(n_.get(), kModulus, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ODD) == 1);
  require(BN_set_bit(shift_.get(), kShift) == 1);
  require(BN_MONT_CTX_set(montgomery_.get(), n_.get(), context_.get()) == 1);
  inverse_z_ = below_n();
  s_ = below_n();
  r_ = below_n();
  a_ = below_n();
}

// Of public numbers, so that OpenSSL's quickest way may be taken.
CoronaCheck::Number CoronaCheck::power(const Number& base, const Number& exponent) const {
  Number out(BN_new());
  require(BN_mod_exp_mont(out.get(), base.get(), exponent.get(), n_.get(), context_.get(),
                          montgomery_.get()) == 1);
  return out;
}

CoronaCheck::Number CoronaCheck::product(const Number& a, const Number& b) const {
  Number out(BN_new());
  require(BN_mod_mul(out.get(), a.get(), b.get(), n_.get(), context_.get()) == 1);
  return out;
}

bool CoronaCheck::check() const {
  const Number known = power(product(power(a_, shift_), inverse_z_), c_);
  const Number shown = product(power(a_, e_), product(power(s_, v_), power(r_, response_)));
  return BN_is_zero(product(known, shown).get()) == 0;
}

}  // namespace whit::bench
