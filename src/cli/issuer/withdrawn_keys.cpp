// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/withdrawn_keys.h"

#include <algorithm>

#include "cli/issuer/publish_checks.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::cli {
namespace {

template <class T>
T wanted(Result<T> result) {
  if (!result) refuse_publishing(std::string(sentence(result.error().code)));
  return *std::move(result);
}

void wanted(const Status& status) {
  if (!status) refuse_publishing(std::string(sentence(status.error().code)));
}

KeyList parsed(const ByteVector& signed_list) {
  const auto part = parse_signed(signed_list, registry::kTypKeyList);
  return wanted(part ? parse_key_list(part->sign1.payload) : Result<KeyList>(part.error()));
}

bool is_withdrawn_paper(const TokenKey& row, const PublicKey& key) {
  return row.kind == Kind::paper && row.state == KeyState::withdrawn && row.key == key;
}

}  // namespace

void hold_dealing(IssuerService& service, const KeyList& list) {
  if (wanted(service.unrenewed(list.tokens)).empty()) return;
  wanted(service.hold(list.sequence));
}

void take_back_keys(IssuerService& service, Head& head, UnixTime now) {
  const KeyList list = parsed(head.key_list);
  Renewal renewal{list.sequence, head.version, wanted(service.unrenewed(list.tokens))};
  if (!renewal.keys.empty()) wanted(service.renew(renewal, now));
  for (AcceptedPaper& paper : wanted(service.accepted_paper())) {
    const bool listed =
        std::any_of(list.tokens.begin(), list.tokens.end(),
                    [&](const TokenKey& row) { return is_withdrawn_paper(row, paper.key); });
    if (!listed) continue;  // a list from before its withdrawal
    head.accept_only.push_back({Kind::paper, key_id(paper.key), std::move(paper.prefixes)});
  }
}

}  // namespace whit::cli
