// SPDX-License-Identifier: Apache-2.0
#include "serve/staff_parts.h"

#include <algorithm>
#include <charconv>

namespace whit {
namespace {

constexpr std::string_view kUnlisted = "fact-";

}  // namespace

std::string slug_of(const Issuing& issuing, Vct vct) {
  const CatalogueFact* fact = issuing.find_fact(vct);
  return fact != nullptr ? fact->slug : std::string(kUnlisted) + std::to_string(vct);
}

Vct vct_of(const Issuing& issuing, std::string_view slug) {
  if (const CatalogueFact* fact = issuing.find_fact(slug)) return fact->vct;
  if (slug.substr(0, kUnlisted.size()) != kUnlisted) return 0;
  const std::int64_t number = read_number(slug.substr(kUnlisted.size()));
  const bool fits = number <= 0xffff && slug_of(issuing, static_cast<Vct>(number)) == slug;
  return fits ? static_cast<Vct>(number) : Vct{0};
}

std::string value_text(const Value& value) {
  switch (value.type) {
    case Value::Type::number:
      return std::to_string(value.number);
    case Value::Type::text:
      return std::string(value.text.view());
    case Value::Type::none:
      break;
  }
  return {};
}

std::vector<std::string_view> role_names(const Actor& actor) {
  std::vector<std::string_view> out;
  if (actor.has(Role::registrar)) out.emplace_back("register");
  if (actor.has(Role::desk)) out.emplace_back("desk");
  if (actor.has(Role::keys)) out.emplace_back("keys");
  if (actor.has(Role::employer)) out.emplace_back("employer");
  return out;
}

Result<std::vector<Proposal>> visible_proposals(StaffParts& parts, const Actor& actor,
                                                UnixTime now) {
  WHIT_TRY(auto all, parts.office.proposals(now));
  std::erase_if(all, [&](const Proposal& one) {
    const auto act = act_of(one.act);
    return !act || !may(actor, *act);
  });
  return all;
}

std::int64_t read_number(std::string_view text) noexcept {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  const bool good =
      error == std::errc{} && end == text.data() + text.size() && out > 0 && text.front() != '0';
  return good ? out : 0;
}

bool is_reason(std::string_view text) noexcept {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ' ||
           c == '-';
  };
  return !text.empty() && text.size() <= kMaxReason && std::all_of(text.begin(), text.end(), plain);
}

}  // namespace whit
