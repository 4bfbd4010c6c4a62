// SPDX-License-Identifier: Apache-2.0
// Keys in an HSM, as an issuer's folder knows them:
//
//   hsm.json           module, label of the token, and whether new keys are made there; public
//   keys/NAME.hsm      for each key in the token its public half, in hexadecimal; public
//   keys/hsm-pin.box   the PIN, sealed like all secrets, with the hash of hsm.json
//
// What is public here tells which keys there are without the device.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/issuer/key_store.h"
#include "crypto/hsm.h"

namespace whit::cli {

inline constexpr std::string_view kHsmPin = "hsm-pin";  // its name in the vault

struct HsmConfig {
  std::string module, token;  // path, and label
  bool fresh_here = true;     // whether new keys are made in it
};
// read_hsm_config is absent where there is no hsm.json; a Failure for a damaged one.
std::optional<HsmConfig> read_hsm_config(const std::string& folder);
HsmConfig parse_hsm_config(std::string_view json);
std::string format_hsm_config(const HsmConfig& config);
// check_hsm_config is a Failure for what can't name a module or a token.
void check_hsm_config(const HsmConfig& config);

// hsm_failure says why the token can't do `what`, and what to do.
Failure hsm_failure(Errc code, const std::string& what, const HsmConfig& config,
                    std::uint64_t last_error);
// hsm_advice is that, for one of Errc's hsm_ codes; empty where trying again is all.
std::string hsm_advice(Errc code);

class HsmStore : public KeyStore {
 public:
  HsmStore(std::string folder, HsmConfig config, SecretBuffer pin,
           Hsm::Risk risk = Hsm::Risk::none);
  // check is a Failure where the token isn't ready.
  void check() const;
  // missing are the names of keys that the folder knows and the token doesn't have.
  std::vector<std::string> missing() const;
  // strangers are names of keys of an issuer in the token that the folder doesn't know.
  std::vector<std::string> strangers() const;
  const HsmConfig& config() const { return config_; }

  PublicKey generate(std::string_view use, Rng& rng) const override;
  std::shared_ptr<const Signer> signer(std::string_view name) const override;
  bool has(std::string_view name) const override;
  std::vector<std::string> names(std::string_view prefix) const override;
  void destroy(std::string_view name) const override;

 private:
  std::vector<std::string> listed() const;
  std::string folder_;
  HsmConfig config_;
  std::shared_ptr<Hsm> hsm_;
};

// hsm_keys are the names of all keys in an HSM that `folder` knows, in order; needs no device.
std::vector<std::string> hsm_keys(const std::string& folder, std::string_view prefix = "");
bool is_in_hsm(const std::string& folder, std::string_view name);
// forget_hsm_key takes a key off the folder that is no longer in any token.
void forget_hsm_key(const std::string& folder, std::string_view name);

// HsmView is what doctor sees of the token, without its PIN.
struct HsmView {
  HsmConfig config;
  std::optional<Errc> error;  // why it can't be used
  std::uint64_t last_error = 0;
  HsmPin pin = HsmPin::fine;
  std::size_t keys = 0, missing = 0;  // that the folder knows; of them, not in the token
};
std::optional<HsmView> look_at_hsm(const std::string& folder);

}  // namespace whit::cli
