// SPDX-License-Identifier: Apache-2.0
#include "store/documents.h"

#include <string>

namespace whit {
namespace {

// The row is part of what is authenticated, so that nobody can swap two people's documents.
std::string label_of(std::int64_t subject) { return "document " + std::to_string(subject); }

}  // namespace

ByteVector seal_document(const SecretBuffer& register_key, std::int64_t subject,
                         std::string_view text, Rng& rng) {
  return seal_box(register_key, as_bytes(text), label_of(subject), rng);
}

Result<SecretBuffer> open_document(const SecretBuffer& register_key, std::int64_t subject,
                                   Bytes sealed) {
  auto opened = open_box(register_key, sealed, label_of(subject));
  if (!opened.ok()) return Errc::storage_failed;
  return std::move(*opened);
}

}  // namespace whit
