// SPDX-License-Identifier: Apache-2.0
// KeyStore: where an issuer's own Ed25519 keys are made, kept and ended: those that the root
// certifies, and those of tokens. The vault is one, an HSM another.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/common/message.h"
#include "crypto/rng.h"
#include "crypto/signer.h"
#include "token/build.h"

namespace whit::cli {

// key_name is how a store names a key: its use and the first 8 bytes of its thumbprint, like
// "token-00112233aabbccdd".
std::string key_name(std::string_view use, const PublicKey& key);

// Every function is a Failure, with a sentence for people, where the store can't do it. A name is
// one of key_name's.
class KeyStore {
 public:
  virtual ~KeyStore() = default;

  // generate makes a key pair that lasts and gives its public half; the store names it
  // key_name(use, of it).
  virtual PublicKey generate(std::string_view use, Rng& rng) const = 0;
  // signer may be had while a device is away; then what it signs fails. Needs no lock: it is good
  // for any thread, and outlives the store.
  virtual std::shared_ptr<const Signer> signer(std::string_view name) const = 0;
  virtual bool has(std::string_view name) const = 0;
  // names are those that begin with `prefix`, in order.
  virtual std::vector<std::string> names(std::string_view prefix) const = 0;
  // destroy ends the secret half for good; without one it does nothing.
  virtual void destroy(std::string_view name) const = 0;

 protected:
  KeyStore() = default;
  KeyStore(const KeyStore&) = default;
  KeyStore(KeyStore&&) = default;
  KeyStore& operator=(const KeyStore&) = default;
  KeyStore& operator=(KeyStore&&) = default;
};

// must_sign is sign_part, or a Failure that says why the key can't be used.
ByteVector must_sign(Bytes payload, std::int64_t typ, const Signer& key);
// cannot_sign is that Failure.
Failure cannot_sign(Errc code);

}  // namespace whit::cli
