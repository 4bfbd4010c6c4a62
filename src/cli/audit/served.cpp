// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/served.h"

#include "audit/head_check.h"
#include "base/hex.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"
#include "trust/limits.h"
#include "whit/bundle.h"

namespace whit::cli {

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
    const auto whole = parse_bundle_file(file);
    const Bytes signed_head = whole ? whole->head : Bytes(file);
    const auto part = parse_signed(signed_head, registry::kTypHead);
    const auto head = part ? parse_head(part->sign1.payload) : Result<Head>(part.error());
    if (!head) throw Failure(printable(path) + " is neither a head nor a bundle");
    const TrustFile* trust = pinned.trust ? &*pinned.trust : nullptr;
    const bool its_own = audit::is_signed_by_its_own(signed_head, *head);
    const std::string fault = its_own
                                  ? audit::check_head_signatures(signed_head, *head, trust).fault
                                  : "it isn't signed by a key that it names";
    if (!fault.empty()) throw Failure(printable(path) + " is not the issuer's: " + fault);
    keep_served(folder, signed_head);
  }
}

}  // namespace whit::cli
