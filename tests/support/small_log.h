// SPDX-License-Identifier: Apache-2.0
// SmallLog: an issuer's whole log in memory, with keys, heads and witnesses, all from fixed seeds.
// It keeps every rule as long as a test doesn't change what it is about to write.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "audit/replay.h"
#include "crypto/secret.h"
#include "log/sign.h"
#include "log/source.h"
#include "log/tile.h"
#include "token/build.h"
#include "whit/trust.h"

namespace whit::test {

class SmallLog : public audit::Archive, public LogSource {
 public:
  static constexpr Day kFirst = 20862;  // 2027-02-13
  static constexpr Vct kPermit = 65001, kTax = 65005;
  static constexpr std::uint64_t kNumber = 1;

  struct Options {
    bool specimen = false;
    std::size_t witnesses = 2;
  };
  SmallLog();
  explicit SmallLog(const Options& options);

  // What an epoch is made of. A test changes it by `draft` before it is built, by `built` after.
  std::function<void(EpochDraft&)> draft = nullptr;
  std::function<void(Epoch&)> built = nullptr;
  std::function<void(Head&)> before_head = nullptr;

  // start is key list 1, header 0 and head 1, at noon of kFirst.
  void start();
  // day closes the next day with `permits` tokens and publishes a head at 00:10.
  void day(int permits);
  // close writes one epoch of `day` into the tree.
  void close(Day day, std::vector<EntryBytes> entries);
  // publish makes a head at `time` and keeps it for the next header.
  void publish(UnixTime time);
  // use_list signs `list` with a sequence of its own; the next epoch commits to it.
  void use_list(KeyList list);
  // next_log closes this log and begins the next.
  void next_log();

  // tokens are `count` entries of fact, key and expiry day, never two alike.
  std::vector<EntryBytes> tokens(int count, Day expires);
  std::vector<EntryBytes> tokens(int count, Day expires, EntryKind kind, Vct vct, const KeyId& kid);
  ByteVector token(Day expires, Vct vct = kPermit);  // signed, one that is nowhere
  KeyId kid() const;
  KeyList list() const { return list_; }
  // checkpoint is the tree's, signed by the log and all witnesses at `time`.
  std::string checkpoint(UnixTime time) const;
  std::string checkpoint_of(std::uint64_t size, const Hash& root, UnixTime time) const;
  Hash root() const;
  std::uint64_t size() const { return leaves_.size(); }
  TrustFile trust() const;
  NoteKey log_key() const;
  std::string origin() const;
  Day today() const { return today_; }
  Hash root_of(std::uint64_t first) const;  // of the tree of the first leaves

  // Archive and LogSource: the files of this log. The one without a number serves the newest.
  Result<ByteVector> file(std::uint64_t log, std::string_view path, std::size_t limit) override;
  Result<std::vector<Hash>> leaves(std::uint64_t log, std::uint64_t begin,
                                   std::uint64_t end) override;
  Result<ByteVector> get(std::string_view path, std::size_t limit) override;

  // replay goes on from where `replay` stands, through everything.
  void replay(audit::Replay& replay);
  // found is the names of all findings of a whole replay, each once, in the order found.
  std::vector<std::string> found(bool trusted = true);

  struct Written {
    std::uint64_t log = 0, begin = 0;
    ByteVector header;
    std::vector<EntryBytes> entries;
    std::vector<Hash> leaves;
  };
  std::vector<Written> epochs;
  std::map<std::string, ByteVector> files;  // objects and headers, by path
  std::vector<ByteVector> heads;            // signed, in their order
  SigningKey root_key, keys_key, bundle_key, log_secret, token_key, paper_key;
  std::vector<SigningKey> witness_keys;

 private:
  Hash node(const Node& node) const;
  Options options_;
  std::uint64_t number_ = kNumber;  // of the log
  std::vector<Hash> leaves_;        // of the log in use
  std::map<std::uint64_t, std::vector<Hash>> closed_;
  KeyList list_;
  ByteVector signed_list_;
  std::vector<Hash> heads_since_;
  Hash last_head_;
  std::uint64_t version_ = 0, next_number_ = 0;
  Day today_ = kFirst;
  int counter_ = 0;
};

}  // namespace whit::test
