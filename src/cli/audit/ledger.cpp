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
  for (const auto& [id, since] : json.items()) since_[id] = since.get<UnixTime>();
}

void Ledger::record(std::vector<Reported>& reported, UnixTime now) {
  bool grown = false;
  for (Reported& each : reported) {
    const auto [found, is_new] = since_.emplace(id_of(each), now);
    each.since = found->second;
    each.is_new = is_new;
    grown = grown || is_new;
  }
  if (!grown) return;
  const std::string text = Json(since_).dump(1) + "\n";
  write_file_atomic(folder_.file("findings.json"), as_bytes(text));
}

}  // namespace whit::cli
