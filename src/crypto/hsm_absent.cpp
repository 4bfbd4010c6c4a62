// SPDX-License-Identifier: Apache-2.0
// Hsm where p11-kit/pkcs11.h wasn't there to build with: it says so.
#include "crypto/hsm.h"

namespace whit {

struct Hsm::Parts {};

Hsm::Hsm(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Hsm::~Hsm() = default;

// NOLINTNEXTLINE(performance-unnecessary-value-param): as where there is an HSM
std::shared_ptr<Hsm> Hsm::make(std::string, std::string, SecretBuffer, Risk) {
  return std::shared_ptr<Hsm>(new Hsm(std::make_unique<Parts>()));
}

Status Hsm::ready() noexcept { return Errc::hsm_not_built; }
Result<HsmPin> Hsm::pin() noexcept { return Errc::hsm_not_built; }
Result<PublicKey> Hsm::generate(const Namer&) noexcept { return Errc::hsm_not_built; }
Result<std::vector<std::string>> Hsm::names(std::string_view) noexcept {
  return Errc::hsm_not_built;
}
Status Hsm::destroy(std::string_view) noexcept { return Errc::hsm_not_built; }

namespace {

class NoKey final : public Signer {
 public:
  explicit NoKey(const PublicKey& key) : key_(key) {}
  const PublicKey& public_key() const noexcept override { return key_; }

 private:
  Result<Signature> make_signature(Bytes) const noexcept override { return Errc::hsm_not_built; }
  PublicKey key_;
};

}  // namespace

std::shared_ptr<const Signer> Hsm::signer(std::string_view, const PublicKey& key) {
  return std::make_shared<const NoKey>(key);
}

std::uint64_t Hsm::last_error() const noexcept { return 0; }

}  // namespace whit
