// SPDX-License-Identifier: Apache-2.0
#include "crypto/blind_rsa_core.h"

#include "crypto/openssl_number.h"
#include "crypto/sha384.h"

namespace whit::rsabssa::core {
namespace {

using openssl::Montgomery;
using openssl::Number;
using openssl::NumberContext;
using openssl::QuietErrors;
using ByteVector = std::vector<std::uint8_t>;

constexpr std::size_t kHashSize = sizeof(Sha384);
constexpr BN_ULONG kExponent = 65537;

// XORs MGF1 (RFC 8017, appendix B.2.1) over `out`: the hashes of seed and a 32-bit counter.
void xor_mask(const Sha384& seed, std::span<std::uint8_t> out) noexcept {
  std::array<std::uint8_t, kHashSize + 4> input{};
  std::copy(seed.begin(), seed.end(), input.begin());
  for (std::size_t start = 0; start < out.size(); start += kHashSize) {
    Sha384 block = sha384(input);
    const std::size_t end = std::min(out.size(), start + kHashSize);
    for (std::size_t i = start; i < end; ++i) out[i] ^= block[i - start];
    wipe(block);
    ++input.back();  // 255 blocks hold a modulus of 98,000 bits
  }
  wipe(input);
}

// A number in memory that is wiped, whose operations take a time that doesn't depend on it.
Number secret_number(Bytes bytes) noexcept {
  Number out(BN_secure_new());
  if (!out || BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), out.get()) == nullptr) {
    return nullptr;
  }
  BN_set_flags(out.get(), BN_FLG_CONSTTIME);
  return out;
}

// Arithmetic modulo n. A null operand or a failure gives null, so that steps can be chained and
// only the last one looked at.
class Ring {
 public:
  explicit Ring(Bytes modulus) noexcept
      : n_(BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr)),
        e_(BN_new()),
        context_(BN_CTX_secure_new()),
        montgomery_(BN_MONT_CTX_new()) {
    ok_ = n_ && e_ && context_ && montgomery_ && BN_set_word(e_.get(), kExponent) == 1 &&
          BN_MONT_CTX_set(montgomery_.get(), n_.get(), context_.get()) == 1;
  }

  // a * b, both below n, without a division.
  Number product(const Number& a, const Number& b) const noexcept {
    if (!ok_ || !a || !b) return nullptr;
    Number out(BN_secure_new());
    const bool done =
        out && BN_to_montgomery(out.get(), a.get(), montgomery_.get(), context_.get()) == 1 &&
        BN_mod_mul_montgomery(out.get(), out.get(), b.get(), montgomery_.get(), context_.get()) ==
            1;
    return done ? std::move(out) : nullptr;
  }

  // a^e.
  Number power(const Number& a) const noexcept {
    if (!ok_ || !a) return nullptr;
    Number out(BN_secure_new());
    const bool done = out && BN_mod_exp_mont_consttime(out.get(), a.get(), e_.get(), n_.get(),
                                                       context_.get(), montgomery_.get()) == 1;
    return done ? std::move(out) : nullptr;
  }

  // a^e of a public number, without care for what its time tells.
  Number public_power(const Number& a) const noexcept {
    if (!ok_ || !a) return nullptr;
    Number out(BN_new());
    const bool done = out && BN_mod_exp_mont(out.get(), a.get(), e_.get(), n_.get(), context_.get(),
                                             montgomery_.get()) == 1;
    return done ? std::move(out) : nullptr;
  }

  // 1 / a, in a time that tells something about `a`, which must not matter by itself.
  Number inverse(const Number& a) const noexcept {
    if (!ok_ || !a) return nullptr;
    Number out(BN_secure_new());
    const bool done =
        out && BN_mod_inverse(out.get(), a.get(), n_.get(), context_.get()) != nullptr;
    return done ? std::move(out) : nullptr;
  }

 private:
  Number n_, e_;
  NumberContext context_;  // wipes what it has lent when it goes
  Montgomery montgomery_;
  bool ok_ = false;
};

ByteVector digits(const Number& number, std::size_t size) noexcept {
  ByteVector out(size);
  if (BN_bn2binpad(number.get(), out.data(), static_cast<int>(size)) < 0) __builtin_trap();
  return out;
}

}  // namespace

bool is_below(Bytes a, Bytes b) noexcept {
  if (a.size() != b.size()) __builtin_trap();
  unsigned borrow = 0;  // of a - b
  for (std::size_t i = a.size(); i-- > 0;) borrow = (a[i] - b[i] - borrow) >> 8 & 1U;
  return borrow != 0;
}

