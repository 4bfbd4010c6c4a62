// SPDX-License-Identifier: Apache-2.0
// Cosignatures by hand: for witnesses that no network reaches.
#include <algorithm>

#include "audit/witness.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/issuer/log_commands.h"
#include "cli/issuer/log_keeper.h"
#include "cli/issuer/log_name.h"
#include "log/checkpoint.h"

namespace whit::cli {
namespace {

// size_known is the size that the witness signed last, as far as it is known here; 0 for any
// witness, and for one that never signed.
std::uint64_t size_known(const Folder& folder, const std::string& witness) {
  const WitnessPolicy policy = witness_policy(folder.name().policy);
  std::uint64_t size = 0;
  bool found = witness.empty();
  for (const WitnessNews& one : read_witness_news(folder, policy)) {
    if (one.name != witness) continue;
    found = true;
    size = one.size;
  }
  if (!found) throw Failure("the policy has no witness " + printable(witness));
  return size;
}

}  // namespace

Exit log_ask(const Common& common, const AskOptions& options, Rng& rng) {
  const Folder folder(common.dir);
  // Nothing is signed here, so that no secret is asked for.
  const auto service = open_service(folder, SecretBuffer(32), rng);
  LogStore store(*service);
  const LogState state = must(store.state(), "can't be read");
  if (state.signed_size == 0) {
    throw Failure("nothing is signed yet", "whit-issuer publish signs, even where it then refuses");
  }
  audit::AddCheckpoint request;
  request.old_size = options.from ? *options.from : size_known(folder, options.witness);
  if (request.old_size > state.signed_size) {
    throw Failure("--from " + std::to_string(request.old_size) + " is more than there is, " +
                  with_commas(state.signed_size));
  }
  if (request.old_size != 0 && request.old_size != state.signed_size) {
    request.proof = must(store.consistency(request.old_size, state.signed_size), "has no proof");
  }
  const Note note = must(parse_note(must(store.checkpoint(state.signed_size), "has no checkpoint")),
                         "has a damaged checkpoint");
  request.note = format(note);
  write_output(options.out, as_bytes(audit::format(request)));
  if (options.out == "-") return Exit::yes;
  print("checkpoint of size " + with_commas(state.signed_size) + ", from size " +
        with_commas(request.old_size) + ": " + printable(options.out));
  return Exit::yes;
}

Exit log_answer(const Common& common, const std::string& file, Rng& rng) {
  const Folder folder(common.dir);
  const Vault vault = open_vault(common);
  const auto service = open_service(folder, vault.get(kRegisterKey), rng);
  LogKeeper log(folder, vault, *service, rng);
  const auto lines = read_file(file, kMaxNoteSize);
  const FolderLock lock(folder.path());
  const std::size_t taken = log.accept(as_text(lines), now_of(common));
  if (taken == 0) throw Failure("there is no line of a witness of ours in it");
  const std::vector<UnixTime> seen = log.cosigners();
  const auto count =
      std::count_if(seen.begin(), seen.end(), [](UnixTime time) { return time != 0; });
  const bool enough = meets_quorum(log.witnesses().policy(), seen);
  print(std::to_string(taken) + (taken == 1 ? " cosignature" : " cosignatures") + " of size " +
        with_commas(log.state().signed_size) + " taken; " + std::to_string(count) + " of " +
        std::to_string(seen.size()) +
        (enough ? " witnesses, which is enough: whit-issuer publish"
                : " witnesses, which is not enough"));
  return Exit::yes;
}

}  // namespace whit::cli
