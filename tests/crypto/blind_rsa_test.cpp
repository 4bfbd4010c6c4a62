// SPDX-License-Identifier: Apache-2.0
#include "crypto/blind_rsa.h"

#include <openssl/err.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/cbor_writer.h"
#include "base/hex.h"
#include "crypto/blind_rsa_core.h"
#include "crypto/blind_rsa_private.h"
#include "crypto/hash.h"
#include "crypto/rsa_pss.h"

namespace whit {
namespace {

namespace core = rsabssa::core;
using ByteVector = std::vector<std::uint8_t>;

Bytes exposed(const SecretBuffer& secret) { return secret.expose(InsecureAccess{}); }

// Two keys for all tests here, for making one takes long.
const BlindSigningKey& key() {
  static const BlindSigningKey made = BlindSigningKey::generate();
  return made;
}
const BlindSigningKey& other_key() {
  static const BlindSigningKey made = BlindSigningKey::generate();
  return made;
}

// `number` + `step` in as many bytes, for the neighbours of n.
ByteVector plus(const RsaModulus& number, int step) {
  ByteVector out(number.bytes.begin(), number.bytes.end());
  int carry = step;
  for (std::size_t i = out.size(); i-- > 0 && carry != 0;) {
    carry += out[i];
    out[i] = static_cast<std::uint8_t>(carry & 0xff);
    carry = carry < 0 ? -1 : carry >> 8;
  }
  return out;
}

ByteVector small(std::uint8_t value) {
  ByteVector out(256);
  out.back() = value;
  return out;
}

// What is signed of a blind token: its COSE Sig_structure (RFC 9052, section 4.4).
ByteVector sig_structure(const RsaModulus& modulus, const PublicKey& holder) {
  cbor::Writer header, claims, out;
  header.map(3).integer(1).integer(-38).integer(4).bytes(key_id(modulus).view());
  header.integer(16).integer(293);
  claims.map(5).integer(1).text("dlo").integer(2).text("").integer(4).uint(1797206400);
  claims.integer(8).map(1).integer(1).map(3).integer(1).integer(1).integer(-1).integer(6);
  claims.integer(-2).bytes(holder.view()).integer(11).uint(65001);
  out.array(4).text("Signature1").bytes(header.take()).bytes({}).bytes(claims.take());
  return out.take();
}

ByteVector message_of(const RsaModulus& modulus, Rng& rng) {
  return sig_structure(modulus, SigningKey::generate(rng).public_key());
}

template <class T>
Errc code_of(const Result<T>& result) {
  return result.ok() ? Errc{} : result.error().code;
}

Errc blinding_error(const RsaModulus& modulus) {
  SeededRng rng(1);
  return code_of(rsabssa::blind(modulus, as_bytes("a fresh key"), rng));
}

// A modulus of one byte over and over, but for the last two.
RsaModulus filled(std::uint8_t fill, unsigned last) {
  RsaModulus out;
  out.bytes.fill(fill);
  out.bytes[254] = static_cast<std::uint8_t>(last >> 8);
  out.bytes[255] = static_cast<std::uint8_t>(last);
  return out;
}

Errc finishing_error(const RsaModulus& modulus, Bytes message, Bytes answer,
                     const SecretBuffer& inverse) {
  return code_of(rsabssa::finalize(modulus, message, answer, inverse));
}

// One case of RFC 9474, appendix A; its numbers are hexadecimal.
struct Vector {
  const nlohmann::json& fields;
  std::string text(const char* name) const { return fields.at(name); }
  ByteVector operator()(const char* name) const { return *hex::decode(text(name)); }
};

void check_vector(const Vector& v) {
  const ByteVector n = v("n"), message = v("prepared_msg");
  const auto pss = core::encode(message, v("salt"), n.size());
  CHECK(hex::encode(exposed(pss)) == v.text("encoded_msg"));

  const SecretBuffer inverse = SecretBuffer::copy_of(v("inv"));
  SeededRng rng(9474);
  SecretBuffer mask(n.size());  // leaves no trace in what comes out
  rng.fill(mask.expose_writable(InsecureAccess{}).subspan(1));
  const auto blinded = core::blind(n, pss, inverse, mask);
  REQUIRE(blinded.ok());
  CHECK(hex::encode(*blinded) == v.text("blinded_msg"));

  const openssl::Key pair = core::key_of_primes(v("p"), v("q"));
  REQUIRE(pair);
  const auto answer = core::private_power(pair.get(), n, *blinded);
  REQUIRE(answer.ok());
  CHECK(hex::encode(*answer) == v.text("blind_sig"));

  const auto signature = core::unblind(n, *answer, inverse);
  REQUIRE(signature.ok());
  CHECK(hex::encode(*signature) == v.text("sig"));
  CHECK(core::is_root(n, *signature, exposed(pss)));
}

TEST_CASE("RFC 9474, appendix A: every value of all four variants comes out") {
  start_crypto();
  std::ifstream file(WHIT_SHARED_VECTORS "/rfc9474/appendix_a.json");
  if (!file) {
    WARN("skipped: the cases of RFC 9474 are not here");
    return;
  }
  const auto cases = nlohmann::json::parse(file).at("vectors");
  CHECK(cases.size() == 4);
  for (const auto& fields : cases) {
    INFO(fields.at("name"));
    check_vector(Vector{fields});
  }
}

TEST_CASE("what a holder unblinds is an ordinary PS384 signature over its message, and no other") {
  start_crypto();
  SystemRng rng;
  const RsaModulus& n = key().modulus();
  const ByteVector message = message_of(n, rng);
  const auto blinded = rsabssa::blind(n, message, rng);
  REQUIRE(blinded.ok());
  const auto answer = key().blind_sign(blinded->request.view());
  REQUIRE(answer.ok());
  const auto signature = rsabssa::finalize(n, message, answer->view(), blinded->inverse);
  REQUIRE(signature.ok());
  CHECK(verify_ps384(n, signature->view(), message));
  CHECK_FALSE(verify_ps384(n, signature->view(), message_of(n, rng)));
  CHECK_FALSE(verify_ps384(other_key().modulus(), signature->view(), message));
  CHECK_FALSE(verify_ps384(n, answer->view(), message));  // the issuer never held the signature
}

TEST_CASE("a check by one key is no check by the key of before", "[verify-5]") {
  start_crypto();
  SystemRng rng;
  const ByteVector message = message_of(key().modulus(), rng);
  const auto blinded = rsabssa::blind(key().modulus(), message, rng);
  const auto answer = key().blind_sign(blinded->request.view());
  const auto good = rsabssa::finalize(key().modulus(), message, answer->view(), blinded->inverse);
  for (int i = 0; i < 3; ++i) {
    CHECK(verify_ps384(key().modulus(), good->view(), message));
    CHECK_FALSE(verify_ps384(other_key().modulus(), good->view(), message));
    CHECK_FALSE(verify_ps384(key().modulus(), small(3), message));
  }
}

TEST_CASE("two blindings of one message have nothing in common, not even their salt") {
  start_crypto();
  SeededRng rng(7), again(7);
  const RsaModulus& n = key().modulus();
  const auto first = rsabssa::blind(n, as_bytes("message"), rng);
  const auto second = rsabssa::blind(n, as_bytes("message"), rng);
  const auto repeated = rsabssa::blind(n, as_bytes("message"), again);
  REQUIRE((first.ok() && second.ok() && repeated.ok()));
  CHECK_FALSE(first->request == second->request);
  CHECK_FALSE(equal(exposed(first->inverse), exposed(second->inverse)));
  CHECK(first->request == repeated->request);  // all that is random comes from the Rng
  const auto one = key().blind_sign(first->request.view());
  const auto two = key().blind_sign(second->request.view());
  REQUIRE((one.ok() && two.ok()));
  const auto a = rsabssa::finalize(n, as_bytes("message"), one->view(), first->inverse);
  const auto b = rsabssa::finalize(n, as_bytes("message"), two->view(), second->inverse);
  REQUIRE((a.ok() && b.ok()));
  CHECK_FALSE(*a == *b);
}

TEST_CASE("the issuer signs only a number between 2 and n - 2 of 256 bytes") {
  start_crypto();
  const RsaModulus& n = key().modulus();
  for (const ByteVector& z :
       {small(0), small(1), plus(n, -1), plus(n, 0), plus(n, 1), ByteVector(256, 0xff)}) {
    CHECK(code_of(key().blind_sign(z)) == Errc::out_of_range);
  }
  for (const std::size_t size : {0U, 255U, 257U, 512U}) {
    CHECK(code_of(key().blind_sign(ByteVector(size, 2))) == Errc::wrong_length);
  }
  for (const ByteVector& z : {small(2), plus(n, -2)}) {
    const auto answer = key().blind_sign(z);
    REQUIRE(answer.ok());
    CHECK(core::is_root(n.view(), answer->view(), z));
  }
}

TEST_CASE("a holder blinds nothing for a modulus that is even, short or has a small factor") {
  start_crypto();
  RsaModulus n = key().modulus();
  CHECK(blinding_error(n) == Errc{});
  n.bytes.back() ^= 1;
  CHECK(blinding_error(n) == Errc::weak_key);
  CHECK(blinding_error(filled(0xff, 0xffff)) == Errc::weak_key);  // 3 * 5 * 17 * ...
  CHECK(rsabssa::is_sound(filled(0xd5, 0x7)));                    // only factors above 1,024
  CHECK_FALSE(rsabssa::is_sound(filled(0xd5, 0x19f)));            // the same, but for 1,021
  CHECK_FALSE(rsabssa::is_sound(filled(0x75, 0xb)));              // 2,047 bits
}

TEST_CASE("a number that shares a factor with the modulus isn't blinded") {
  start_crypto();
  const SecretBuffer primes = key().primes(InsecureAccess{});
  ByteVector shared(128);
  shared.insert(shared.end(), exposed(primes).begin(), exposed(primes).begin() + 128);
  const SecretBuffer p = SecretBuffer::copy_of(shared), two = SecretBuffer::copy_of(small(2));
  const Bytes n = key().modulus().view();
  CHECK(core::blind(n, two, two, two).ok());
  CHECK(core::blind(n, p, two, two).error().code == Errc::weak_key);
  CHECK(core::blind(n, two, p, two).error().code == Errc::weak_key);
  CHECK(core::blind(n, two, two, p).error().code == Errc::weak_key);
  CHECK(core::blind(n, two, SecretBuffer::copy_of(n), two).error().code == Errc::out_of_range);
  CHECK(core::blind(n, two, SecretBuffer(255), two).error().code == Errc::wrong_length);
}

TEST_CASE("an answer that was changed, or is another key's or message's, gives no signature") {
  start_crypto();
  SystemRng rng;
  const RsaModulus& n = key().modulus();
  const ByteVector message = message_of(n, rng);
  const auto blinded = rsabssa::blind(n, message, rng);
  REQUIRE(blinded.ok());
  BlindSignature answer = *key().blind_sign(blinded->request.view());
  const auto error = [&](Bytes m, Bytes a) { return finishing_error(n, m, a, blinded->inverse); };
  CHECK(error(message, answer.view()) == Errc{});
  CHECK(error(message_of(n, rng), answer.view()) == Errc::bad_signature);
  CHECK(finishing_error(n, message, answer.view(), SecretBuffer::copy_of(small(1))) ==
        Errc::bad_signature);
  CHECK(finishing_error(other_key().modulus(), message, answer.view(), blinded->inverse) != Errc{});
  CHECK(error(message, answer.view().first(255)) == Errc::wrong_length);
  CHECK(error(message, plus(n, 0)) == Errc::out_of_range);
  for (const std::size_t at : {1U, 128U, 255U}) {
    answer.bytes[at] ^= 1;
    CHECK(error(message, answer.view()) == Errc::bad_signature);
    answer.bytes[at] ^= 1;
  }
  CHECK(error(message, small(0)) == Errc::bad_signature);
}

TEST_CASE("another key's answer to a request is refused on one side or the other") {
  start_crypto();
  SystemRng rng;
  const RsaModulus& n = key().modulus();
  const ByteVector message = message_of(n, rng);
  const auto blinded = rsabssa::blind(n, message, rng);
  REQUIRE(blinded.ok());
  const auto answer = other_key().blind_sign(blinded->request.view());
  if (!answer.ok()) {  // the request isn't below that key's modulus
    CHECK(answer.error().code == Errc::out_of_range);
    return;
  }
  CHECK(finishing_error(n, message, answer->view(), blinded->inverse) != Errc{});
}

TEST_CASE("a key comes back from its primes, and from nothing else") {
  start_crypto();
  const SecretBuffer primes = key().primes(InsecureAccess{});
  const auto again = BlindSigningKey::from_primes(primes);
  REQUIRE(again.ok());
  CHECK(again->modulus() == key().modulus());
  CHECK(*again->blind_sign(small(3)) == *key().blind_sign(small(3)));

  const auto refused = [](const SecretBuffer& bytes) {
    const auto made = BlindSigningKey::from_primes(bytes);
    return !made.ok() && made.error().code == Errc::bad_key_file;
  };
  CHECK(refused(SecretBuffer(256)));
  CHECK(refused(SecretBuffer::copy_of(exposed(primes).first(255))));
  ByteVector changed(exposed(primes).begin(), exposed(primes).end());
  for (const std::size_t at : {0U, 128U}) {
    changed[at] ^= 0x80;  // too short
    CHECK(refused(SecretBuffer::copy_of(changed)));
    changed[at] ^= 0x80;
    changed[at + 127] ^= 1;  // even
    CHECK(refused(SecretBuffer::copy_of(changed)));
    changed[at + 127] ^= 1;
  }
  std::fill(changed.begin() + 128, changed.end(), std::uint8_t{0xd5});
  changed.back() = 0xb;  // not prime, though its factors are all above 1,024
  CHECK(refused(SecretBuffer::copy_of(changed)));
  std::copy_n(changed.begin(), 128, changed.begin() + 128);  // p twice
  CHECK(refused(SecretBuffer::copy_of(changed)));
}

TEST_CASE("a refusal leaves nothing in OpenSSL's error queue for the next connection") {
  start_crypto();
  ERR_clear_error();
  const SecretBuffer two = SecretBuffer::copy_of(small(2));
  CHECK(finishing_error(key().modulus(), as_bytes("m"), small(2), two) == Errc::bad_signature);
  CHECK_FALSE(BlindSigningKey::from_primes(two).ok());
  CHECK_FALSE(core::blind(key().modulus().view(), two, two, SecretBuffer(256)).ok());
  CHECK(ERR_peek_error() == 0);
}

}  // namespace
}  // namespace whit
