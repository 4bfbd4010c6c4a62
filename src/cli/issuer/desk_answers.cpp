// SPDX-License-Identifier: Apache-2.0
// Answers of the staff API, as values. A server isn't trusted to keep its own rules.
#include <nlohmann/json.hpp>

#include "cli/common/clock.h"
#include "cli/common/message.h"
#include "cli/issuer/desk_remote.h"
#include "issue/person.h"

namespace whit::cli {
namespace {

using nlohmann::json;

[[noreturn]] void no_answer() {
  throw Failure("the server's answer is not what the staff API says",
                "is it of another version? spec/staff-api.json");
}

// Whatever nlohmann throws ends here: a member that is missing or of another type.
template <typename Read>
auto reading(std::string_view text, Read read) {
  try {
    return read(json::parse(text));
  } catch (const json::exception&) {
    no_answer();
  }
}

std::string text_at(const json& object, const char* key) {
  return printable(object.at(key).get<std::string>());
}

UnixTime time_at(const json& object, const char* key) {
  const auto time = parse_time(object.at(key).get<std::string>());
  if (!time) no_answer();
  return *time;
}

std::optional<Day> day_at(const json& object, const char* key) {
  if (!object.contains(key)) return std::nullopt;
  return day_of(time_at(object, key));
}

std::string reference_at(const json& value) {
  std::string out = value.get<std::string>();
  if (!is_subject(out)) no_answer();
  return out;
}

// list_at is a list and nothing else: nlohmann would walk through a text as well.
const json& list_at(const json& object, const char* key) {
  const json& out = object.at(key);
  if (!out.is_array()) no_answer();
  return out;
}

std::string value_text(const json& value) {
  return value.is_number_unsigned() ? std::to_string(value.get<std::uint32_t>())
                                    : printable(value.get<std::string>());
}

WorkFact read_fact(const json& object) {
  WorkFact out;
  out.slug = text_at(object, "fact");
  if (const auto value = object.find("value"); value != object.end()) {
    out.value = value_text(*value);
    out.number = value->is_number_unsigned();
  }
  out.from = day_at(object, "from");
  out.until = day_at(object, "until");
  out.ended = object.at("ended").get<bool>();
  return out;
}

}  // namespace

WorkPerson read_person(std::string_view text) {
  return reading(text, [](const json& object) {
    WorkPerson out;
    out.subject = reference_at(object.at("subject"));
    out.enrolled = object.at("enrolled").get<bool>();
    if (object.contains("invited_until")) out.invited_until = time_at(object, "invited_until");
    for (const json& fact : list_at(object, "facts")) out.facts.push_back(read_fact(fact));
    return out;
  });
}

WorkInvited read_invited(std::string_view text) {
  return reading(text, [](const json& object) {
    return WorkInvited{text_at(object, "invitation"), text_at(object, "pin"),
                       text_at(object, "stop"), time_at(object, "expires")};
  });
}

std::vector<WorkNotice> read_notices(std::string_view text) {
  return reading(text, [](const json& object) {
    std::vector<WorkNotice> out;
    for (const json& one : list_at(object, "notices")) {
      const auto filed = day_at(one, "filed"), arrived = day_at(one, "arrived");
      if (!filed || !arrived) no_answer();
      out.push_back({one.at("id").get<std::int64_t>(), reference_at(one.at("subject")),
                     text_at(one, "fact"), text_at(one, "text"), *filed, *arrived});
    }
    return out;
  });
}

std::vector<std::string> read_people(std::string_view text) {
  return reading(text, [](const json& object) {
    std::vector<std::string> out;
    for (const json& one : list_at(object, "people")) out.push_back(reference_at(one));
    return out;
  });
}

Who read_who(std::string_view text) {
  return reading(text, [](const json& object) {
    Who out;
    out.login = text_at(object, "login");
    for (const json& role : list_at(object, "roles")) out.roles.push_back(role.get<std::string>());
    if (const auto value = object.find("employer"); value != object.end()) {
      out.employer = value_text(*value);
    }
    out.signed_in = time_at(object, "expires");
    return out;
  });
}

}  // namespace whit::cli
