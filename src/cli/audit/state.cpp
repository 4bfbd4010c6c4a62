// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/state.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "cli/common/files.h"
#include "cli/common/message.h"

namespace whit::cli {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr int kFormat = 1;
constexpr std::size_t kSizeDigits = 19;  // so that names of files ascend as sizes do

[[noreturn]] void damaged(const std::string& path) {
  throw Failure(printable(path) + ": damaged", "init a new folder and sync again");
}

Json read_json(const std::string& path) {
  const auto bytes = read_file(path);
  Json out = Json::parse(bytes.begin(), bytes.end(), nullptr, false);
  if (!out.is_object() || out.value("format", 0) != kFormat) damaged(path);
  return out;
}

void write_json(const std::string& path, const Json& json) {
  write_file_atomic(path, as_bytes(json.dump(1) + "\n"));
}

template <class Type>
Type fixed_of(const Json& text, const std::string& path) {
  const auto bytes = hex::decode(text.get<std::string>());
  if (!bytes || bytes->size() != Type::kSize) damaged(path);
  return Type::from(*bytes);
}

audit::Finding finding_of(const Json& name, const std::string& path) {
  for (auto at = audit::Finding::none; at <= audit::Finding::unlogged;) {
    if (audit::name(at) == name.get<std::string>()) return at;
    at = static_cast<audit::Finding>(static_cast<int>(at) + 1);
  }
  damaged(path);
}

Followed followed_of(const Json& json, const std::string& path) {
  Followed out;
  out.number = json.at("number").get<std::uint64_t>();
  out.size = json.at("size").get<std::uint64_t>();
  out.root = fixed_of<Hash>(json.at("root"), path);
  out.epochs = json.at("epochs").get<std::uint64_t>();
  out.synced = json.at("synced").get<UnixTime>();
  for (const Json& gap : json.at("gaps")) {
    out.gaps.push_back({gap.at(0).get<std::string>(), finding_of(gap.at(1), path),
                        fixed_of<Hash>(gap.at(2), path)});
  }
  return out;
}

std::string seen_name(std::uint64_t size, const char* end) {
  std::string digits = std::to_string(size);
  digits.insert(0, kSizeDigits - std::min(kSizeDigits, digits.size()), '0');
  return digits + end;
}

std::string text_file(const std::string& path) {
  return std::string(as_text(read_file(path, kMaxNoteSize)));
}

}  // namespace

WitnessPolicy Pinned::policy() const {
  auto out = parse_witness_policy(policy_text);
  if (!out) throw Failure("the witness policy can't be read");
  return *std::move(out);
}

std::vector<NoteKey> Pinned::keys_of(std::uint64_t number) const {
  std::vector<NoteKey> out;
  for (const PublicKey& key : keys) {
    const auto named = make_note_key(origin_of(number), NoteKeyType::ed25519, key);
    if (!named) throw Failure("the log's origin can't name a key");
    out.push_back(*named);
  }
  return out;
}

bool StateFolder::is_made() const { return exists(file("audit.json")); }

std::vector<std::string> StateFolder::files_in(const std::string& name) const {
  std::vector<std::string> out;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(file(name), error)) {
    out.push_back(entry.path().filename().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

void StateFolder::rename(const std::string& from, const std::string& to) const {
  std::error_code error;
  fs::rename(file(from), file(to), error);
  if (error) throw Failure("cannot rename " + printable(file(from)) + ": " + error.message());
}

Pinned StateFolder::pinned() const {
  const std::string path = file("audit.json");
  if (!is_made()) {
    throw Failure(printable(path_) + ": no log is followed here",
                  "whit-audit init --trust FILE, or --policy FILE URL");
  }
  try {
    const Json json = read_json(path);
    Pinned out;
    out.origin = json.at("origin").get<std::string>();
    for (const Json& key : json.at("keys")) out.keys.push_back(fixed_of<PublicKey>(key, path));
    out.policy_text = json.at("policy").get<std::string>();
    out.place.base = json.at("base").get<std::string>();
    out.place.numbered = json.at("numbered").get<bool>();
    out.place.site = json.at("site").get<std::string>();
    if (!exists(file("trust.cbor"))) return out;
    auto trust = parse_trust_file(read_file(file("trust.cbor")));
    if (!trust) damaged(file("trust.cbor"));
    out.trust = *std::move(trust);
    return out;
  } catch (const Json::exception&) {
    damaged(path);
  }
}

void StateFolder::write(const Pinned& pinned) const {
  Json keys = Json::array();
  for (const PublicKey& key : pinned.keys) keys.push_back(hex::encode(key.view()));
  write_json(file("audit.json"), {{"format", kFormat},
                                  {"origin", pinned.origin},
                                  {"keys", keys},
                                  {"policy", pinned.policy_text},
                                  {"base", pinned.place.base},
                                  {"numbered", pinned.place.numbered},
                                  {"site", pinned.place.site}});
}

std::vector<Followed> StateFolder::followed() const {
  const std::string path = file("state.json");
  if (!exists(path)) return {};
  try {
    const Json json = read_json(path);
    std::vector<Followed> out;
    for (const Json& log : json.at("logs")) out.push_back(followed_of(log, path));
    return out;
  } catch (const Json::exception&) {
    damaged(path);
  }
}

void StateFolder::write(const std::vector<Followed>& followed) const {
  Json logs = Json::array();
  for (const Followed& log : followed) {
    Json gaps = Json::array();
    for (const Gap& gap : log.gaps)
      gaps.push_back({gap.path, audit::name(gap.finding), hex::encode(gap.hash.view())});
    logs.push_back({{"number", log.number},
                    {"size", log.size},
                    {"root", hex::encode(log.root.view())},
                    {"epochs", log.epochs},
                    {"synced", log.synced},
                    {"gaps", gaps}});
  }
  write_json(file("state.json"), {{"format", kFormat}, {"logs", logs}});
}

std::map<std::uint64_t, SeenNotes> StateFolder::seen(std::uint64_t number) const {
  std::map<std::uint64_t, SeenNotes> out;
  const std::string folder = "seen/" + std::to_string(number);
  for (const std::string& name : files_in(folder)) {
    if (name.find_first_not_of("0123456789") != name.npos) continue;
    SeenNotes notes;
    const std::string path = file(folder + "/" + name);
    notes.first = notes.newest = text_file(path);
    if (exists(path + ".newest")) notes.newest = text_file(path + ".newest");
    out.emplace(std::stoull(name), std::move(notes));
  }
  return out;
}

void StateFolder::add_seen(std::uint64_t number, std::uint64_t size,
                           const std::string& note) const {
  const std::string folder = file("seen/" + std::to_string(number));
  make_folder(folder);
  const std::string first = folder + "/" + seen_name(size, "");
  const bool again = exists(first);
  if (again && text_file(first) == note) return;
  write_file_atomic(again ? first + ".newest" : first, as_bytes(note));
}

}  // namespace whit::cli
