// SPDX-License-Identifier: Apache-2.0
// HsmModule: a PKCS#11 module, loaded and started once in this process. Only src/crypto/hsm*.cpp
// include this.
#pragma once

#include <p11-kit/pkcs11.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>

#include "whit/result.h"

namespace whit {

class HsmModule {
 public:
  // load gives the module of this path that is loaded already, or loads it; hsm_no_module. It isn't
  // started yet.
  static Result<std::shared_ptr<HsmModule>> load(const std::string& path);
  ~HsmModule();  // stops it; its code stays in memory, for many modules can't be unloaded
  HsmModule(const HsmModule&) = delete;
  HsmModule& operator=(const HsmModule&) = delete;

  // Whoever calls a function of the module holds this lock, shared; start and restart take it
  // alone.
  std::shared_mutex& lock() noexcept { return lock_; }
  CK_FUNCTION_LIST& functions() noexcept { return *functions_; }  // under the lock
  // generation counts the starts, 0 before the first: what was had from an earlier one is void.
  std::uint64_t generation() const noexcept { return generation_; }  // under the lock

  // restart stops the module and starts it again, unless that has happened since `seen`. It is not
  // done more often than every two seconds: hsm_failed. hsm_no_module where it doesn't start.
  Status restart(std::uint64_t seen) noexcept;

 private:
  explicit HsmModule(CK_FUNCTION_LIST* functions) noexcept : functions_(functions) {}
  Status start() noexcept;
  void stop() noexcept;

  CK_FUNCTION_LIST* functions_;
  std::shared_mutex lock_;
  std::uint64_t generation_ = 0;
  bool started_ = false, ours_ = false;  // ours_: nobody else in this process had started it
  std::chrono::steady_clock::time_point tried_{};
};

// errc_of says what an answer of a module means here.
Errc errc_of(CK_RV answer) noexcept;

}  // namespace whit
