// SPDX-License-Identifier: Apache-2.0
#include "log/closing.h"

#include <filesystem>

#include "crypto/hash.h"
#include "issue/wallet.h"
#include "store/log_rows.h"
#include "store/log_store.h"

namespace whit::bench {
namespace {

using test::kNoon;
using test::kToday;

constexpr std::size_t kCommit = 512;  // tokens that an issuer under load makes durable together

// A token's entry: one of four facts, for one of 14 days; nobody can tell its commitment ahead.
EntryBytes entry_of(std::size_t i) {
  Entry out;
  out.kind = i % 8 == 0 ? EntryKind::blind : EntryKind::revocable;
  out.vct = static_cast<Vct>(65001 + i % 4);
  out.kid = KeyId{{1, 2, 3, 4}};
  out.day = kToday + 1 + static_cast<Day>(i % 14);
  out.commitment = sha256(as_bytes("token " + std::to_string(i)));
  return encode(out);
}

// Puts the entries on the waiting list as commits of collects do.
void take(const std::string& path, const std::vector<EntryBytes>& entries) {
  auto database = Database::open(path, Database::Access::read_write);
  must(database.ok(), "open the register's file");
  for (std::size_t i = 0; i < entries.size(); i += kCommit) {
    const auto end = std::min(entries.size(), i + kCommit);
    const std::vector<EntryBytes> part(entries.begin() + static_cast<std::ptrdiff_t>(i),
                                       entries.begin() + static_cast<std::ptrdiff_t>(end));
    must(database->execute("BEGIN IMMEDIATE").ok(), "begin a commit");
    must(write_leaves(*database, part, kNoon).ok(), "write leaves");
    must(database->execute("COMMIT").ok(), "commit");
  }
}

}  // namespace

void close_epoch(const std::string& folder, std::size_t tokens, const std::string& suffix,
                 Rows& rows) {
  const std::string path = folder + "/register-" + suffix + ".db";
  const Issuing issuing = test::make_issuing();
  SystemRng rng;
  must(IssuerService::create(path, issuing.iss).ok(), "make a register");
  SecretBuffer key(32);
  rng.fill(key.expose_writable(InsecureAccess{}));
  auto service = IssuerService::open(path, issuing, std::move(key), rng);
  must(service.ok(), "open the register");
  LogStore log(**service);
  const Hash list = sha256(as_bytes("list")), pads = sha256(as_bytes("pads"));
  must(log.close({kToday, true, list, Hash{}}).ok(), "write the first epoch");
  std::vector<EntryBytes> entries;
  for (std::size_t i = 0; i < tokens; ++i) entries.push_back(entry_of(i));
  const auto each = [&](double seconds) { return seconds * 1e9 / static_cast<double>(tokens); };
  const double taken = processor_seconds([&] { take(path, entries); });
  rows.add("take_" + suffix, each(taken));
  double processor = 0;
  rows.add("seconds_" + suffix, wall_seconds([&] {
             processor = processor_seconds([&] {
               must(log.close({kToday, false, list, pads}).ok(), "close the epoch");
               const SigningKey own = SigningKey::generate(rng);
               auto signer = make_note_signer("log.example/1", NoteKeyType::ed25519, own);
               must(signer.ok() && log.sign_checkpoint(*signer).ok(), "sign the tree");
             });
           }));
  rows.add("close_" + suffix, each(processor));
  rows.add("token_" + suffix, each(taken + processor));
  const auto state = log.state();
  must(state.ok() && state->logged == tokens && state->waiting == 0, "find all tokens in the tree");
  service->reset();
  rows.add("megabytes_" + suffix, static_cast<double>(std::filesystem::file_size(path)) / 1e6);
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
}

}  // namespace whit::bench
