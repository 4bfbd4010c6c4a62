// SPDX-License-Identifier: Apache-2.0
// An office with a log, leaves to put into it, and a reader that believes nothing.
#pragma once

#include <set>
#include <vector>

#include "log/epoch.h"
#include "log/tile.h"
#include "store/log_store.h"
#include "store/office.h"

namespace whit::test {

inline constexpr std::string_view kOrigin = "test.whit.example/1";

// tokens_from makes `count` entries of tokens, `first` and those behind it, in a few groups.
std::vector<EntryBytes> tokens_from(std::size_t first, std::size_t count, Day day = kToday);
// write_tokens puts them on the waiting list at `now`, as a commit of collects does.
void write_tokens(const std::string& path, const std::vector<EntryBytes>& tokens, UnixTime now);

// hash_from is a hash, another for each number.
Hash hash_from(std::uint64_t number);
// order_of is a day epoch's order with a key list and a pad key of its own.
EpochOrder order_of(Day day);
EpochOrder control_of(Day day);

NoteSigner signer_of(std::uint8_t number = 40, std::string_view origin = kOrigin);
// cosigned is a witness's line below the text of a note.
NoteSignature cosigned(const std::string& note, std::uint8_t witness, UnixTime time);

// WholeLog is one log read from its files, checked against itself: the tiles and the root of
// `size` leaves are those of its entries, and every epoch is as it must be.
struct WholeLog {
  WholeLog(LogStore log, std::uint64_t number, std::uint64_t size);

  std::uint64_t size = 0;
  Hash root;
  std::vector<EntryBytes> entries;
  std::vector<EpochHeader> headers;
  std::vector<ByteVector> header_bytes;
  // tokens_in are the entries of epoch `i` without header, pads of `key` and nulls.
  std::set<EntryBytes> tokens_in(std::size_t i, const Hash& key) const;
};

class LogHouse {
 public:
  Office& office() { return office_; }
  LogStore log() { return LogStore(office_.service()); }
  LogState state();
  void write(const std::vector<EntryBytes>& tokens, UnixTime now = kNoon) {
    write_tokens(office_.path(), tokens, now);
  }
  void close(const EpochOrder& order) { must(log().close(order)); }
  std::string sign();
  // check reads the whole log in use.
  WholeLog check();
  // again closes the office and opens it anew.
  void again();

 private:
  static void must(const Status& status);
  Office office_;
};

}  // namespace whit::test
