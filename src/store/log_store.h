// SPDX-License-Identifier: Apache-2.0
// LogStore: the issuance log of one issuer, in the same file as its register, so that a leaf moves
// into the tree in the commit that takes it off the waiting list. Spec: spec/log.md.
//
// The file holds one log at a time in use, and those before it. A tree only grows; what was signed
// is never signed otherwise. Every function may be called from any thread and from several
// processes; those that change something must not run twice at once (FolderLock), all others may.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "log/epoch.h"
#include "log/proof.h"
#include "log/sign.h"
#include "store/service.h"

namespace whit {

class Connections;

inline constexpr std::uint64_t kFirstLog = 1;           // a log's number follows its origin
inline constexpr std::size_t kLeavesPerCommit = 65536;  // of an epoch that is being closed
inline constexpr Day kPadKeysAfter = 60;                // days until a pad key is revealed

// LogState is where the log stands.
struct LogState {
  std::uint64_t number = 0;       // of the log in use; 0 before the first epoch
  std::uint64_t size = 0;         // of its committed tree, whole epochs
  Hash root;                      // of that tree
  std::uint64_t signed_size = 0;  // of its newest checkpoint, 0 for none
  std::uint64_t epochs = 0;       // of all logs: the number of the next header
  Hash newest_header;             // SHA-256, zeros before the first
  Hash key_list;                  // SHA-256 of the list in force, zeros before the first
  Day closed = 0;                 // newest day whose epoch stands in the tree; 0 for none
  Day oldest_open = 0;            // oldest later day that has leaves waiting; 0 for none
  std::uint64_t waiting = 0;      // leaves that aren't in the tree yet
  std::uint64_t logged = 0;       // tokens in the trees of all logs, pads not counted
  bool closing = false;           // an epoch was begun and isn't all in the tree: finish() first
  bool restored = false;          // put back from a backup: nothing is signed until vouch()
};

// EpochOrder is what the caller decides about an epoch.
struct EpochOrder {
  Day day = 0;           // its UTC day
  bool control = false;  // header only; else all leaves of `day` and before go into it
  Hash key_list;         // in force from here
  Hash pad_key;          // 32 random bytes, not used by a control epoch
};

// LogObject is a signed part that the log commits to by its hash, and that auditors fetch.
enum class LogObject : std::uint8_t { key_list = 1, head = 2, segment = 3 };

class LogStore {
 public:
  explicit LogStore(IssuerService& service) noexcept : service_(service) {}

  Result<LogState> state();

  // Progress is called after each commit with the leaves done and all of them.
  using Progress = std::function<void(std::uint64_t done, std::uint64_t all)>;
  // close puts one epoch into the tree: its header, which commits to the heads published since and
  // reveals the pad keys that are due, and its entries, kLeavesPerCommit a commit. From the first
  // commit on the header is decided, and a leaf of that day that comes late (a clock that is a
  // little back) belongs to the next day. Killed anywhere, finish() does the rest, byte for byte.
  // already_exists: a day epoch of that day or a later one stands there. refused: `closing`, or a
  // header that couldn't follow the one before.
  Status close(const EpochOrder& order, const Progress& progress = {});
  // finish completes what was begun; nothing to do is no error. corrupt_tile where what stands of
  // it already isn't what the leaves make.
  Status finish(const Progress& progress = {});

  // sign_checkpoint signs the committed tree under `signer`, whose name is the log's origin, keeps
  // the note durably and gives it. Signed already: the same note again, or, for a log key that
  // came later, with its line below. refused: an epoch is half in, the store was restored and
  // nobody has vouched for it, the tree is empty, or the log has another origin. corrupt_tile: the
  // tree doesn't continue the last one signed.
  Result<std::string> sign_checkpoint(const NoteSigner& signer);
  // checkpoint is the note of that size with all cosignatures kept for it: one line for each key,
  // the newest. not_found.
  Result<std::string> checkpoint(std::uint64_t size);
  // add_cosignatures keeps witnesses' lines below the checkpoint of that size. The caller has
  // checked them. not_found; wrong_length; too_large where a note can't have so many.
  Status add_cosignatures(std::uint64_t size, const std::vector<NoteSignature>& lines);
  // offer makes the checkpoint of `size` the one that read("checkpoint") gives. not_found; refused
  // where a larger one is offered.
  Status offer(std::uint64_t size);
  // vouch says that the witnesses were asked and know nothing that isn't here.
  Status vouch();
  // distrust says that they know more than is here: as after a restore, nothing is signed and
  // nothing taken back until vouch().
  Status distrust();
  // next_log closes the log in use for ever and begins the one after it, empty. Numbers and hashes
  // of headers run on. What had been waiting stays waiting. Epochs that no checkpoint covers are
  // undone, and their tokens wait again; not in a store that was put back, which can't know what
  // was signed since its copy was made. There vouch() is for the new log, too. Journalled.
  // forbidden; refused where there is no log yet; clock_back.
  Status next_log(const Actor& actor, UnixTime now);

  // put keeps an object under its hash (a head's is that of its payload); one that is there stays.
  Status put(LogObject kind, const Hash& hash, Bytes content);

  // header is the bytes of header `number` of all logs; not_found.
  Result<ByteVector> header(std::uint64_t number);
  // prove is the path of leaf `index` of the log in use in its tree of `size` leaves, and
  // consistency the proof between two of its sizes. out_of_range.
  Result<std::vector<Hash>> prove(std::uint64_t index, std::uint64_t size);
  Result<std::vector<Hash>> consistency(std::uint64_t size1, std::uint64_t size2);

  // leaf_prefixes are the first 16 bytes of the leaf hashes of all tokens of one kind and key in
  // the trees of all logs, in epochs of days up to `upto`: ascending, each once, pads left out.
  Result<ByteVector> leaf_prefixes(EntryKind kind, const KeyId& kid, Day upto);

  // read gives a file of log `number` by its path (spec/log.md, section 13): "checkpoint",
  // "tile/...", "header/<n>", "key-list/<hex>", "head/<hex>", "segment/<hex>". not_found.
  Result<ByteVector> read(std::uint64_t number, std::string_view path);
  // paths lists the files of log `number` which a tree of `size` leaves has and one of `before`
  // hasn't, and every object; those that others refer to first, "checkpoint" last, if one is
  // offered. not_found; out_of_range.
  Result<std::vector<std::string>> paths(std::uint64_t number, std::uint64_t before,
                                         std::uint64_t size);

 private:
  class Building;
  Connections& connections() noexcept;
  Status build(const Progress& progress);
  Status sweep();

  IssuerService& service_;
};

}  // namespace whit
