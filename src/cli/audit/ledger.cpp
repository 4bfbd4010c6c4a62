// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/ledger.h"

#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/hash.h"

namespace whit::cli {
namespace {

using Json = nlohmann::json;

// The detail isn't part of it: how many hours a log is stale changes.
std::string id_of(const Reported& reported) {
  const std::string text = std::string(audit::name(reported.finding)) + "\n" +
                           std::to_string(reported.log) + "\n" + reported.where;
  return hex::encode(sha256(as_bytes(text)).view()).substr(0, 32);
}

}  // namespace

Ledger::Ledger(const StateFolder& folder) : folder_(folder) {
  const std::string path = folder.file("findings.json");
  if (!exists(path)) return;
  const auto bytes = read_file(path);
  const Json json = Json::parse(bytes.begin(), bytes.end(), nullptr, false);
  if (!json.is_object()) throw Failure(printable(path) + ": damaged");
  try {
    for (const auto& [id, entry] : json.items()) {
      entries_[id] = {entry.at(0).get<UnixTime>(), entry.at(1).get<std::string>()};
    }
  } catch (const Json::exception&) {
    throw Failure(printable(path) + ": damaged");
  }
}

bool Ledger::knows(const Reported& reported) const { return entries_.count(id_of(reported)) != 0; }

void Ledger::record(std::vector<Reported>& reported, UnixTime now) {
  bool grown = false;
  for (Reported& each : reported) {
    const auto [found, is_new] = entries_.emplace(id_of(each), Entry{now, each.evidence});
    each.since = found->second.since;
    each.evidence = found->second.evidence;
    each.is_new = is_new;
    grown = grown || is_new;
  }
  if (!grown) return;
  Json out = Json::object();
  for (const auto& [id, entry] : entries_) out[id] = {entry.since, entry.evidence};
  write_file_atomic(folder_.file("findings.json"), as_bytes(out.dump(1) + "\n"));
}

}  // namespace whit::cli
