// SPDX-License-Identifier: Apache-2.0
// Epochs: closing days, and committing to key lists.
#include "cli/issuer/log_keeper.h"

#include <algorithm>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/issuer/log_name.h"
#include "cli/issuer/publish.h"
#include "crypto/hash.h"

namespace whit::cli {

LogKeeper::LogKeeper(const Folder& folder, const Vault& vault, IssuerService& service, Rng& rng)
    : folder_(folder),
      vault_(vault),
      service_(service),
      rng_(rng),
      store_(service),
      witnesses_(folder, vault),
      log_origin_(folder.name().origin) {}

LogState LogKeeper::state() { return must(store_.state(), "can't be read"); }

std::uint64_t LogKeeper::number() { return std::max(state().number, kFirstLog); }

void LogKeeper::close(Day day, bool control, const Hash& key_list,
                      const LogStore::Progress& progress) {
  EpochOrder order;
  order.day = day;
  order.control = control;
  order.key_list = key_list;
  if (!control) order.pad_key = rng_.make<Hash>();
  must(store_.close(order, progress), "can't close the epoch of " + format_date(midnight(day)));
}

// A register that was put back knows the list of its time. The next log begins with the one that
// everybody has: with the older one, keys that were taken back since would seem to live again.
Hash LogKeeper::list_in_force(const LogState& before) {
  const auto newest = before.size == 0 ? published(folder_) : std::nullopt;
  if (!newest) return before.key_list;
  const ByteVector& list = newest->bundle.head().key_list;
  must(store_.put(LogObject::key_list, sha256(list), list), "can't keep a key list");
  return sha256(list);
}

Day LogKeeper::next_day(const LogState& now) {
  if (now.closed != 0) return now.closed + 1;
  const auto bytes = must(store_.header(0), "has no first header");  // days begin with it
  return must(parse_epoch_header(bytes), "has a damaged header").day;
}

bool LogKeeper::is_day_due(UnixTime now) {
  const LogState before = state();
  return before.epochs != 0 && next_day(before) < day_of(now);
}

std::size_t LogKeeper::close_days(UnixTime now, const LogStore::Progress& progress,
                                  const std::optional<Hash>& newest) {
  must(store_.finish(progress), "can't finish an epoch that was begun");
  const LogState before = state();
  if (before.epochs == 0) return 0;
  Day next = next_day(before);
  std::size_t count = 0;
  const Hash list = next < day_of(now) ? list_in_force(before) : before.key_list;
  for (; next < day_of(now); ++next, ++count) {
    const bool last = next + 1 == day_of(now);
    close(next, false, last && newest && before.size != 0 ? *newest : list, progress);
  }
  return count;
}

void LogKeeper::close_today(UnixTime now, const LogStore::Progress& progress) {
  close_days(now, progress);
  close(day_of(now), false, state().key_list, progress);
}

void LogKeeper::close_control(UnixTime now) { close(day_of(now), true, state().key_list, {}); }

void LogKeeper::commit_to(Bytes key_list, UnixTime now) {
  const Hash hash = sha256(key_list);
  must(store_.put(LogObject::key_list, hash, key_list), "can't keep a key list");
  close_days(now, {}, hash);
  const LogState before = state();
  if (before.size == 0 || !(before.key_list == hash)) close(day_of(now), true, hash, {});
}

Failure log_failure(Errc code, std::string_view what) {
  std::string hint;
  if (code == Errc::rolled_back) hint = "whit-issuer log status";
  return Failure("the log " + std::string(what) + ": " + std::string(sentence(code)), hint);
}

void must(const Status& status, std::string_view what) {
  if (!status) throw log_failure(status.error().code, what);
}

}  // namespace whit::cli
