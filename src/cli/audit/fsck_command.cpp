// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/audit/findings_text.h"
#include "cli/audit/proof_commands.h"
#include "cli/common/progress.h"
#include "crypto/hash.h"
#include "log/tile_reader.h"

namespace whit::cli {
namespace {

using audit::Finding;

constexpr std::size_t kNamed = 10;  // files that are named; the others are counted

// Fsck reads every file of a tree: from the root down, so that a bad file is named and no other,
// and from the entries up, which rebuilds the root.
class Fsck {
 public:
  explicit Fsck(CheckedLog& log)
      : checkpoint_(log.judged.cosigned.checkpoint),
        reader_(*log.source, checkpoint_.size, checkpoint_.root) {}

  void run() {
    Progress progress("fsck", checkpoint_.size);
    if (const Status edge = reader_.check_edge(); !edge.ok()) return add(edge.error());
    for (std::uint64_t begin = 0; begin < checkpoint_.size && !broken_; begin += kTileWidth) {
      check_bundle(begin, std::min<std::uint64_t>(begin + kTileWidth, checkpoint_.size));
      progress.at(begin);
    }
    if (bad_.empty() && tree_.root() != checkpoint_.root) {
      bad_.push_back({Finding::corrupt_entries, 0, "", "the entries don't make up the root", ""});
    }
  }

  const std::vector<Reported>& bad() const noexcept { return bad_; }
  std::uint64_t bad_files() const noexcept { return bad_files_; }
  std::uint64_t bundles() const noexcept { return bundles_; }
  std::uint64_t tiles() const {
    std::uint64_t out = 0;
    for (unsigned level = 0; level < 8; ++level) {
      out += full_tiles(level, checkpoint_.size) + (partial_width(level, checkpoint_.size) != 0);
    }
    return out;
  }

 private:
  void check_bundle(std::uint64_t begin, std::uint64_t end) {
    static constexpr std::uint8_t kLeaf[] = {0x00};
    const auto entries = reader_.entries(begin, end);
    if (!entries) return add(entries.error());
    ++bundles_;
    for (const auto& entry : *entries) tree_.append(sha256({Bytes(kLeaf), Bytes(entry)}));
  }

  void add(const Error& error) {
    const std::string file = reader_.culprit();
    const bool entries = file.rfind("tile/entries/", 0) == 0;
    Finding finding = entries ? Finding::corrupt_entries : Finding::corrupt_tile;
    if (error.code == Errc::not_found) finding = Finding::missing_tile;
    const bool came = error.code == Errc::not_found || error.code == Errc::corrupt_tile;
    if (!came) {
      finding = Finding::unreachable;
      broken_ = true;
    }
    if (file == last_) return;  // a tile above the leaves is in the way of many
    last_ = file;
    ++bad_files_;
    if (bad_.size() >= kNamed) return;
    bad_.push_back({finding, 0, file.empty() ? "the right edge" : file, "", ""});
  }

  const Checkpoint& checkpoint_;
  TileReader reader_;
  CompactTree tree_;
  std::vector<Reported> bad_;
  std::uint64_t bad_files_ = 0, bundles_ = 0;
  std::string last_;
  bool broken_ = false;  // nothing comes any more
};

void say_json(const CheckedLog& log, const Fsck& fsck, const std::vector<Reported>& found) {
  nlohmann::json list = nlohmann::json::array();
  for (const Reported& each : found) list.push_back(json_of(each));
  const Checkpoint& checkpoint = log.judged.cosigned.checkpoint;
  print(nlohmann::json{{"origin", checkpoint.origin},
                       {"size", checkpoint.size},
                       {"signature_checked", !log.keys.empty()},
                       {"witnesses", log.judged.witnesses},
                       {"bundles", fsck.bundles()},
                       {"tiles", fsck.tiles()},
                       {"bad_files", fsck.bad_files()},
                       {"findings", list}}
            .dump());
}

void say(const CheckedLog& log, const Fsck& fsck, const std::vector<Reported>& found) {
  const Checkpoint& checkpoint = log.judged.cosigned.checkpoint;
  std::string signatures = log.keys.empty() ? "signature not checked" : "signed by the log";
  if (!log.policy.witnesses.empty()) {
    signatures += ", seen by " + counted(log.judged.witnesses, "known witness");
  }
  print(printable(checkpoint.origin) + ": size " + grouped(checkpoint.size) + ", " + signatures);
  for (const Reported& each : found) print(line_of(each));
  if (fsck.bad_files() > kNamed) {
    print("and " + counted(fsck.bad_files() - kNamed, "more bad file"));
  }
  if (!fsck.bad().empty()) return;
  print(counted(fsck.bundles(), "bundle") + " and " + counted(fsck.tiles(), "tile") +
        " are as the root says");
}

}  // namespace

Exit run_fsck(const Common& common, const FsckOptions& options) {
  CheckedLog log = open_checked_log(options.which, common);
  const JudgedNote& judged = log.judged;
  std::vector<Reported> found;
  const bool copy = options.which.where.empty();
  if (judged.finding != Finding::none && !(copy && judged.finding == Finding::stale)) {
    found.push_back({judged.finding, 0, "checkpoint", judged.detail, ""});
  }
  if (!judged.believed()) {
    for (const Reported& each : found) print(common.json ? json_of(each).dump() : line_of(each));
    return worst(found);
  }
  Fsck fsck(log);
  fsck.run();
  found.insert(found.end(), fsck.bad().begin(), fsck.bad().end());
  common.json ? say_json(log, fsck, found) : say(log, fsck, found);
  return worst(found);
}

}  // namespace whit::cli
