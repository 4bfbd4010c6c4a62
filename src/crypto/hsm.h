// SPDX-License-Identifier: Apache-2.0
// Ed25519 keys that are made in a hardware security module and never leave it: PKCS#11 3.0, spoken
// to directly. For issuers; no part of the verifier.
//
// What a device may do to this program: be slow, refuse, vanish and come back. What it can't: have
// a signature go out that doesn't verify, for each is checked here with another implementation.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/secret.h"
#include "crypto/signer.h"

namespace whit {

// HsmPin is how the PIN of a token stands, as far as the token says.
enum class HsmPin : std::uint8_t { locked = 0, last_try, few_tries, fine };

// Hsm is one token of a PKCS#11 module, found by its label. Nothing is loaded before the first use,
// and what was lost is looked for again, at most every two seconds: an object may be made while the
// device is away. All functions may be called from any thread, and fail with Errc's hsm_ codes.
//
// A PIN that the token refused is never tried again by this object, and none is tried while the
// token says that one try is left: repeating would lock it.
class Hsm : public std::enable_shared_from_this<Hsm> {
 public:
  enum class Risk : std::uint8_t { none, last_try };  // whether the last try may be used
  // make takes the path of the module and the label of the token, at most 32 bytes. With an empty
  // PIN there is no login: then what needs none can be seen.
  static std::shared_ptr<Hsm> make(std::string module, std::string token, SecretBuffer pin,
                                   Risk risk = Risk::none);
  ~Hsm();
  Hsm(const Hsm&) = delete;
  Hsm& operator=(const Hsm&) = delete;

  // ready tells whether the token is there, takes the PIN, and can make and use Ed25519 keys.
  Status ready() noexcept;
  // pin tells how the PIN stands, without trying it.
  Result<HsmPin> pin() noexcept;

  // generate makes a key pair that lasts, is sensitive and can't be extracted, has it sign once,
  // and gives its public half. `name_of` gives the label that it is known by from then on.
  using Namer = std::function<std::string(const PublicKey&)>;
  Result<PublicKey> generate(const Namer& name_of) noexcept;
  // names are the labels that begin with `prefix`, in order: of secret halves, or of public ones
  // where there is no PIN.
  Result<std::vector<std::string>> names(std::string_view prefix) noexcept;
  // destroy ends both halves; without such a key it does nothing.
  Status destroy(std::string_view name) noexcept;

  // signer is the key of this name, whose public half must be `key`; it keeps this object alive.
  std::shared_ptr<const Signer> signer(std::string_view name, const PublicKey& key);

  // last_error is the newest CK_RV that wasn't CKR_OK, for people who know their device; 0: none.
  std::uint64_t last_error() const noexcept;

 private:
  friend class HsmKey;
  struct Parts;
  explicit Hsm(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace whit
