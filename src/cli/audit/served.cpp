// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/served.h"

#include "audit/head_check.h"
#include "base/hex.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/hash.h"
#include "log/proof.h"
#include "token/cose.h"
#include "token/registry.h"
#include "trust/limits.h"
#include "whit/bundle.h"

namespace whit::cli {
namespace {

// Given is a head in a file, alone or at the front of a bundle.
struct Given {
  Bytes signed_head;
  Head head;
};
Result<Given> head_in(Bytes file) {
  const auto whole = parse_bundle_file(file);
  const Bytes signed_head = whole ? whole->head : file;
  WHIT_TRY(const SignedPart part, parse_signed(signed_head, registry::kTypHead));
  WHIT_TRY(Head head, parse_head(part.sign1.payload));
  return Given{signed_head, std::move(head)};
}

}  // namespace

std::string checkpoint_in(Bytes file) {
  const auto given = head_in(file);
  const auto proof = given ? parse_log_proof(given->head.log_proof) : Errc::not_found;
  return proof ? format(proof->note) : std::string(as_text(file));
}

void keep_served(const StateFolder& folder, Bytes signed_head) {
  const auto part = parse_signed(signed_head, registry::kTypHead);
  if (!part) return;
  const std::string name = "served/" + hex::encode(sha256(part->sign1.payload).view());
  if (exists(folder.file(name)) || exists(folder.file(name + ".told"))) return;
  make_folder(folder.file("served"));
  write_file_atomic(folder.file(name), signed_head);
}

void take_served_files(const StateFolder& folder, const Pinned& pinned,
                       const std::vector<std::string>& files) {
  for (const std::string& path : files) {
    const auto file = read_file(path, kMaxBundle);
    const auto given = head_in(file);
    if (!given) throw Failure(printable(path) + " is neither a head nor a bundle");
    const TrustFile* trust = pinned.trust ? &*pinned.trust : nullptr;
    const bool its_own = audit::is_signed_by_its_own(given->signed_head, given->head);
    const std::string fault =
        its_own ? audit::check_head_signatures(given->signed_head, given->head, trust).fault
                : "it isn't signed by a key that it names";
    if (!fault.empty()) throw Failure(printable(path) + " is not the issuer's: " + fault);
    keep_served(folder, given->signed_head);
  }
}

}  // namespace whit::cli
