// SPDX-License-Identifier: Apache-2.0
// HsmToken: sessions with one token, logged in, and found again after they were lost. Only
// src/crypto/hsm*.cpp include this.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "crypto/hsm.h"
#include "crypto/hsm_module.h"

namespace whit {

class HsmToken {
 public:
  HsmToken(std::string module, std::string label, SecretBuffer pin, Hsm::Risk risk)
      : path_(std::move(module)), label_(std::move(label)), pin_(std::move(pin)), risk_(risk) {}

  // Session is one that nobody else uses meanwhile. `rv` is the newest answer through it.
  class Session {
   public:
    Session(HsmToken& token, CK_SESSION_HANDLE handle) : token_(token), handle_(handle) {}
    CK_FUNCTION_LIST& functions() const noexcept { return token_.module_->functions(); }
    CK_SESSION_HANDLE handle() const noexcept { return handle_; }
    CK_SLOT_ID slot() const noexcept { return token_.slot_; }
    std::uint64_t generation() const noexcept { return token_.generation_; }
    bool has_pin() const noexcept { return token_.pin_.size() != 0; }
    // is_ok notes an answer of the module and tells whether it was CKR_OK.
    bool is_ok(CK_RV answer) const noexcept;
    Errc error() const noexcept { return errc_of(rv_); }
    CK_RV rv() const noexcept { return rv_; }

   private:
    HsmToken& token_;
    CK_SESSION_HANDLE handle_;
    mutable CK_RV rv_ = CKR_OK;
  };

  // with runs `work`, a Result or Status of a Session&. Where that fails in a way that a start of
  // the module may mend, it starts it anew and runs `work` once more.
  template <class Work>
  auto with(Work work) noexcept -> std::invoke_result_t<Work, Session&>;

  Result<CK_TOKEN_INFO> info() noexcept;
  std::uint64_t last_error() const noexcept { return last_error_; }

 private:
  template <class Work>
  auto once(Work& work, std::uint64_t& seen) noexcept -> std::invoke_result_t<Work, Session&>;
  Status load() noexcept;
  Result<CK_SESSION_HANDLE> borrow() noexcept;
  void give_back(CK_SESSION_HANDLE handle, bool good) noexcept;
  Status connect() noexcept;
  struct Slot {
    CK_SLOT_ID id = 0;
    CK_TOKEN_INFO info{};
  };
  Result<Slot> find_slot() noexcept;
  Result<Slot> look(std::uint64_t& seen) noexcept;
  Status log_in(CK_SESSION_HANDLE session, const CK_TOKEN_INFO& info) noexcept;
  Result<CK_SESSION_HANDLE> open_session() noexcept;
  bool is_ok(CK_RV answer) noexcept;

  const std::string path_, label_;
  const SecretBuffer pin_;
  const Hsm::Risk risk_;
  std::atomic<std::uint64_t> last_error_{0};

  std::mutex load_mutex_;
  std::shared_ptr<HsmModule> module_;  // set once

  // Under mutex_, which is taken with the module's lock held.
  std::mutex mutex_;
  std::condition_variable returned_;
  bool refused_ = false;  // the token refused this PIN
  std::uint64_t generation_ = 0;
  CK_SLOT_ID slot_ = 0;
  std::vector<CK_SESSION_HANDLE> free_;
  std::size_t open_ = 0, most_ = kMostSessions;
  static constexpr std::size_t kMostSessions = 16;
};

// is_mendable tells whether looking for the token anew may help.
constexpr bool is_mendable(Errc code) noexcept {
  return code == Errc::hsm_failed || code == Errc::hsm_no_token;
}

template <class Work>
auto HsmToken::once(Work& work, std::uint64_t& seen) noexcept
    -> std::invoke_result_t<Work, Session&> {
  const std::shared_lock together(module_->lock());
  seen = module_->generation();
  if (seen == 0) return Errc::hsm_failed;  // not started
  WHIT_TRY(const CK_SESSION_HANDLE handle, borrow());
  Session session(*this, handle);
  auto out = work(session);
  give_back(handle, out.ok());
  return out;
}

template <class Work>
auto HsmToken::with(Work work) noexcept -> std::invoke_result_t<Work, Session&> {
  WHIT_CHECK(load());
  std::uint64_t seen = 0;
  auto out = once(work, seen);
  if (out.ok() || !is_mendable(out.error().code)) return out;
  const Status again = module_->restart(seen);
  if (!again) return seen == 0 ? again.error() : out.error();
  return once(work, seen);
}

}  // namespace whit
