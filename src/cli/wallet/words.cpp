// SPDX-License-Identifier: Apache-2.0
#include "cli/wallet/words.h"

#include "cli/common/program.h"
#include "wallet/news.h"

namespace whit::cli {

using wallet::FactState;
using wallet::Obstacle;

Head catalogue_of(const wallet::Account& account) {
  auto head = wallet::read_news(account);
  if (!head.ok()) throw Failure("the office's catalogue is not there yet", "whit-wallet sync");
  return std::move(*head);
}

std::string slug_of(const Head& head, Vct vct) {
  const CatalogueFact* fact = find_fact(head, vct);
  return fact == nullptr ? "fact " + std::to_string(vct) : fact->slug;
}

std::string slugs_of(const Head& head, const std::vector<Vct>& facts) {
  std::string out;
  for (const Vct vct : facts) out += (out.empty() ? "" : ", ") + slug_of(head, vct);
  return out;
}

std::string label_of(const Head& head, Vct vct) {
  const CatalogueFact* fact = find_fact(head, vct);
  if (fact == nullptr) return slug_of(head, vct);
  for (const auto& [language, text] : fact->labels) {
    if (language == "en") return text;
  }
  return fact->slug;
}

std::string text_of(const Value& value) {
  switch (value.type) {
    case Value::Type::none:
      return "";
    case Value::Type::number:
      return std::to_string(value.number);
    case Value::Type::text:
      return std::string(value.text.view());
  }
  return "";
}

std::string_view word_of(FactState state) noexcept {
  switch (state) {
    case FactState::not_given:
      return "none";
    case FactState::held:
      return "ok";
    case FactState::ended:
      return "ends";
    case FactState::withdrawn:
      return "withdrawn";
    case FactState::key_withdrawn:
      return "renew";
  }
  return "none";
}

std::string plural(std::size_t number, std::string_view one) {
  return std::to_string(number) + " " + std::string(one) + (number == 1 ? "" : "s");
}

void refuse_hindered(const wallet::Hindrance& hindrance, const Head& head) {
  const std::string facts = slugs_of(head, hindrance.facts);
  switch (hindrance.obstacle) {
    case Obstacle::none:
      return;
    case Obstacle::lacking:
      throw Failure("this wallet has no code for " + facts, "whit-wallet list shows what it has",
                    Exit::no);
    case Obstacle::apart:
      throw Failure("these facts were collected apart and can't be shown together yet",
                    "show them one at a time, or try again after the next sync", Exit::no);
    case Obstacle::wrong_mode:
      throw Failure(facts + " is not shown in this way",
                    "the asker shows a question of their own, then: whit-wallet answer", Exit::no);
    case Obstacle::wrong_kind:
      throw Failure("this wallet has no anonymous code of " + facts + " to show now",
                    "ask whether a usual code will do; whit-wallet list shows what there is",
                    Exit::no);
    case Obstacle::over:
      throw Failure("the time to answer this question is over", "let them ask again", Exit::no);
    case Obstacle::unknown:
      break;
  }
  throw Failure("this can't be answered");
}

std::string json_list(const std::vector<std::string>& items) {
  std::string out = "[";
  for (const std::string& item : items) out += (out.size() > 1 ? ", " : "") + json_quoted(item);
  return out + "]";
}

}  // namespace whit::cli
