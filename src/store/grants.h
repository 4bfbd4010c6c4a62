// SPDX-License-Identifier: Apache-2.0
// The grants of the last collect, as the store keeps them: 14 bytes each, big endian.
//
//   i64 chain | u32 expiry day | u8 first | u8 count
#pragma once

#include <vector>

#include "issue/person.h"

namespace whit {

ByteVector encode_grants(const std::vector<Grant>& grants);
// decode_grants gives storage_failed for bytes of another length.
Result<std::vector<Grant>> decode_grants(Bytes bytes);

// What was granted blind is 7 bytes for each fact and day: u16 vct | u32 expiry day | u8 count.
ByteVector encode_blind(const std::vector<BlindCount>& granted);
Result<std::vector<BlindCount>> decode_blind(Bytes bytes);

}  // namespace whit
