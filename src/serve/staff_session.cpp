// SPDX-License-Identifier: Apache-2.0
#include "serve/staff_session.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/hash.h"
#include "store/staff.h"

namespace whit {
namespace {

using SessionToken = Fixed<struct SessionTokenTag, 32>;

constexpr std::string_view kStranger = "guest-";  // no session's token begins like this

Hash key_of(std::string_view token) noexcept { return sha256(as_bytes(token)); }

Hash certificate_of(Bytes certificate) noexcept {
  return certificate.size() == Hash::kSize ? Hash::from(certificate) : Hash{};
}

// same compares all of both, however early they differ.
bool same(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |=
        static_cast<unsigned char>(a[i]) ^ static_cast<unsigned>(static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

}  // namespace

StaffSessions::StaffSessions(Rng& rng) : rng_(rng), form_secret_(32) {
  rng_.fill(form_secret_.expose_writable(InsecureAccess{}));
}

// A clock that stands before the session's beginning proves nothing, so that ends it too.
bool StaffSessions::over(const Entry& entry, UnixTime now) noexcept {
  if (now < entry.begun || now - entry.begun >= kSessionLife) return true;
  return now > entry.seen && now - entry.seen >= kSessionIdle;
}

void StaffSessions::make_room(UnixTime now) {
  if (sessions_.size() < kMaxSessions) return;
  std::erase_if(sessions_, [now](const auto& entry) { return over(entry.second, now); });
  if (sessions_.size() < kMaxSessions) return;
  sessions_.erase(std::min_element(sessions_.begin(), sessions_.end(),
                                   [](auto& a, auto& b) { return a.second.seen < b.second.seen; }));
}

StaffSessions::Begun StaffSessions::begin(std::int64_t account, SessionUse use, Bytes certificate,
                                          UnixTime now) {
  const std::lock_guard lock(guard_);
  make_room(now);
  const std::string token = hex::encode(rng_.make<SessionToken>().view());
  sessions_[key_of(token)] = {account, use, now, now, certificate_of(certificate)};
  return {token, now + kSessionLife};
}

Result<StaffSession> StaffSessions::find(StaffOffice& office, std::string_view token,
                                         SessionUse use, Bytes certificate, UnixTime now) {
  if (token.size() != kSessionTokenSize) return Errc::forbidden;
  const Hash key = key_of(token);
  Entry entry;
  {
    const std::lock_guard lock(guard_);
    const auto found = sessions_.find(key);
    if (found == sessions_.end() || found->second.use != use) return Errc::forbidden;
    if (over(found->second, now)) {
      sessions_.erase(found);
      return Errc::forbidden;
    }
    entry = found->second;
    if (entry.certificate != Hash{} && entry.certificate != certificate_of(certificate)) {
      return Errc::forbidden;
    }
    found->second.seen = std::max(entry.seen, now);
  }
  auto actor = office.current(entry.account);
  if (!actor && actor.error().code == Errc::forbidden) end(token);
  if (!actor) return actor.error();
  return StaffSession{*std::move(actor), entry.begun + kSessionLife};
}

void StaffSessions::end(std::string_view token) {
  const std::lock_guard lock(guard_);
  sessions_.erase(key_of(token));
}

std::string StaffSessions::stranger() {
  const std::lock_guard lock(guard_);
  return std::string(kStranger) + hex::encode(rng_.make<SessionToken>().view());
}

bool StaffSessions::is_stranger(std::string_view cookie) noexcept {
  return cookie.size() == kStranger.size() + kSessionTokenSize &&
         cookie.substr(0, kStranger.size()) == kStranger;
}

std::string StaffSessions::form_token(std::string_view cookie) const {
  const Hash hash =
      sha256({domain("whit/form/v1"), form_secret_.expose(InsecureAccess{}), as_bytes(cookie)});
  return hex::encode(hash.view().first(16));
}

bool StaffSessions::fits(std::string_view form_token, std::string_view cookie) const {
  return !cookie.empty() && same(form_token, this->form_token(cookie));
}

std::size_t StaffSessions::size() const {
  const std::lock_guard lock(guard_);
  return sessions_.size();
}

}  // namespace whit
