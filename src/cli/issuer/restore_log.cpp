// SPDX-License-Identifier: Apache-2.0
// What putting a backup back would mean for the log.
#include <algorithm>

#include "cli/common/message.h"
#include "cli/issuer/log_keeper.h"
#include "cli/issuer/log_name.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/restore.h"
#include "crypto/hash.h"

namespace whit::cli {

void tell_log(const Folder& copy, const Vault& vault, IssuerService& service) {
  LogStore store(service);
  const LogState state = must(store.state(), "can't be read");
  if (!copy.certificate()) return;
  const std::uint64_t number = std::max(state.number, kFirstLog);
  const std::string origin = log_origin(copy.name().origin, number);
  const Witnesses witnesses(copy, vault);
  const auto keys = kept_log_keys(copy, vault, origin);
  std::uint64_t seen = 0;
  std::size_t answered = 0, others = 0;
  const std::vector<WitnessReply> replies = witnesses.newest(origin, keys);
  for (std::size_t row = 0; row < replies.size(); ++row) {
    if (witnesses.is_own(row)) continue;
    others += 1;
    const WitnessAnswer answer = replies[row].answer;
    answered += answer == WitnessAnswer::good || answer == WitnessAnswer::unknown ? 1U : 0U;
    if (answer == WitnessAnswer::good) seen = std::max(seen, replies[row].size);
  }
  if (seen > state.signed_size) {
    print("restoring it would be refused to sign as log " + std::to_string(number) +
          " (witnesses are " + with_commas(seen - state.signed_size) +
          " leaves ahead): use whit-issuer log next");
  } else if (answered < others) {
    print("of " + std::to_string(others) + " witnesses " + std::to_string(answered) +
          " say what they have seen: restoring it may need whit-issuer log next");
  } else if (others != 0) {
    print("witnesses have seen nothing newer of log " + std::to_string(number));
  }
}

void keep_bundle(const Folder& folder, IssuerService& service) {
  const auto newest = folder.certificate() ? published(folder) : std::nullopt;
  if (!newest) return;
  const auto parts = parse_bundle_file(newest->bytes);
  if (!parts) throw Failure("the bundle is damaged");
  LogStore store(service);
  const auto put = [&](LogObject kind, const Hash& hash, Bytes content) {
    must(store.put(kind, hash, content), "can't keep what the bundle carries");
  };
  for (const Bytes segment : parts->segments) put(LogObject::segment, sha256(segment), segment);
  const ByteVector& keys = newest->bundle.head().key_list;
  put(LogObject::key_list, sha256(keys), keys);
  put(LogObject::head, newest->bundle.head_hash(), parts->head);
}

}  // namespace whit::cli
