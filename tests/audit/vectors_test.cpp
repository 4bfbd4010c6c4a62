// SPDX-License-Identifier: Apache-2.0
// The replay and the reference implementation find the same in the same logs: spec/vectors/audit.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "audit/crowd.h"
#include "audit/replay.h"
#include "base/hex.h"

namespace whit::audit {
namespace {

using Names = std::vector<std::string>;

ByteVector bytes_of(const nlohmann::json& hex) { return *hex::decode(hex.get<std::string>()); }

// Case is one file, as an archive of its logs.
class Case : public Archive {
 public:
  explicit Case(const nlohmann::json& from) {
    for (const auto& [path, data] : from["objects"].items()) files_[path] = bytes_of(data);
    served_ = from["served"];
    for (const auto& log : from["logs"]) {
      leaves_.emplace_back();
      for (const auto& epoch : log) add(epoch);
    }
  }
  Result<ByteVector> file(std::uint64_t, std::string_view path, std::size_t) override {
    const auto found = files_.find(std::string(path));
    if (found == files_.end()) return Errc::not_found;
    return found->second;
  }
  Result<std::vector<Hash>> leaves(std::uint64_t log, std::uint64_t begin,
                                   std::uint64_t end) override {
    const auto& from = leaves_.at(static_cast<std::size_t>(log - 1));
    return std::vector<Hash>(from.begin() + static_cast<std::ptrdiff_t>(begin),
                             from.begin() + static_cast<std::ptrdiff_t>(end));
  }
  Names found(const TrustFile& trust, UnixTime at, const People& people) {
    Replay replay(trust);
    REQUIRE(replay.served(files_.at(served_)).ok());
    for (const Written& epoch : epochs_) {
      REQUIRE(
          replay.begin({epoch.log, epoch.begin, epoch.entries[0], epoch.header, 0, 0}, *this).ok());
      replay.add(epoch.entries, hash_leaves(epoch.entries));
      replay.end(*this);
    }
    auto all = replay.found();
    const auto late = replay.overdue(at);
    all.insert(all.end(), late.begin(), late.end());
    for (const OverQuota& over : over_quota(replay.state(), people)) all.push_back(over.found);
    Names out;
    for (const Found& one : all) {
      const std::string name(audit::name(one.finding));
      if (std::find(out.begin(), out.end(), name) == out.end()) out.push_back(name);
    }
    return out;
  }

 private:
  struct Written {
    std::uint64_t log = 0, begin = 0;
    ByteVector header;
    std::vector<EntryBytes> entries;
  };
  void add(const nlohmann::json& epoch) {
    Written out{leaves_.size(), leaves_.back().size(), bytes_of(epoch["header"]), {}};
    for (const auto& hex : epoch["entries"]) {
      const ByteVector entry = bytes_of(hex);
      REQUIRE(entry.size() == kEntrySize);
      std::copy(entry.begin(), entry.end(), out.entries.emplace_back().begin());
    }
    out.entries.resize(out.entries.size() + epoch["nulls"].get<std::size_t>(), null_entry());
    for (const Hash& leaf : hash_leaves(out.entries)) leaves_.back().push_back(leaf);
    epochs_.push_back(std::move(out));
  }
  std::map<std::string, ByteVector> files_;
  std::string served_;
  std::vector<std::vector<Hash>> leaves_;
  std::vector<Written> epochs_;
};

TEST_CASE("the replay and the reference find the same", "[audit]") {
  std::size_t cases = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(WHIT_SOURCE_DIR "/spec/vectors/audit")) {
    const auto from = nlohmann::json::parse(std::ifstream(file.path()));
    INFO(from["case"].get<std::string>());
    Case one(from);
    const TrustFile trust = *parse_trust_file(bytes_of(from["trust"]));
    People people;
    for (const auto& row : from.value("people", nlohmann::json::array())) people[row[0]] = row[1];
    CHECK(one.found(trust, from["at"], people) == from["expect"].get<Names>());
    ++cases;
  }
  CHECK(cases > 90);
}

}  // namespace
}  // namespace whit::audit
