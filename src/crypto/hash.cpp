// SPDX-License-Identifier: Apache-2.0
#include "crypto/hash.h"

#include <openssl/evp.h>

#include <array>
#include <cstring>

namespace whit {
namespace {

// A digest context of this thread. Copying one that has begun is less work for OpenSSL 3 than
// beginning anew: no parameters are looked at again.
class Sha256Context {
 public:
  Sha256Context() noexcept : begun_(EVP_MD_CTX_new()), context_(EVP_MD_CTX_new()) {
    if (begun_ == nullptr || context_ == nullptr) __builtin_trap();
    if (algorithm() == nullptr || EVP_DigestInit_ex2(begun_, algorithm(), nullptr) != 1) {
      __builtin_trap();
    }
  }
  ~Sha256Context() {
    EVP_MD_CTX_free(begun_);
    EVP_MD_CTX_free(context_);
  }
  Sha256Context(const Sha256Context&) = delete;
  Sha256Context& operator=(const Sha256Context&) = delete;

  Hash digest(std::initializer_list<Bytes> parts) noexcept {
    Hash out;
    bool ok = EVP_MD_CTX_copy_ex(context_, begun_) == 1;
    for (const Bytes part : parts) {
      ok = ok && EVP_DigestUpdate(context_, part.data(), part.size()) == 1;
    }
    ok = ok && EVP_DigestFinal_ex(context_, out.bytes.data(), nullptr) == 1;
    if (!ok) __builtin_trap();
    return out;
  }

 private:
  static const EVP_MD* algorithm() noexcept {
    static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return fetched;
  }
  EVP_MD_CTX *begun_, *context_;
};

Sha256Context& own_context() noexcept {
  thread_local Sha256Context context;
  return context;
}

}  // namespace

Hash sha256(std::initializer_list<Bytes> parts) noexcept { return own_context().digest(parts); }

void sha256_pairs(std::uint8_t prefix, std::span<const Hash> in, std::span<Hash> out) noexcept {
  if (in.size() / 2 < out.size()) __builtin_trap();
  Sha256Context& context = own_context();
  std::array<std::uint8_t, 1 + 2 * Hash::kSize> bytes;
  bytes[0] = prefix;
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::memcpy(bytes.data() + 1, in[2 * i].bytes.data(), Hash::kSize);
    std::memcpy(bytes.data() + 1 + Hash::kSize, in[2 * i + 1].bytes.data(), Hash::kSize);
    out[i] = context.digest({Bytes(bytes)});
  }
}

}  // namespace whit
