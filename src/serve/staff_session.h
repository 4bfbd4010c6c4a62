// SPDX-License-Identifier: Apache-2.0
// StaffSessions: who of the staff is signed in. Sessions live in memory only, and so end with the
// program. Spec: spec/staff-api.json, and spec/staff.md.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "crypto/rng.h"
#include "crypto/secret.h"
#include "issue/staff.h"
#include "whit/bytes.h"
#include "whit/result.h"
#include "whit/time.h"

namespace whit {

class StaffOffice;

inline constexpr Seconds kSessionIdle = 1800;         // without a request
inline constexpr Seconds kSessionLife = 8 * 3600;     // in all
inline constexpr std::size_t kMaxSessions = 4096;     // of all staff; the least used goes first
inline constexpr std::size_t kSessionTokenSize = 64;  // hex digits

// SessionUse is what a session was begun for; it is good for nothing else, so that a cookie never
// opens the API, and a token that a program holds opens no page.
enum class SessionUse : std::uint8_t { page = 1, api = 2 };

// StaffSession is one that goes on.
struct StaffSession {
  Actor actor;        // as the account stands now
  UnixTime ends = 0;  // whatever happens
};

class StaffSessions {
 public:
  // `rng` must outlive the sessions and is used under their lock only.
  explicit StaffSessions(Rng& rng);
  StaffSessions(const StaffSessions&) = delete;
  StaffSessions& operator=(const StaffSessions&) = delete;

  struct Begun {
    std::string token;  // the only copy: what is kept is its SHA-256
    UnixTime ends = 0;
  };
  // begin starts a session for `account`. One that began with a client certificate goes on only on
  // connections with the same; `certificate` is empty where a password was used.
  Begun begin(std::int64_t account, SessionUse use, Bytes certificate, UnixTime now);

  // find is the session of `token` and its account, read afresh: forbidden once it is idle for too
  // long, over, unknown, of another use or connection, or once the account is disabled.
  Result<StaffSession> find(StaffOffice& office, std::string_view token, SessionUse use,
                            Bytes certificate, UnixTime now);
  void end(std::string_view token);

  // stranger is a cookie for whoever isn't signed in yet, so that the form that signs in is bound
  // to a browser too. Nothing is kept of it.
  std::string stranger();
  static bool is_stranger(std::string_view cookie) noexcept;
  // form_token stands in every form that is given out under `cookie`; fits tells whether it came
  // back with the same one.
  std::string form_token(std::string_view cookie) const;
  bool fits(std::string_view form_token, std::string_view cookie) const;

  std::size_t size() const;

 private:
  struct Entry {
    std::int64_t account = 0;
    SessionUse use{};
    UnixTime begun = 0, seen = 0;
    Hash certificate;  // zeros: none
  };
  static bool over(const Entry& entry, UnixTime now) noexcept;
  void make_room(UnixTime now);

  mutable std::mutex guard_;
  Rng& rng_;                        // under guard_
  std::map<Hash, Entry> sessions_;  // by SHA-256 of the token, under guard_
  SecretBuffer form_secret_;
};

}  // namespace whit
