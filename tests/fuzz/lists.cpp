// SPDX-License-Identifier: Apache-2.0
// What the root and the services sign, without its signatures: trust file, manifest, key list,
// head, catalogue, presets, segments, epoch header, bundle file.
#include "fuzz/fuzz.h"
#include "log/entry.h"
#include "trust/catalogue.h"
#include "trust/segment.h"
#include "whit/bundle.h"

namespace whit::fuzz {
namespace {

template <auto read>
void item_again(Bytes input) {
  cbor::Reader in(input);
  const auto item = read(in);
  if (!item || !in.at_end()) return;
  cbor::Writer out;
  write(out, *item);
  must(equal(out.view(), input));
}

void read_head(Bytes input) {
  const auto head = parse_head(input);
  if (!head) return;
  // An accept-only list without rows may be left out, and the encoder does.
  const ByteVector again = encode(*head);
  must(equal(again, input) || (head->accept_only.empty() && again.size() + 2 == input.size()));
}

void read_bundle_file(Bytes input) {
  const auto file = parse_bundle_file(input);
  if (file) must(equal(encode_bundle_file(file->head, file->segments), input));
}

}  // namespace

void run(Bytes input) {
  same_again<parse_trust_file>(input, [](const TrustFile& t) { return encode(t); });
  same_again<parse_manifest>(input, [](const RootManifest& m) { return encode(m); });
  same_again<parse_key_list>(input, [](const KeyList& k) { return encode(k); });
  same_again<parse_epoch_header>(input, [](const EpochHeader& e) { return encode(e); });
  item_again<read_fact>(input);
  item_again<read_preset>(input);
  read_head(input);
  read_bundle_file(input);
  if (const auto groups = parse_segment(input, Kind::revocable, kMinDay)) {
    for (const Withdrawals& group : *groups) must(!group.seeds.empty());
  }
}

}  // namespace whit::fuzz
