// SPDX-License-Identifier: Apache-2.0
#include "crypto/keyfile.h"

#include <sodium.h>

namespace whit {
namespace {

constexpr std::string_view kMagic = "WHITKEY1";
constexpr std::size_t kSaltSize = crypto_pwhash_SALTBYTES;
constexpr std::size_t kNonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kMacSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kKeySize = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kHeadSize = 8 + 1 + 4 + kSaltSize + kNonceSize;
static_assert(kHeadSize + kMacSize == kKeyFileOverhead);
constexpr Hardness kHardest{16, 1024};

SecretBuffer derive(const SecretBuffer& passphrase, Bytes salt, Hardness hardness) {
  SecretBuffer key(kKeySize);
  const Bytes words = passphrase.expose(InsecureAccess{});
  if (crypto_pwhash_argon2id(key.expose_writable(InsecureAccess{}).data(), kKeySize,
                             reinterpret_cast<const char*>(words.data()), words.size(), salt.data(),
                             hardness.passes, std::size_t{hardness.mebibytes} << 20,
                             crypto_pwhash_ALG_ARGON2ID13) != 0) {
    __builtin_trap();
  }
  return key;
}

std::vector<std::uint8_t> authenticated(Bytes head, std::string_view label) {
  std::vector<std::uint8_t> out(head.size() + label.size());
  std::copy(label.begin(), label.end(), std::copy(head.begin(), head.end(), out.begin()));
  return out;
}

void append_sealed(std::vector<std::uint8_t>& out, const SecretBuffer& key, Bytes nonce,
                   Bytes secret, Bytes with) {
  const std::size_t start = out.size();
  out.resize(start + secret.size() + kMacSize);
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + start, nullptr, secret.data(),
                                             secret.size(), with.data(), with.size(), nullptr,
                                             nonce.data(), key.expose(InsecureAccess{}).data());
}

Result<SecretBuffer> unsealed(const SecretBuffer& key, Bytes nonce, Bytes sealed, Bytes with) {
  if (sealed.size() < kMacSize) return Errc::bad_key_file;
  SecretBuffer secret(sealed.size() - kMacSize);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(secret.expose_writable(InsecureAccess{}).data(),
                                                 nullptr, nullptr, sealed.data(), sealed.size(),
                                                 with.data(), with.size(), nonce.data(),
                                                 key.expose(InsecureAccess{}).data()) != 0) {
    return Errc::wrong_passphrase;
  }
  return secret;
}

std::vector<std::uint8_t> make_head(Hardness hardness, Rng& rng) {
  std::vector<std::uint8_t> head(kMagic.begin(), kMagic.end());
  head.push_back(hardness.passes);
  for (int shift = 24; shift >= 0; shift -= 8) {
    head.push_back(static_cast<std::uint8_t>(hardness.mebibytes >> shift));
  }
  head.resize(kHeadSize);
  rng.fill(std::span(head).last(kSaltSize + kNonceSize));
  return head;
}

// The cost that the file names, as long as it is one that this program is willing to pay.
Result<Hardness> read_hardness(Bytes head) noexcept {
  Hardness hardness{head[8], 0};
  for (std::size_t i = 9; i < 13; ++i) hardness.mebibytes = hardness.mebibytes << 8 | head[i];
  const bool sane = hardness.passes >= 1 && hardness.passes <= kHardest.passes &&
                    hardness.mebibytes >= 1 && hardness.mebibytes <= kHardest.mebibytes;
  if (!sane) return Errc::bad_key_file;
  return hardness;
}

}  // namespace

std::vector<std::uint8_t> seal_key_file(const SecretBuffer& secret, const SecretBuffer& passphrase,
                                        std::string_view label, Rng& rng, Hardness hardness) {
  std::vector<std::uint8_t> file = make_head(hardness, rng);
  const Bytes head = Bytes(file).first(kHeadSize);
  const SecretBuffer key = derive(passphrase, head.subspan(13, kSaltSize), hardness);
  const auto with = authenticated(head, label);
  append_sealed(file, key, Bytes(with).subspan(kHeadSize - kNonceSize, kNonceSize),
                secret.expose(InsecureAccess{}), with);
  return file;
}

Result<SecretBuffer> open_key_file(Bytes file, const SecretBuffer& passphrase,
                                   std::string_view label) {
  if (file.size() < kKeyFileOverhead || as_text(file.first(kMagic.size())) != kMagic) {
    return Errc::bad_key_file;
  }
  const Bytes head = file.first(kHeadSize);
  WHIT_TRY(const Hardness hardness, read_hardness(head));
  const SecretBuffer key = derive(passphrase, head.subspan(13, kSaltSize), hardness);
  return unsealed(key, head.last(kNonceSize), file.subspan(kHeadSize), authenticated(head, label));
}

std::vector<std::uint8_t> seal_box(const SecretBuffer& key, Bytes secret, std::string_view label,
                                   Rng& rng) {
  if (key.size() != kKeySize) __builtin_trap();
  std::vector<std::uint8_t> box(kNonceSize);
  rng.fill(box);
  const std::vector<std::uint8_t> nonce = box;
  append_sealed(box, key, nonce, secret, as_bytes(label));
  return box;
}

Result<SecretBuffer> open_box(const SecretBuffer& key, Bytes box, std::string_view label) {
  if (key.size() != kKeySize) __builtin_trap();
  if (box.size() < kNonceSize) return Errc::bad_key_file;
  auto secret = unsealed(key, box.first(kNonceSize), box.subspan(kNonceSize), as_bytes(label));
  if (!secret) return Errc::bad_key_file;
  return secret;
}

}  // namespace whit
