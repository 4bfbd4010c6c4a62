// SPDX-License-Identifier: Apache-2.0
// Opening a bundle needs the log as well as the root, and so stands above both.
#include "crypto/hash.h"
#include "log/entry.h"
#include "verify/log_proof.h"
#include "whit/bundle.h"

namespace whit {

Result<Bundle> Bundle::open(Bytes file, const TrustFile& trust) {
  WHIT_TRY(Bundle out, read_signed(file, trust));
  WHIT_TRY(const EpochHeader header, parse_epoch_header(out.head_.epoch_header));
  if (!(header.key_list == sha256(out.head_.key_list))) return Errc::wrong_key_list;
  if (out.head_.log_proof.empty()) return Errc::no_log_proof;
  WHIT_TRY(out.newest_cosignature_, verify_head_proof(out.head_, header, out.manifest_, trust));
  return out;
}

}  // namespace whit
