// SPDX-License-Identifier: Apache-2.0
#include "crypto/hsm_token.h"

#include <algorithm>

namespace whit {
namespace {

// has_label compares with a label that is filled up with blanks.
bool has_label(const CK_TOKEN_INFO& info, std::string_view label) noexcept {
  std::string_view theirs(reinterpret_cast<const char*>(info.label), sizeof info.label);
  while (!theirs.empty() && theirs.back() == ' ') theirs.remove_suffix(1);
  return theirs == label;
}

}  // namespace

bool HsmToken::is_ok(CK_RV answer) noexcept {
  if (answer != CKR_OK) last_error_ = answer;
  return answer == CKR_OK;
}

bool HsmToken::Session::is_ok(CK_RV answer) const noexcept {
  rv_ = answer;
  return token_.is_ok(answer);
}

Status HsmToken::load() noexcept {
  const std::lock_guard guard(load_mutex_);
  if (module_) return {};
  WHIT_TRY(module_, HsmModule::load(path_));
  return {};
}

// find_slot wants exactly one token of this label: of two nobody knows which has the keys.
Result<HsmToken::Slot> HsmToken::find_slot() noexcept {
  CK_FUNCTION_LIST& module = module_->functions();
  CK_ULONG count = 0;
  if (!is_ok(module.C_GetSlotList(CK_TRUE, nullptr, &count))) return Errc::hsm_failed;
  std::vector<CK_SLOT_ID> slots(count);
  if (!is_ok(module.C_GetSlotList(CK_TRUE, slots.data(), &count))) return Errc::hsm_failed;
  slots.resize(std::min<std::size_t>(count, slots.size()));
  std::vector<Slot> found;
  for (const CK_SLOT_ID id : slots) {
    Slot one{id, {}};
    if (module.C_GetTokenInfo(id, &one.info) != CKR_OK || !has_label(one.info, label_)) continue;
    if ((one.info.flags & CKF_TOKEN_INITIALIZED) != 0) found.push_back(one);
  }
  if (found.size() != 1) return Errc::hsm_no_token;
  return found.front();
}

Result<CK_SESSION_HANDLE> HsmToken::open_session() noexcept {
  CK_SESSION_HANDLE out = 0;
  const CK_FLAGS flags = CKF_SERIAL_SESSION | (pin_.size() != 0 ? CKF_RW_SESSION : 0);
  const CK_RV answer = module_->functions().C_OpenSession(slot_, flags, nullptr, nullptr, &out);
  if (!is_ok(answer)) return errc_of(answer);
  ++open_;
  return out;
}

Status HsmToken::log_in(CK_SESSION_HANDLE session, const CK_TOKEN_INFO& info) noexcept {
  if (pin_.size() == 0) return {};
  if (refused_) return Errc::hsm_wrong_pin;
  if ((info.flags & CKF_USER_PIN_LOCKED) != 0) return Errc::hsm_pin_locked;
  if ((info.flags & CKF_USER_PIN_FINAL_TRY) != 0 && risk_ == Hsm::Risk::none) {
    return Errc::hsm_last_try;
  }
  const Bytes pin = pin_.expose(InsecureAccess{});
  const CK_RV answer = module_->functions().C_Login(
      session, CKU_USER, const_cast<CK_UTF8CHAR*>(pin.data()), static_cast<CK_ULONG>(pin.size()));
  // Being logged in belongs to the process: another object here may have done it.
  if (answer == CKR_USER_ALREADY_LOGGED_IN || is_ok(answer)) return {};
  refused_ = errc_of(answer) == Errc::hsm_wrong_pin;
  return errc_of(answer);
}

// connect begins with this start of the module: what was had from one before is void.
Status HsmToken::connect() noexcept {
  free_.clear();
  open_ = 0;
  most_ = kMostSessions;
  generation_ = 0;
  WHIT_TRY(const Slot slot, find_slot());
  slot_ = slot.id;
  WHIT_TRY(const CK_SESSION_HANDLE session, open_session());
  const Status in = log_in(session, slot.info);
  if (!in) {
    module_->functions().C_CloseSession(session);
    open_ = 0;
    return in;
  }
  free_.push_back(session);
  generation_ = module_->generation();
  return {};
}

Result<CK_SESSION_HANDLE> HsmToken::borrow() noexcept {
  std::unique_lock hold(mutex_);
  if (generation_ != module_->generation()) WHIT_CHECK(connect());
  while (free_.empty()) {
    if (open_ < most_) {
      auto fresh = open_session();
      if (fresh || open_ == 0) return fresh;
      most_ = open_;  // as many as this token gives
    }
    returned_.wait(hold);
  }
  const CK_SESSION_HANDLE out = free_.back();
  free_.pop_back();
  return out;
}

// give_back closes a session that something went wrong in, for an operation may be left open in it.
// With the last session the login ends.
void HsmToken::give_back(CK_SESSION_HANDLE handle, bool good) noexcept {
  {
    const std::lock_guard hold(mutex_);
    if (good) {
      free_.push_back(handle);
    } else {
      module_->functions().C_CloseSession(handle);
      if (--open_ == 0) generation_ = 0;
    }
  }
  returned_.notify_one();
}

Result<HsmToken::Slot> HsmToken::look(std::uint64_t& seen) noexcept {
  const std::shared_lock together(module_->lock());
  seen = module_->generation();
  return seen != 0 ? find_slot() : Result<Slot>(Errc::hsm_failed);
}

Result<CK_TOKEN_INFO> HsmToken::info() noexcept {
  WHIT_CHECK(load());
  std::uint64_t seen = 0;
  const auto found = look(seen);
  if (found) return found->info;
  if (!is_mendable(found.error().code)) return found.error();
  const Status again = module_->restart(seen);
  if (!again) return seen == 0 ? again.error() : found.error();
  WHIT_TRY(const Slot slot, look(seen));
  return slot.info;
}

}  // namespace whit
