// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "crypto/hash.h"
#include "wallet/news.h"
#include "wallet/show.h"

namespace whit::wallet {
namespace {

// fits tells whether `set` is of a kind that answers a question of `kind`, where none means any.
bool fits(const Set& set, Kind kind) { return kind == Kind::none || set.kind == kind; }

bool has_any(const Account& account, const Head& head, Vct vct, Kind kind, UnixTime now) {
  return std::any_of(account.sets.begin(), account.sets.end(), [&](const Set& set) {
    return fits(set, kind) && may_show(set, head, now) && set.find(vct) != nullptr;
  });
}

std::vector<Vct> lacking(const Account& account, const Head& head, const Question& question,
                         Kind kind, UnixTime now) {
  std::vector<Vct> facts;
  for (const Vct vct : question.facts) {
    if (!has_any(account, head, vct, kind, now)) facts.push_back(vct);
  }
  return facts;
}

std::vector<Vct> not_in_mode(const Head& head, const Question& question) {
  std::vector<Vct> facts;
  for (const Vct vct : question.facts) {
    const CatalogueFact* fact = find_fact(head, vct);
    const auto mode = static_cast<std::uint8_t>(question.mode());
    if (fact == nullptr || (fact->modes & mode) == 0) facts.push_back(vct);
  }
  return facts;
}

}  // namespace

Mode Question::mode() const noexcept {
  if (name.empty()) return Mode::one_way;
  return nonce ? Mode::challenge : Mode::posted;
}

Question question_of(const Request& request, Bytes cbor) {
  Question question;
  question.facts.assign(request.facts.begin(), request.facts.begin() + request.count);
  question.name = request.name;
  question.nonce = request.nonce;
  question.until = request.until;
  question.kind = request.kind;
  if (request.nonce) question.id = sha256(cbor);
  return question;
}

Hindrance hindrance(const Account& account, const Head& head, const Question& question,
                    UnixTime clock) {
  const UnixTime now = account.corrected(clock);
  if (question.until && *question.until < now) return {Obstacle::over, {}};
  const bool blind = question.kind == Kind::blind;
  if (blind && question.facts.size() != 1) return {Obstacle::wrong_kind, question.facts};
  const bool open = preferred_kind(head, question) == Kind::blind;
  const Kind kind = blind || open ? question.kind : Kind::revocable;
  if (auto facts = lacking(account, head, question, kind, now); !facts.empty()) {
    return {blind ? Obstacle::wrong_kind : Obstacle::lacking, std::move(facts)};
  }
  if (auto facts = not_in_mode(head, question); !facts.empty()) {
    return {Obstacle::wrong_mode, std::move(facts)};
  }
  if (choose(account, head, question, clock).freshness == Freshness::none) {
    return {Obstacle::apart, {}};
  }
  return {Obstacle::none, {}};
}

}  // namespace whit::wallet