bool is_sound(Bytes modulus) noexcept {
  if (modulus.empty() || (modulus.front() & 0x80) == 0 || (modulus.back() & 1) == 0) return false;
  const Number n(BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr));
  if (!n) return false;
  for (unsigned d = 3; d < 1024; d += 2) {  // a composite costs a step and finds nothing new
    if (BN_mod_word(n.get(), d) == 0) return false;
  }
  return true;
}

SecretBuffer encode(Bytes message, Bytes salt, std::size_t size) noexcept {
  if (size < kHashSize + salt.size() + 2) __builtin_trap();
  SecretBuffer hashed(8 + kHashSize + salt.size());  // M': 8 zeros, the message's hash, the salt
  const auto prefixed = hashed.expose_writable(InsecureAccess{});
  Sha384 message_hash = sha384(message);
  std::copy(message_hash.begin(), message_hash.end(), prefixed.begin() + 8);
  std::copy(salt.begin(), salt.end(), prefixed.begin() + 8 + kHashSize);
  Sha384 hash = sha384(prefixed);
  wipe(message_hash);

  SecretBuffer out(size);  // DB (zeros, 1, the salt), masked; the hash; bc
  const auto encoded = out.expose_writable(InsecureAccess{});
  const auto db = encoded.first(size - kHashSize - 1);
  db[db.size() - salt.size() - 1] = 1;
  std::copy(salt.begin(), salt.end(), db.end() - static_cast<std::ptrdiff_t>(salt.size()));
  xor_mask(hash, db);
  db[0] &= 0x7f;  // one bit less than the modulus
  std::copy(hash.begin(), hash.end(), encoded.begin() + static_cast<std::ptrdiff_t>(db.size()));
  encoded.back() = 0xbc;
  wipe(hash);
  return out;
}

SecretBuffer salt_in(Bytes encoded, std::size_t size) noexcept {
  if (encoded.size() < kHashSize + size + 2) __builtin_trap();
  const std::size_t db_size = encoded.size() - kHashSize - 1;
  Sha384 hash;
  const Bytes in_it = encoded.subspan(db_size, kHashSize);
  std::copy(in_it.begin(), in_it.end(), hash.begin());
  SecretBuffer db = SecretBuffer::copy_of(encoded.first(db_size));
  xor_mask(hash, db.expose_writable(InsecureAccess{}));
  return SecretBuffer::copy_of(db.expose(InsecureAccess{}).last(size));
}

Result<ByteVector> blind(Bytes modulus, const SecretBuffer& encoded, const SecretBuffer& inverse,
                         const SecretBuffer& mask) noexcept {
  const QuietErrors quiet;
  const InsecureAccess access{};
  for (const SecretBuffer* part : {&encoded, &inverse, &mask}) {
    if (part->size() != modulus.size()) return Errc::wrong_length;
    if (!is_below(part->expose(access), modulus)) return Errc::out_of_range;
  }
  const Ring ring(modulus);
  const Number veil = secret_number(mask.expose(access));
  const Number power = ring.power(secret_number(inverse.expose(access)));  // 1 / r^e
  // The inverse of power * veil tells nothing of either, however long it took.
  const Number factor = ring.product(ring.inverse(ring.product(power, veil)), veil);  // r^e
  const Number blinded = ring.product(secret_number(encoded.expose(access)), factor);
  // r is a unit, so this asks whether `encoded` is, by a number that the issuer sees anyway.
  if (!ring.inverse(blinded)) return Errc::weak_key;
  return digits(blinded, modulus.size());
}

Result<ByteVector> unblind(Bytes modulus, Bytes blind_signature,
                           const SecretBuffer& inverse) noexcept {
  const Bytes factor = inverse.expose(InsecureAccess{});
  for (const Bytes part : {blind_signature, factor}) {
    if (part.size() != modulus.size()) return Errc::wrong_length;
    if (!is_below(part, modulus)) return Errc::out_of_range;
  }
  const QuietErrors quiet;
  const Ring ring(modulus);
  const Number signature = ring.product(secret_number(blind_signature), secret_number(factor));
  if (!signature) return Errc::weak_key;
  return digits(signature, modulus.size());
}

ByteVector public_power(Bytes modulus, Bytes number) noexcept {
  if (number.size() != modulus.size() || !is_below(number, modulus)) return {};
  const QuietErrors quiet;
  const Number base(BN_bin2bn(number.data(), static_cast<int>(number.size()), nullptr));
  const Number power = Ring(modulus).public_power(base);
  return power ? digits(power, modulus.size()) : ByteVector();
}

bool is_root(Bytes modulus, Bytes signature, Bytes number) noexcept {
  const ByteVector power = public_power(modulus, signature);
  return !power.empty() && equal(power, number);
}

}  // namespace whit::rsabssa::core
