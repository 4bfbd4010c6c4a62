// SPDX-License-Identifier: Apache-2.0
// What comes to a witness: the body of a request, and what it is judged to be.
#include "audit/witness.h"

#include "crypto/rng.h"
#include "fuzz/fuzz.h"
#include "log/merkle.h"

namespace whit::fuzz {
namespace {

struct Known {
  SigningKey witness, log;
  NoteSigner signer, log_signer;
  audit::WitnessedLog state;
};

SigningKey seeded(std::uint8_t number) {
  std::array<std::uint8_t, 32> seed{};
  seed[0] = number;
  return SigningKey::from_seed(seed);
}

const Known& known() {
  static const Known* const one = [] {
    start_crypto();
    auto* out = new Known{seeded(1), seeded(2), {}, {}, {}};
    out->signer = *make_note_signer("w.example", NoteKeyType::cosignature, out->witness);
    out->log_signer = *make_note_signer("log.example/1", NoteKeyType::ed25519, out->log);
    out->state.origin = "log.example/1";
    out->state.keys = {out->log_signer.key};
    out->state.root = empty_root();
    return out;
  }();
  return *one;
}

// The input behind a good signature: everything but the key is the stranger's.
std::string signed_by_log(std::string_view front, std::string_view text) {
  std::string out(front);
  out += "\n" + std::string(text) + "\n" + format(*sign_note(text, known().log_signer));
  return out;
}

void judge(std::string_view body) {
  const auto request = audit::parse_add_checkpoint(body);
  if (!request) return;
  must(format(*request) == body);
  must(request->proof.size() <= audit::kMaxWitnessProof);
  const auto answer = audit::judge(&known().state, *request, known().signer, 1800000000);
  if (answer.status != 200) return;
  // What it signed is a tree of that log, which one who knew nothing of it may begin with.
  must(request->old_size == 0 && request->proof.empty());
  must(answer.next.size > 0 || answer.next.root == empty_root());
  must(check_note(*parse_note(answer.next.note), known().signer.key).check == NoteCheck::good);
}

}  // namespace

void run(Bytes input) {
  const std::string_view text = as_text(input);
  judge(text);
  const std::size_t gap = text.find("\n\n");
  if (gap == std::string_view::npos) return;
  judge(signed_by_log(text.substr(0, gap + 1), text.substr(gap + 2)));
}

}  // namespace whit::fuzz
