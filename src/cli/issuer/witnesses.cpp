// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/witnesses.h"

#include <nlohmann/json.hpp>

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/issuer/log_name.h"

namespace whit::cli {
namespace {

using Json = nlohmann::json;

struct AnswerText {
  WitnessAnswer answer;
  std::string_view name, sentence;
};
constexpr AnswerText kAnswers[] = {
    {WitnessAnswer::none, "none", "no address: its cosignature is carried by hand"},
    {WitnessAnswer::unreachable, "unreachable", "no answer in time"},
    {WitnessAnswer::refused, "refused", "it refuses to cosign"},
    {WitnessAnswer::wrong, "wrong", "answers nonsense, or with a signature that isn't good"},
    {WitnessAnswer::ahead, "ahead", "has seen a larger log than this one"},
    {WitnessAnswer::unknown, "unknown", "does not know this log"},
    {WitnessAnswer::good, "good", "agrees"},
};

std::string path_of(const Folder& folder) { return folder.file("witnesses.json"); }

}  // namespace

Witnesses::Witnesses(const Folder& folder, const Vault& vault)
    : folder_(folder),
      vault_(vault),
      policy_(witness_policy(folder.name().policy)),
      own_(SpecimenWitness::row_in(policy_, vault)) {}

bool Witnesses::is_asked(std::size_t row) const {
  return own_ == row || !policy_.witnesses[row].url.empty();
}

std::vector<WitnessReply> Witnesses::newest(const std::string& origin,
                                            const std::vector<NoteKey>& log_keys) const {
  auto out = whit::ask_newest(policy_, origin, log_keys);
  if (own_) {
    const NoteKey& key = policy_.witnesses[*own_].key;
    out[*own_] = SpecimenWitness(folder_, vault_, key).newest(origin);
  }
  return out;
}

std::vector<WitnessReply> Witnesses::cosign(const std::string& note,
                                            const std::vector<NoteKey>& log_keys,
                                            const Consistency& consistency, UnixTime now) const {
  auto out = whit::cosign(policy_, note, log_keys, consistency, now);
  if (own_) {
    const NoteKey& key = policy_.witnesses[*own_].key;
    out[*own_] = SpecimenWitness(folder_, vault_, key).cosign(note, log_keys, consistency, now);
  }
  return out;
}

std::string_view answer_name(WitnessAnswer answer) noexcept {
  for (const AnswerText& row : kAnswers) {
    if (row.answer == answer) return row.name;
  }
  return "none";
}

std::string_view answer_sentence(std::string_view name) noexcept {
  for (const AnswerText& row : kAnswers) {
    if (row.name == name) return row.sentence;
  }
  return "never asked";
}

std::vector<WitnessNews> read_witness_news(const Folder& folder, const WitnessPolicy& policy) {
  std::vector<WitnessNews> out;
  for (const auto& witness : policy.witnesses) out.push_back({witness.name, 0, "", 0, 0});
  try {
    if (!exists(path_of(folder))) return out;
    const auto bytes = read_file(path_of(folder), kMegabyte);
    for (const Json& row : Json::parse(bytes.begin(), bytes.end())) {
      const auto name = row.at("name").get<std::string>();
      for (WitnessNews& news : out) {
        if (news.name != name) continue;
        news.asked = row.at("asked").get<UnixTime>();
        news.answer = row.at("answer").get<std::string>();
        news.cosigned = row.at("cosigned").get<UnixTime>();
        news.size = row.at("size").get<std::uint64_t>();
      }
    }
  } catch (const Json::exception&) {  // a damaged one is as good as none
  } catch (const Failure&) {
  }
  return out;
}

void write_witness_news(const Folder& folder, const std::vector<WitnessNews>& news) {
  Json out = Json::array();
  for (const WitnessNews& row : news) {
    out.push_back({{"name", row.name},
                   {"asked", row.asked},
                   {"answer", row.answer},
                   {"cosigned", row.cosigned},
                   {"size", row.size}});
  }
  const std::string text = out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
  try {
    write_file_atomic(path_of(folder), as_bytes(text));
  } catch (const Failure&) {
  }
}

}  // namespace whit::cli
