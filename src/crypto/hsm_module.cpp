// SPDX-License-Identifier: Apache-2.0
#include "crypto/hsm_module.h"

#include <dlfcn.h>

#include <map>

namespace whit {
namespace {

constexpr std::chrono::seconds kRestartEvery{2};
constexpr CK_BYTE kOldestMajor = 2;

struct Loaded {
  std::mutex mutex;
  std::map<std::string, std::weak_ptr<HsmModule>> modules;
};

Loaded& loaded() {
  static Loaded all;
  return all;
}

CK_FUNCTION_LIST* functions_of(const std::string& path) {
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return nullptr;
  const auto get = reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList"));
  CK_FUNCTION_LIST* out = nullptr;
  if (get == nullptr || get(&out) != CKR_OK) return nullptr;
  return out != nullptr && out->version.major >= kOldestMajor ? out : nullptr;
}

}  // namespace

Result<std::shared_ptr<HsmModule>> HsmModule::load(const std::string& path) {
  Loaded& all = loaded();
  const std::lock_guard guard(all.mutex);
  std::weak_ptr<HsmModule>& known = all.modules[path];
  if (auto module = known.lock()) return module;
  CK_FUNCTION_LIST* functions = functions_of(path);
  if (functions == nullptr) return Errc::hsm_no_module;
  std::shared_ptr<HsmModule> out(new HsmModule(functions));
  known = out;
  return out;
}

HsmModule::~HsmModule() { stop(); }

Status HsmModule::start() noexcept {
  CK_C_INITIALIZE_ARGS arguments{};
  arguments.flags = CKF_OS_LOCKING_OK;
  const CK_RV answer = functions_->C_Initialize(&arguments);
  if (answer != CKR_OK && answer != CKR_CRYPTOKI_ALREADY_INITIALIZED) return Errc::hsm_no_module;
  ours_ = answer == CKR_OK;
  started_ = true;
  ++generation_;
  return {};
}

void HsmModule::stop() noexcept {
  if (started_ && ours_) functions_->C_Finalize(nullptr);
  started_ = ours_ = false;
}

Status HsmModule::restart(std::uint64_t seen) noexcept {
  const std::unique_lock alone(lock_);
  if (started_ && generation_ != seen) return {};
  const auto now = std::chrono::steady_clock::now();
  if (tried_ != std::chrono::steady_clock::time_point{} && now - tried_ < kRestartEvery) {
    return started_ ? Errc::hsm_failed : Errc::hsm_no_module;
  }
  tried_ = now;
  stop();
  return start();
}

Errc errc_of(CK_RV answer) noexcept {
  switch (answer) {
    case CKR_PIN_INCORRECT:
    case CKR_PIN_INVALID:
    case CKR_PIN_LEN_RANGE:
    case CKR_PIN_EXPIRED:
    case CKR_USER_PIN_NOT_INITIALIZED:
      return Errc::hsm_wrong_pin;
    case CKR_PIN_LOCKED:
      return Errc::hsm_pin_locked;
    case CKR_MECHANISM_INVALID:
    case CKR_MECHANISM_PARAM_INVALID:
    case CKR_DOMAIN_PARAMS_INVALID:
    case CKR_CURVE_NOT_SUPPORTED:
    case CKR_ATTRIBUTE_READ_ONLY:
    case CKR_ATTRIBUTE_TYPE_INVALID:
    case CKR_ATTRIBUTE_VALUE_INVALID:
    case CKR_TEMPLATE_INCOMPLETE:
    case CKR_TEMPLATE_INCONSISTENT:
    case CKR_KEY_FUNCTION_NOT_PERMITTED:
    case CKR_KEY_TYPE_INCONSISTENT:
    case CKR_TOKEN_WRITE_PROTECTED:
    case CKR_DATA_LEN_RANGE:
      return Errc::hsm_unfit;
    case CKR_KEY_HANDLE_INVALID:
    case CKR_OBJECT_HANDLE_INVALID:
      return Errc::hsm_no_key;
    default:
      return Errc::hsm_failed;
  }
}

}  // namespace whit
