// SPDX-License-Identifier: Apache-2.0
#include "crypto/totp.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <sodium.h>

#include <array>

#include "base/base32.h"
#include "crypto/openssl_owned.h"

namespace whit {
namespace {

using Mac = openssl::Owned<EVP_MAC, EVP_MAC_free>;
using MacContext = openssl::Owned<EVP_MAC_CTX, EVP_MAC_CTX_free>;
using Sha1Mac = std::array<std::uint8_t, 20>;

// hmac_sha1 traps where OpenSSL has none: there is nothing to go on with.
Sha1Mac hmac_sha1(Bytes key, Bytes message) noexcept {
  static const Mac algorithm(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  const MacContext context(algorithm ? EVP_MAC_CTX_new(algorithm.get()) : nullptr);
  if (!context) __builtin_trap();
  std::array<char, 5> digest = {'S', 'H', 'A', '1', 0};
  const std::array<OSSL_PARAM, 2> params = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  Sha1Mac out{};
  std::size_t size = 0;
  const bool ok = EVP_MAC_init(context.get(), key.data(), key.size(), params.data()) == 1 &&
                  EVP_MAC_update(context.get(), message.data(), message.size()) == 1 &&
                  EVP_MAC_final(context.get(), out.data(), &size, out.size()) == 1 &&
                  size == out.size();
  if (!ok) __builtin_trap();
  return out;
}

bool is_unreserved(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<std::uint8_t>(c);
    out.push_back('%');
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

}  // namespace

std::string totp_code(const SecretBuffer& secret, std::uint64_t step) noexcept {
  std::array<std::uint8_t, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[i] = static_cast<std::uint8_t>(step >> (56 - 8 * i));
  }
  const Sha1Mac mac = hmac_sha1(secret.expose(InsecureAccess{}), counter);
  const std::size_t at = mac.back() & 15U;  // RFC 4226, section 5.3
  std::uint32_t number = mac[at] & 0x7fU;
  for (std::size_t i = 1; i < 4; ++i) number = number << 8 | mac[at + i];
  std::string out(kTotpDigits, '0');
  for (std::size_t i = kTotpDigits; i > 0; --i, number /= 10) {
    out[i - 1] = static_cast<char>('0' + number % 10);
  }
  return out;
}

std::optional<std::uint64_t> totp_step(const SecretBuffer& secret, std::string_view code,
                                       UnixTime now, std::uint64_t taken) noexcept {
  if (code.size() != kTotpDigits) return std::nullopt;
  const std::uint64_t middle = now / kTotpSeconds;
  std::optional<std::uint64_t> found;
  for (std::uint64_t step = middle - (middle > 0 ? 1 : 0); step <= middle + 1; ++step) {
    const std::string right = totp_code(secret, step);
    const bool same = sodium_memcmp(right.data(), code.data(), kTotpDigits) == 0;
    if (same && step > taken && !found) found = step;
  }
  return found;
}

std::string totp_uri(const SecretBuffer& secret, std::string_view issuer, std::string_view login) {
  const std::string name = percent_encoded(issuer);
  return "otpauth://totp/" + name + ":" + percent_encoded(login) +
         "?secret=" + base32::encode(secret.expose(InsecureAccess{})) + "&issuer=" + name +
         "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace whit
