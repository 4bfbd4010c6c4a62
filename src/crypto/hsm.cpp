// SPDX-License-Identifier: Apache-2.0
#include "crypto/hsm.h"

#include <algorithm>
#include <array>
#include <optional>

#include "crypto/ed25519.h"
#include "crypto/hsm_objects.h"
#include "crypto/hsm_token.h"

namespace whit {
namespace {

using Session = HsmToken::Session;

// What a new key signs once, so that a token which can't is found out before anybody relies on it.
constexpr std::string_view kFirstMessage = "whit: a new key of a token signs this once";

Result<Signature> sign_once(Session& session, CK_OBJECT_HANDLE key, const PublicKey& public_key,
                            Bytes message) noexcept {
  CK_MECHANISM mechanism{CKM_EDDSA, nullptr, 0};
  if (!session.is_ok(session.functions().C_SignInit(session.handle(), &mechanism, key))) {
    return session.error();
  }
  static constexpr CK_BYTE kNothing = 0;  // modules refuse a null pointer
  const CK_BYTE* bytes = message.empty() ? &kNothing : message.data();
  Signature out;
  CK_ULONG size = Signature::kSize;
  if (!session.is_ok(session.functions().C_Sign(session.handle(), const_cast<CK_BYTE*>(bytes),
                                                static_cast<CK_ULONG>(message.size()),
                                                out.bytes.data(), &size))) {
    return session.error();
  }
  if (size != Signature::kSize || !verify(public_key, out, message)) return Errc::hsm_faulty;
  return out;
}

}  // namespace

struct Hsm::Parts {
  HsmToken token;
};

// HsmKey signs with a key of the token. It remembers where the key lies, as long as that is good.
class HsmKey final : public Signer {
 public:
  HsmKey(std::shared_ptr<Hsm> hsm, std::string_view name, const PublicKey& key)
      : hsm_(std::move(hsm)), name_(name), key_(key) {}
  const PublicKey& public_key() const noexcept override { return key_; }

 private:
  struct Place {
    std::uint64_t generation = 0;
    CK_OBJECT_HANDLE handle = 0;
  };

  Result<Signature> make_signature(Bytes message) const noexcept override {
    return hsm_->parts_->token.with(
        [this, message](Session& session) { return sign_in(session, message); });
  }

  Result<Signature> sign_in(Session& session, Bytes message) const noexcept {
    if (const auto place = remembered(session)) {
      auto out = sign_once(session, *place, key_, message);
      if (out || out.error().code != Errc::hsm_no_key) return out;
    }
    WHIT_TRY(const CK_OBJECT_HANDLE found, find_key(session, CKO_PRIVATE_KEY, name_));
    {
      const std::lock_guard hold(mutex_);
      place_ = {session.generation(), found};
    }
    return sign_once(session, found, key_, message);
  }

  std::optional<CK_OBJECT_HANDLE> remembered(const Session& session) const noexcept {
    const std::lock_guard hold(mutex_);
    if (place_.generation != session.generation()) return std::nullopt;
    return place_.handle;
  }

  const std::shared_ptr<Hsm> hsm_;
  const std::string name_;
  const PublicKey key_;
  mutable std::mutex mutex_;
  mutable Place place_;  // under mutex_
};

Hsm::Hsm(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Hsm::~Hsm() = default;

std::shared_ptr<Hsm> Hsm::make(std::string module, std::string token, SecretBuffer pin, Risk risk) {
  std::unique_ptr<Parts> parts(
      new Parts{HsmToken(std::move(module), std::move(token), std::move(pin), risk)});
  return std::shared_ptr<Hsm>(new Hsm(std::move(parts)));
}

Status Hsm::ready() noexcept {
  return parts_->token.with([](Session& session) -> Status {
    for (const CK_MECHANISM_TYPE type : {CKM_EC_EDWARDS_KEY_PAIR_GEN, CKM_EDDSA}) {
      CK_MECHANISM_INFO info{};
      if (!session.is_ok(session.functions().C_GetMechanismInfo(session.slot(), type, &info))) {
        return session.error();
      }
    }
    return {};
  });
}

Result<HsmPin> Hsm::pin() noexcept {
  WHIT_TRY(const CK_TOKEN_INFO info, parts_->token.info());
  if ((info.flags & CKF_USER_PIN_LOCKED) != 0) return HsmPin::locked;
  if ((info.flags & CKF_USER_PIN_FINAL_TRY) != 0) return HsmPin::last_try;
  if ((info.flags & CKF_USER_PIN_COUNT_LOW) != 0) return HsmPin::few_tries;
  return HsmPin::fine;
}

// A pair that isn't as it must be, or that can't sign, is ended again.
Result<PublicKey> Hsm::generate(const Namer& name_of) noexcept {
  return parts_->token.with([&name_of](Session& session) -> Result<PublicKey> {
    WHIT_TRY(const KeyPair pair, generate_pair(session));
    const auto make = [&]() -> Result<PublicKey> {
      WHIT_CHECK(check_sealed(session, pair.secret));
      WHIT_TRY(const PublicKey key, read_public(session, pair.open));
      WHIT_TRY(const Signature first,
               sign_once(session, pair.secret, key, as_bytes(kFirstMessage)));
      (void)first;
      const std::string name = name_of(key);
      WHIT_CHECK(set_name(session, pair.secret, name));
      WHIT_CHECK(set_name(session, pair.open, name));
      return key;
    };
    auto out = make();
    if (!out) {
      session.functions().C_DestroyObject(session.handle(), pair.secret);
      session.functions().C_DestroyObject(session.handle(), pair.open);
    }
    return out;
  });
}

Result<std::vector<std::string>> Hsm::names(std::string_view prefix) noexcept {
  return parts_->token.with([prefix](Session& session) -> Result<std::vector<std::string>> {
    WHIT_TRY(const auto keys,
             find_keys(session, session.has_pin() ? CKO_PRIVATE_KEY : CKO_PUBLIC_KEY, {}));
    std::vector<std::string> out;
    for (const CK_OBJECT_HANDLE key : keys) {
      WHIT_TRY(std::string name, read_name(session, key));
      if (name.substr(0, prefix.size()) == prefix) out.push_back(std::move(name));
    }
    std::sort(out.begin(), out.end());
    return out;
  });
}

// The secret half goes first: what is left when this is cut short is no key any more.
Status Hsm::destroy(std::string_view name) noexcept {
  return parts_->token.with([name](Session& session) -> Status {
    for (const CK_OBJECT_CLASS half : {CKO_PRIVATE_KEY, CKO_PUBLIC_KEY}) {
      WHIT_TRY(const auto keys, find_keys(session, half, name));
      for (const CK_OBJECT_HANDLE key : keys) {
        if (!session.is_ok(session.functions().C_DestroyObject(session.handle(), key))) {
          return session.error();
        }
      }
    }
    return {};
  });
}

std::shared_ptr<const Signer> Hsm::signer(std::string_view name, const PublicKey& key) {
  return std::make_shared<const HsmKey>(shared_from_this(), name, key);
}

std::uint64_t Hsm::last_error() const noexcept { return parts_->token.last_error(); }

}  // namespace whit
