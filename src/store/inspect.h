// SPDX-License-Identifier: Apache-2.0
// What status, doctor and metrics ask about a register's file: counts and health, read without the
// register key and without changing anything.
#pragma once

#include <cstdint>
#include <string>

#include "whit/result.h"
#include "whit/time.h"

namespace whit {

// schema_of is the version of the tables in `path`: not_found, storage_failed.
Result<int> schema_of(const std::string& path);

// StoreFigures is what can be counted in a moment.
struct StoreFigures {
  std::uint64_t bytes = 0, log_bytes = 0;  // of the file, and of its write-ahead log
  std::uint64_t silent = 0;   // wallets that collected once and hold no live token any more
  std::uint64_t waiting = 0;  // ended chains whose withdrawal isn't published yet
  std::uint64_t retired = 0;  // chains that a restore has put out of use
  std::uint64_t resync = 0;   // wallets that haven't collected since a restore
  std::uint64_t notices = 0;  // that wait for a desk
  std::uint64_t failed_sign_ins = 0, locked = 0;  // of staff accounts, as they stand
  UnixTime last_commit = 0;
  Day swept = 0;  // expiry day that midnight has moved all chains to, 0 for none
};
Result<StoreFigures> inspect_store(const std::string& path, UnixTime now);

// is_sound reads the whole file and tells whether SQLite finds nothing wrong with it.
Result<bool> is_sound(const std::string& path);

}  // namespace whit
