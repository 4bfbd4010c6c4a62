// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/policy_file.h"

#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/common/program.h"

namespace whit::cli {
namespace {

using nlohmann::json;

constexpr std::size_t kPolicyLimit = 64 * 1000;

struct Bit {
  const char* name;
  std::uint8_t bit;
};
constexpr Bit kKinds[] = {{"revocable", 1}, {"blind", 2}, {"paper", 4}};
constexpr Bit kModes[] = {{"one-way", 1}, {"posted", 2}, {"challenge", 4}};

[[noreturn]] void refuse(const std::string& what, const std::string& member) {
  throw Failure(what + ": " + member + " is not what a policy may hold",
                "members: preset, kinds, modes, binding, max_age, answer_time");
}

std::uint8_t bit_named(const json& name, const Bit (&bits)[3]) {
  for (const Bit& bit : bits) {
    if (name == bit.name) return bit.bit;
  }
  return 0;
}

// A number of bits, or a list of their names, none twice.
std::uint8_t bits_of(const json& value, const Bit (&bits)[3], const std::string& what,
                     const std::string& member) {
  if (value.is_number_unsigned() && value.get<std::uint64_t>() <= 7) {
    return static_cast<std::uint8_t>(value.get<std::uint64_t>());
  }
  if (!value.is_array()) refuse(what, member);
  std::uint8_t out = 0;
  for (const json& name : value) {
    const std::uint8_t bit = bit_named(name, bits);
    if (bit == 0 || (out & bit) != 0) refuse(what, member);
    out = static_cast<std::uint8_t>(out | bit);
  }
  return out;
}

Binding binding_of(const json& value, const std::string& what) {
  if (value == "none") return Binding::none;
  if (value == "document") return Binding::document;
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > 1) refuse(what, "binding");
  return value.get<std::uint64_t>() == 1 ? Binding::document : Binding::none;
}

Seconds seconds_of(const json& value, const std::string& what, const std::string& member) {
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() == 0) refuse(what, member);
  return value.get<std::uint64_t>();
}

// Which of the wanted bits the preset lacks, by name.
std::string surplus(std::optional<std::uint8_t> wanted, std::uint8_t whole, const Bit (&bits)[3]) {
  for (const Bit& bit : bits) {
    if ((wanted.value_or(0) & bit.bit) != 0 && (whole & bit.bit) == 0) return bit.name;
  }
  return "";
}

std::string names_of(unsigned bits, const Bit (&names)[3]) {
  std::string out;
  for (const Bit& bit : names) {
    if ((bits & bit.bit) != 0) out += (out.empty() ? "" : ", ") + std::string(bit.name);
  }
  return out.empty() ? "none" : out;
}

// What in `n` is wider than `preset`, in words.
std::string wider_part(const Narrowing& n, const Preset& preset) {
  if (n.preset && *n.preset != preset.slug) return "preset " + *n.preset;
  if (const auto kind = surplus(n.kinds, preset.kinds, kKinds); !kind.empty())
    return "kind " + kind;
  if (const auto mode = surplus(n.modes, preset.modes, kModes); !mode.empty())
    return "mode " + mode;
  if (n.kinds && *n.kinds == 0) return "no kind at all";
  if (n.max_age.value_or(0) > preset.max_age) return "max_age " + std::to_string(*n.max_age);
  if (n.answer_time.value_or(0) > preset.answer_time) {
    return "answer_time " + std::to_string(*n.answer_time);
  }
  return n.binding == Binding::none ? "binding none" : "binding document";
}

}  // namespace

json parse_json(std::string_view text, const std::string& what) {
  std::vector<std::set<std::string>> open;
  bool twice = false;
  const auto watch = [&](int, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::object_start) open.emplace_back();
    if (event == json::parse_event_t::object_end) open.pop_back();
    if (event == json::parse_event_t::key) {
      twice = !open.back().insert(value.get<std::string>()).second || twice;
    }
    return true;
  };
  try {
    json out = json::parse(text, watch);
    if (twice) throw Failure(what + ": a name stands twice in one object");
    return out;
  } catch (const json::parse_error& error) {
    throw Failure(what + ": not JSON at character " + std::to_string(error.byte));
  } catch (const json::exception&) {
    throw Failure(what + ": a number is too large");
  }
}

Narrowing narrowing_of(const json& policy, const std::string& what) {
  if (!policy.is_object()) throw Failure(what + ": a policy is one JSON object");
  Narrowing out;
  for (const auto& [member, value] : policy.items()) {
    if (member == "preset" && value.is_string()) {
      out.preset = value.get<std::string>();
    } else if (member == "kinds") {
      out.kinds = bits_of(value, kKinds, what, member);
    } else if (member == "modes") {
      out.modes = bits_of(value, kModes, what, member);
    } else if (member == "binding") {
      out.binding = binding_of(value, what);
    } else if (member == "max_age") {
      out.max_age = seconds_of(value, what, member);
    } else if (member == "answer_time") {
      out.answer_time = seconds_of(value, what, member);
    } else {
      refuse(what, printable(member));
    }
  }
  return out;
}

json policy_json(const Narrowing& policy) {
  json out = json::object();
  if (policy.preset) out["preset"] = *policy.preset;
  if (policy.kinds) out["kinds"] = *policy.kinds;
  if (policy.modes) out["modes"] = *policy.modes;
  if (policy.binding) out["binding"] = static_cast<unsigned>(*policy.binding);
  if (policy.max_age) out["max_age"] = *policy.max_age;
  if (policy.answer_time) out["answer_time"] = *policy.answer_time;
  return out;
}

std::string kind_names(unsigned bits) { return names_of(bits, kKinds); }
std::string mode_names(unsigned bits) { return names_of(bits, kModes); }

Narrowing read_policy_file(const std::string& path) {
  if (path.empty()) return {};
  const auto file = read_file(path, kPolicyLimit);
  return narrowing_of(parse_json(as_text(file), printable(path)), printable(path));
}

Policy effective_policy(const Bundle& bundle, const std::string& preset, const Narrowing& narrowing,
                        const std::string& what) {
  const auto policy = make_policy(bundle, preset, narrowing);
  if (policy) return *policy;
  const Preset* found = bundle.find_preset(preset);
  if (found != nullptr) {
    throw Failure(
        printable(what) + " asks " + printable(wider_part(narrowing, *found)) + ", which preset " +
            preset + " does not allow",
        what == kSitePolicy ? "whit-verify site set --policy FILE, or --policy \"\"" : "");
  }
  std::vector<std::string> known;
  std::string list;
  for (const Preset& each : bundle.head().presets) {
    known.push_back(each.slug);
    list += (list.empty() ? "" : ", ") + each.slug;
  }
  const std::string meant = nearest(preset, known);
  throw Failure("no preset " + printable(preset) + " in the data of " + bundle.head().iss,
                meant.empty() ? list : meant);
}

}  // namespace whit::cli
