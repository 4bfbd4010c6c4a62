// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/site_file.h"

#include <nlohmann/json.hpp>

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/verify/policy_file.h"
#include "token/text_rules.h"

namespace whit::cli {
namespace {

using nlohmann::json;

constexpr std::size_t kSiteLimit = 64 * 1000, kLongestText = 200;

// Reader takes members off one object; what is left at the end is too much.
class Reader {
 public:
  Reader(const json& object, std::string what) : what_(std::move(what)) {
    if (!object.is_object()) refuse("it");
    left_ = object;
  }

  [[noreturn]] void refuse(const std::string& member) const {
    throw Failure(what_ + " is damaged: " + printable(member) + " is not what belongs there",
                  "put back a good copy, or remove it and set this place up anew");
  }
  // take is null where there is no such member.
  json take(const char* name) {
    const auto found = left_.find(name);
    if (found == left_.end()) return {};
    json out = std::move(*found);
    left_.erase(found);
    if (out.is_null()) refuse(name);
    return out;
  }
  std::string text(const char* name) {
    const json value = take(name);
    if (value.is_null()) return "";
    if (!value.is_string() || value.get_ref<const std::string&>().empty() ||
        value.get_ref<const std::string&>().size() > kLongestText) {
      refuse(name);
    }
    return value.get<std::string>();
  }
  std::uint64_t number(const char* name) {
    const json value = take(name);
    if (!value.is_number_unsigned()) refuse(name);
    return value.get<std::uint64_t>();
  }
  void end() const {
    if (!left_.empty()) refuse(left_.begin().key());
  }
  const std::string& what() const noexcept { return what_; }

 private:
  std::string what_;
  json left_;
};

json json_of(const Moment& moment) { return {{"boot", moment.boot}, {"seconds", moment.seconds}}; }

Moment read_moment(const json& value, const std::string& what) {
  Reader in(value, what);
  Moment out;
  out.boot = in.text("boot");
  out.seconds = in.number("seconds");
  in.end();
  return out;
}

json json_of(const SiteSettings& settings) {
  json out = json::object();
  if (!settings.preset.empty()) out["preset"] = settings.preset;
  if (!settings.name.empty()) out["name"] = settings.name;
  if (!settings.issuer.empty()) out["issuer"] = settings.issuer;
  if (settings.policy) out["policy"] = policy_json(*settings.policy);
  return out;
}

SiteSettings read_settings(Reader& in) {
  SiteSettings out;
  out.preset = in.text("preset");
  if (!out.preset.empty() && !is_slug(out.preset)) in.refuse("preset");
  out.name = in.text("name");
  if (!out.name.empty() && !is_name(out.name)) in.refuse("name");
  out.issuer = in.text("issuer");
  if (!out.issuer.empty() && !is_iss(out.issuer)) in.refuse("issuer");
  if (const json policy = in.take("policy"); !policy.is_null()) {
    out.policy = narrowing_of(policy, in.what());
  }
  return out;
}

SiteLock read_lock(const json& value, const std::string& what) {
  Reader in(value, what);
  SiteLock out;
  out.pin = in.text("pin");
  if (out.pin.empty()) in.refuse("pin");
  const std::uint64_t wrong = in.number("wrong");
  if (wrong > kPinTries) in.refuse("wrong");
  out.wrong = static_cast<std::uint32_t>(wrong);
  if (const json paused = in.take("paused"); !paused.is_null()) {
    out.paused = read_moment(paused, what);
  }
  in.end();
  return out;
}

Waiting read_waiting(const json& value, const std::string& what) {
  Reader in(value, what);
  Waiting out;
  out.settings = read_settings(in);
  const json unlock = in.take("unlock");
  if (!unlock.is_boolean()) in.refuse("unlock");
  out.unlock = unlock.get<bool>();
  out.since = read_moment(in.take("since"), what);
  in.end();
  return out;
}

}  // namespace

std::string encode_site(const Site& site) {
  json out = json_of(site.settings);
  if (site.lock) {
    out["lock"] = {{"pin", site.lock->pin}, {"wrong", site.lock->wrong}};
    if (site.lock->paused) out["lock"]["paused"] = json_of(*site.lock->paused);
  }
  if (site.waiting) {
    out["waiting"] = json_of(site.waiting->settings);
    out["waiting"]["unlock"] = site.waiting->unlock;
    out["waiting"]["since"] = json_of(site.waiting->since);
  }
  return out.dump(2) + "\n";
}

Site parse_site(std::string_view text, const std::string& what) {
  Reader in(parse_json(text, what), what);
  Site out;
  out.settings = read_settings(in);
  if (const json lock = in.take("lock"); !lock.is_null()) out.lock = read_lock(lock, what);
  if (const json waiting = in.take("waiting"); !waiting.is_null()) {
    if (!out.lock) in.refuse("waiting");
    out.waiting = read_waiting(waiting, what);
  }
  in.end();
  return out;
}

Site SiteFile::read(const Timer& now) const {
  if (!exists(path_)) return {};
  Site out = parse_site(as_text(read_file(path_, kSiteLimit)), printable(path_));
  settle(out, now);
  return out;
}

void SiteFile::write(const Site& site) const {
  write_file_atomic(path_, as_bytes(encode_site(site)), Access::owner);
}

Site SiteFile::current(const Timer& now) const {
  if (!exists(path_)) return {};
  const Site before = parse_site(as_text(read_file(path_, kSiteLimit)), printable(path_));
  Site out = before;
  if (!settle(out, now)) return out;
  try {
    const FolderLock lock(folder_);
    out = read(now);
    write(out);
    return out;
  } catch (const Failure&) {
    return before;
  }
}

}  // namespace whit::cli
