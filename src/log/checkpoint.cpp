// SPDX-License-Identifier: Apache-2.0
#include "log/checkpoint.h"

#include "log/merkle.h"
#include "log/text.h"

namespace whit {

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  Checkpoint out;
  std::string_view rest = text;
  WHIT_TRY(out.origin, logtext::line(rest));
  if (out.origin.empty()) return Errc::truncated;
  WHIT_TRY(const std::string_view size, logtext::line(rest));
  WHIT_TRY(out.size, logtext::parse_decimal(size));
  WHIT_TRY(const std::string_view root, logtext::line(rest));
  WHIT_TRY(out.root, logtext::parse_hash(root));
  while (!rest.empty()) {
    WHIT_TRY(const std::string_view extension, logtext::line(rest));
    if (extension.empty()) return Errc::truncated;
    out.extensions.emplace_back(extension);
  }
  if (out.size == 0 && !(out.root == empty_root())) return Errc::out_of_range;
  if (format(out) != text) return Errc::not_canonical;
  return out;
}

std::string format(const Checkpoint& checkpoint) {
  std::string out = checkpoint.origin + "\n" + logtext::decimal(checkpoint.size) + "\n" +
                    logtext::encode(checkpoint.root) + "\n";
  for (const std::string& extension : checkpoint.extensions) out += extension + "\n";
  return out;
}

}  // namespace whit
