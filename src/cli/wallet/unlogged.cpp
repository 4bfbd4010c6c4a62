// SPDX-License-Identifier: Apache-2.0
#include "cli/wallet/unlogged.h"

#include <algorithm>

#include "audit/evidence.h"
#include "base/hex.h"
#include "cli/common/files.h"
#include "crypto/hash.h"
#include "wallet/log_walk.h"

namespace whit::cli {
namespace {

using wallet::Held;
using wallet::LogWalk;
using wallet::PastHeader;

// What another person has to see: that long before its expiry day a token may have been logged.
constexpr Day kFurthestAhead = 60;
constexpr std::size_t kNameSize = 8;   // bytes of a leaf hash in a file's name
constexpr std::size_t kMostFiles = 4;  // what more codes would show, these do

std::string path_of(const Safe& safe, const wallet::Account& account, const Token& token) {
  const Hash leaf = leaf_hash(encode(entry_of(token)));
  return safe.folder() + "/" + account.trust.iss + "-" + hex::encode(leaf.view().first(kNameSize)) +
         ".whit-evidence";
}

// The first missing token of each code, up to kMostFiles.
std::vector<const Held*> one_of_each_code(const wallet::Account& account) {
  std::vector<const Held*> out;
  for (const wallet::Set& set : account.sets) {
    const auto missing = std::find_if(set.tokens.begin(), set.tokens.end(), [](const Held& held) {
      return held.log == wallet::LogState::missing;
    });
    if (missing != set.tokens.end() && out.size() < kMostFiles) out.push_back(&*missing);
  }
  return out;
}

// WalkedArchive is the issuer's logs as far as the wallet has walked them.
class WalkedArchive : public audit::Archive {
 public:
  WalkedArchive(LogWalk& walk, const wallet::LogFilesOf& files) : walk_(walk), files_(files) {}

  Result<audit::ByteVector> file(std::uint64_t log, std::string_view path,
                                 std::size_t limit) override {
    return files_(log).get(path, limit);
  }
  Result<std::vector<Hash>> leaves(std::uint64_t log, std::uint64_t begin,
                                   std::uint64_t end) override {
    WHIT_TRY(TileReader* const reader, walk_.reader_of(log));
    return reader->leaves(begin, end);
  }

 private:
  LogWalk& walk_;
  const wallet::LogFilesOf& files_;
};

audit::ReplayState state_of(const std::vector<PastHeader>& headers) {
  audit::ReplayState out;
  for (auto past = headers.rbegin(); past != headers.rend(); ++past) {
    audit::EpochRow row;
    row.number = past->header.number;
    row.log = past->log;
    row.begin = past->header.index;
    row.entries = past->header.entries;
    row.day = past->header.day;
    row.header = sha256(past->bytes);
    row.key_list = past->header.key_list;
    out.epochs.push_back(row);
  }
  return out;
}

// The keys whose lines below a checkpoint count: the logs' own and the witnesses'.
std::vector<NoteKey> keys_of(const wallet::Account& account, const wallet::ProvenLog& log,
                             const std::vector<PastHeader>& headers) {
  std::vector<NoteKey> out;
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (i != 0 && headers[i].log == headers[i - 1].log) continue;
    const std::string origin = account.trust.origin + std::to_string(headers[i].log);
    for (const PublicKey& key : log.keys) {
      if (auto named = make_note_key(origin, NoteKeyType::ed25519, key)) {
        out.push_back(std::move(*named));
      }
    }
  }
  if (const auto policy = parse_witness_policy(account.trust.policy)) {
    for (const auto& witness : policy->witnesses) out.push_back(witness.key);
  }
  return out;
}

// Maker has the desk at which evidence is made: the logs back to where a stranger has to look.
class Maker {
 public:
  Maker(const wallet::Account& account, const wallet::ProvenLog& log,
        const wallet::LogFilesOf& files)
      : account_(account), log_(log), walk_(log, account.trust, files), archive_(walk_, files) {}

  Result<audit::ByteVector> make(const Held& held, Day expiry) {
    WHIT_CHECK(walk_.back_to(expiry > kFurthestAhead ? expiry - kFurthestAhead : 0));
    const audit::ReplayState state = state_of(walk_.headers());
    audit::Desk desk;
    desk.state = &state;
    desk.archive = &archive_;
    desk.tree = [this](std::uint64_t number) -> TileReader* {
      const auto reader = walk_.reader_of(number);
      return reader.ok() ? *reader : nullptr;
    };
    desk.note = [this](std::uint64_t number) {
      auto note = walk_.checkpoint_of(number);
      return note.ok() ? *note : std::string();
    };
    desk.keys = keys_of(account_, log_, walk_.headers());
    WHIT_TRY(const Evidence evidence, audit::unlogged_evidence(held.encoded, desk));
    return encode(evidence);
  }

 private:
  const wallet::Account& account_;
  const wallet::ProvenLog& log_;
  LogWalk walk_;
  WalkedArchive archive_;
};

}  // namespace

Kept keep_evidence(const Safe& safe, const wallet::Account& account, const wallet::ProvenLog& log,
                   const wallet::LogFilesOf& files) {
  Kept out;
  Maker maker(account, log, files);
  for (const Held* held : one_of_each_code(account)) {
    const auto token = parse_token(held->encoded);
    if (!token) continue;
    const std::string path = path_of(safe, account, *token);
    const auto file = maker.make(*held, token->day);
    if (file.ok()) write_file_atomic(path, *file, Access::owner);
    if (!file.ok() && !exists(path)) out.trouble = sentence(file.error().code);
  }
  out.files = kept_evidence(safe, account).files;
  return out;
}

Kept kept_evidence(const Safe& safe, const wallet::Account& account) {
  Kept out;
  for (const Held* held : one_of_each_code(account)) {
    const auto token = parse_token(held->encoded);
    const std::string path = token ? path_of(safe, account, *token) : "";
    if (token && exists(path)) out.files.push_back(path);
  }
  return out;
}

}  // namespace whit::cli
