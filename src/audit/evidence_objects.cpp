// SPDX-License-Identifier: Apache-2.0
// What signed objects show beside the headers that name them, or don't.
#include <algorithm>

#include "audit/evidence_work.h"
#include "audit/head_check.h"
#include "audit/replay_work.h"
#include "base/hex.h"
#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"
#include "trust/key_rows.h"

namespace whit::audit {
namespace {

bool is_key_list(Bytes object) {
  const auto part = parse_signed(object, registry::kTypKeyList);
  const auto list = part ? read_key_rows(part->sign1.payload) : Result<KeyList>(part.error());
  return list && !has_equal_kids(*list);
}

// The header that commits to an object as its key list.
const Exhibits::Header* header_of_list(const Shown& shown, const ByteVector& object) {
  const Hash hash = sha256(object);
  for (const auto& header : shown.exhibits.headers) {
    if (header.header.key_list == hash) return &header;
  }
  return nullptr;
}

}  // namespace

bool has_newest_heads(const Exhibits& exhibits, const std::vector<ReadHead>& heads) {
  const auto newest = std::find_if(exhibits.headers.rbegin(), exhibits.headers.rend(),
                                   [](const auto& header) { return !header.header.heads.empty(); });
  if (newest == exhibits.headers.rend()) return false;
  const auto& named = newest->header.heads;
  return std::all_of(named.begin(), named.end(), [&](const Hash& hash) {
    return std::any_of(heads.begin(), heads.end(),
                       [&](const ReadHead& head) { return head.hash == hash; });
  });
}

// One list, and heads that tell whose signature it needs.
Sentence judge_bad_list(const Shown& shown) {
  const auto heads = heads_among(shown.evidence.objects);
  for (const ByteVector& object : shown.evidence.objects) {
    const Exhibits::Header* header = header_of_list(shown, object);
    if (header == nullptr) continue;
    const std::string front = epoch_text(shown, *header) + " commits to key list " +
                              hex::encode(header->header.key_list.view()) + ", which ";
    if (!is_key_list(object)) return front + "isn't one";
    if (!has_newest_heads(shown.exhibits, heads)) return std::nullopt;
    for (const ReadHead& head : heads) {
      const auto manifest = manifest_of(head.head);
      if (!manifest) return std::nullopt;
      const NoteCheck check = check_list(object, *manifest, header->header.day);
      if (check == NoteCheck::good) return std::nullopt;
      if (check == NoteCheck::bad) return front + "has a bad signature";
    }
    return front + "is signed by no key that a manifest names up to " +
           date(shown.exhibits.headers.back().header.day);
  }
  return std::nullopt;
}

// A head that the first header was carried by, and that none of those behind it names. Who signed
// it is told by a manifest that the log names.
Sentence judge_hidden_head(const Shown& shown) {
  const auto& headers = shown.exhibits.headers;
  const auto heads = heads_among(shown.evidence.objects);
  const auto is_named = [&](const ReadHead& one) {
    return std::any_of(headers.begin(), headers.end(), [&](const auto& header) {
      const auto& named = header.header.heads;
      return std::find(named.begin(), named.end(), one.hash) != named.end();
    });
  };
  const auto hidden =
      std::find_if(heads.begin(), heads.end(), [&](const ReadHead& one) { return !is_named(one); });
  if (hidden == heads.end()) return std::nullopt;
  const Day issued = day_of(hidden->head.issued);
  const bool in_time = headers.back().header.day > issued + 1 &&
                       headers.front().hash == sha256(hidden->head.epoch_header);
  if (!in_time) return std::nullopt;
  for (const ReadHead& one : heads) {
    const auto manifest = manifest_of(one.head);
    if (&one == &*hidden || !manifest) continue;
    if (!is_signed_under(*hidden->object, hidden->head, *manifest)) continue;
    return "the issuer signed version " + std::to_string(hidden->head.version) + " on " +
           date(issued) + ", " + hex::encode(hidden->hash.view()) + ", and no header of " +
           shown.origin(headers.back().place->note) + " up to " + date(headers.back().header.day) +
           " names it";
  }
  return std::nullopt;
}

}  // namespace whit::audit
