// SPDX-License-Identifier: Apache-2.0
// Opening a bundle needs the log as well as the root, and so stands above both.
#include "crypto/hash.h"
#include "log/entry.h"
#include "whit/bundle.h"

namespace whit {

Result<Bundle> Bundle::open(Bytes file, const TrustFile& trust) {
  WHIT_TRY(Bundle out, read_signed(file, trust));
  WHIT_TRY(const EpochHeader header, parse_epoch_header(out.head_.epoch_header));
  if (!(header.key_list == sha256(out.head_.key_list))) return Errc::wrong_key_list;
  // A proof that nobody judged must not look like one that was.
  if (!out.head_.log_proof.empty()) return Errc::unproven_log;
  return out;
}

}  // namespace whit
