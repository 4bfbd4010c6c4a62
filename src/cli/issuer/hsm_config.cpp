// SPDX-License-Identifier: Apache-2.0
// hsm.json, and sentences for what a token can't do.
#include <nlohmann/json.hpp>

#include "cli/common/files.h"
#include "cli/issuer/hsm_store.h"

namespace whit::cli {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLongestLabel = 32, kLongestPath = 4096;

// code_text is how manuals of devices spell an answer: "CKR 0x000000a4".
std::string code_text(std::uint64_t code) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "CKR 0x";
  for (unsigned shift = 32; shift > 0; shift -= 4) out += kDigits[(code >> (shift - 4)) & 15U];
  return out;
}

}  // namespace

void check_hsm_config(const HsmConfig& config) {
  if (config.module.empty() || config.module.front() != '/' ||
      config.module.size() > kLongestPath) {
    throw Failure("--hsm-module wants the whole path of a PKCS#11 module",
                  "such as /usr/lib/softhsm/libsofthsm2.so");
  }
  if (config.token.empty() || config.token.size() > kLongestLabel ||
      printable(config.token) != config.token || config.token.back() == ' ') {
    throw Failure("--hsm-token wants the label of a token, 1 to 32 bytes");
  }
}

std::optional<HsmConfig> read_hsm_config(const std::string& folder) {
  const std::string path = folder + "/hsm.json";
  if (!exists(path)) return std::nullopt;
  return parse_hsm_config(as_text(read_file(path, kMegabyte)));
}

HsmConfig parse_hsm_config(std::string_view json) {
  HsmConfig out;
  try {
    const Json parsed = Json::parse(json);
    out.module = parsed.at("module").get<std::string>();
    out.token = parsed.at("token").get<std::string>();
    out.fresh_here = parsed.at("new_keys").get<std::string>() == "hsm";
  } catch (const Json::exception&) {
    throw Failure("hsm.json: damaged", "restore it, or remove it and: whit-issuer key store hsm");
  }
  check_hsm_config(out);
  return out;
}

std::string format_hsm_config(const HsmConfig& config) {
  const Json json = {{"module", config.module},
                     {"token", config.token},
                     {"new_keys", config.fresh_here ? "hsm" : "file"}};
  return json.dump(2) + "\n";
}

std::string hsm_advice(Errc code) {
  switch (code) {
    case Errc::hsm_not_built:
      return "build it where libp11-kit-dev is installed";
    case Errc::hsm_no_module:
      return "install the HSM's software; another path: whit-issuer key store hsm";
    case Errc::hsm_no_token:
      return "connect the HSM; another label: whit-issuer key store hsm";
    case Errc::hsm_wrong_pin:
    case Errc::hsm_last_try:
      return "whit-issuer key store pin, with the PIN that is right";
    case Errc::hsm_pin_locked:
      return "have its security officer set the PIN anew, then whit-issuer key store pin";
    case Errc::hsm_unfit:
      return "it takes PKCS#11 with CKM_EDDSA over edwards25519 and labels that can be set";
    case Errc::hsm_no_key:
      return "whit-issuer key store show; restore the HSM's own backup";
    case Errc::hsm_faulty:
      return "take this HSM out of use";
    default:
      return "look at the HSM; nothing is lost, and it is tried again";
  }
}

Failure hsm_failure(Errc code, const std::string& what, const HsmConfig& config,
                    std::uint64_t last_error) {
  std::string text = "token " + printable(config.token) + " " + what + ": ";
  text += sentence(code);
  if (code == Errc::hsm_no_module) text += ", " + printable(config.module);
  if (code == Errc::hsm_failed && last_error != 0) text += " (" + code_text(last_error) + ")";
  return Failure(text, hsm_advice(code));
}

}  // namespace whit::cli
