// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/retired_keys.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "cli/common/files.h"
#include "cli/common/message.h"

namespace whit::cli {
namespace {

using Json = nlohmann::json;

std::string path_of(const Folder& folder) { return folder.file("retired-keys.json"); }

// key_of is absent, or throws as the library does, for what write_retired didn't write.
std::optional<RetiredKey> key_of(const Json& json) {
  RetiredKey out;
  const auto use = json.at("use").get<unsigned>();
  const auto key = hex::decode(json.at("key").get<std::string>());
  if (use < 1 || use > 3 || !key || key->size() != PublicKey::kSize) return std::nullopt;
  out.use = static_cast<Use>(use);
  out.key = PublicKey::from(*key);
  out.time = json.at("time").get<UnixTime>();
  out.reason = json.at("reason").get<std::string>();
  out.replaced = json.at("replaced").get<bool>();
  return out;
}

}  // namespace

std::vector<RetiredKey> read_retired(const Folder& folder) {
  const std::string path = path_of(folder);
  std::vector<RetiredKey> out;
  if (!exists(path)) return out;
  const ByteVector bytes = read_file(path);
  bool good = true;
  try {
    for (const Json& one : Json::parse(bytes.begin(), bytes.end())) {
      const auto key = key_of(one);
      good = good && key.has_value();
      if (key) out.push_back(*key);
    }
  } catch (const Json::exception&) {
    good = false;
  }
  if (good) return out;
  throw Failure(printable(path) + ": damaged", "restore it: it tells which keys not to use");
}

void write_retired(const Folder& folder, const std::vector<RetiredKey>& keys) {
  Json out = Json::array();
  for (const RetiredKey& key : keys) {
    out.push_back({{"use", static_cast<unsigned>(key.use)},
                   {"key", hex::encode(key.key.view())},
                   {"time", key.time},
                   {"reason", key.reason},
                   {"replaced", key.replaced}});
  }
  write_file_atomic(path_of(folder), as_bytes(out.dump(1) + "\n"));
}

bool is_retired(const std::vector<RetiredKey>& keys, const PublicKey& key) {
  return std::any_of(keys.begin(), keys.end(),
                     [&](const RetiredKey& retired) { return retired.key == key; });
}

}  // namespace whit::cli
