// SPDX-License-Identifier: Apache-2.0
// What consecutive headers show, with the key lists and heads that they name: they are replayed as
// the auditor replayed them, and the last of them has to be where the fault is found.
#include <algorithm>
#include <map>

#include "audit/evidence_work.h"
#include "audit/replay_work.h"
#include "crypto/hash.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::audit {
namespace {

constexpr Day kRevealedAfter = 60;

// ObjectArchive has the objects of evidence under their paths, and counts what isn't among them.
class ObjectArchive : public Archive {
 public:
  explicit ObjectArchive(const Evidence& evidence) {
    for (const ByteVector& object : evidence.objects) {
      const auto part = parse_signed(object, registry::kTypHead);
      files_[part ? object_path(kHeadFolder, sha256(part->sign1.payload))
                  : object_path(kKeyListFolder, sha256(object))] = &object;
    }
  }
  Result<ByteVector> file(std::uint64_t, std::string_view path, std::size_t limit) override {
    const auto found = files_.find(std::string(path));
    if (found != files_.end() && found->second->size() <= limit) return *found->second;
    if (path.substr(0, kHeadFolder.size()) == kHeadFolder) ++missing_heads;
    return Errc::not_found;
  }
  // Pads are judged apart: here no pad key explains anything.
  Result<std::vector<Hash>> leaves(std::uint64_t, std::uint64_t, std::uint64_t) override {
    return std::vector<Hash>{};
  }
  std::size_t missing_heads = 0;

 private:
  std::map<std::string, const ByteVector*> files_;
};

// History is the state before the last header and what was found at it.
struct History {
  ReplayState state;
  std::vector<Found> found;        // at the last header
  std::size_t missing_heads = 0;   // in all headers
  bool newest_head_known = false;  // every head of the last header that names one
};

// Whether header i + 1 follows header i: by its word, or by its place in the tree.
bool is_behind(const Exhibits::Header& first, const Exhibits::Header& next) {
  if (next.header.previous == first.hash) return true;
  const auto end = size_after(first.header);
  if (!first.place || !next.place || !end) return false;
  return first.place->note == next.place->note &&
         next.place->index == first.place->index + (*end - first.header.index);
}

// The log of each header: that of its tree, or of the header behind it.
std::vector<std::uint64_t> logs_of(const Shown& shown) {
  const auto& headers = shown.exhibits.headers;
  std::vector<std::uint64_t> out(headers.size());
  for (std::size_t i = headers.size(); i-- > 0;) {
    if (headers[i].place) {
      out[i] = shown.log_number(headers[i].place->note);
      continue;
    }
    const bool next_log = headers[i].header.index >= headers[i + 1].header.index;
    out[i] = out[i + 1] - (next_log && out[i + 1] > 0 ? 1 : 0);
  }
  return out;
}

std::map<Group, GroupTally> groups_of(const EpochHeader& header) {
  std::map<Group, GroupTally> out;
  for (const EpochHeader::Count& row : header.counts) {
    const Entry like{row.kind, row.vct, row.kid, row.day, Hash{}};
    out[group_of(encode(like))].entries = row.entries;
  }
  return out;
}

Result<History> replay_headers(const Shown& shown) {
  History out;
  ObjectArchive archive(shown.evidence);
  const std::vector<std::uint64_t> logs = logs_of(shown);
  for (std::size_t i = 0; i < shown.exhibits.headers.size(); ++i) {
    const auto& one = shown.exhibits.headers[i];
    EpochFront front;
    front.log = logs[i];
    front.begin = one.place ? one.place->index : one.header.index;
    const std::size_t missing = archive.missing_heads;
    WHIT_TRY(const Gathered gathered, gather(out.state, one.header, front.log, archive));
    if (!one.header.heads.empty()) out.newest_head_known = archive.missing_heads == missing;
    Docket docket(front.log, one.header.number, front.begin);
    judge_chain(out.state, front, one.header, docket);
    judge_heads(out.state, front, one.header, gathered, nullptr, docket);
    judge_key_list(out.state, front, one.header, gathered, nullptr, docket);
    judge_days(out.state, one.header, docket);
    judge_groups(out.state, one.header, groups_of(one.header), docket);
    EpochRow row{one.header.number, front.log, front.begin,         one.header.entries,
                 one.header.day,    one.hash,  one.header.key_list, {}};
    out.state.epochs.push_back(row);
    out.found = docket.found();
  }
  out.missing_heads = archive.missing_heads;
  return out;
}

bool begins_with_the_first(const Exhibits& exhibits) {
  const EpochHeader& first = exhibits.headers.front().header;
  return first.number == 0 && first.previous == Hash{};
}

// A horizon that nobody may have: then no catalogue has to be known.
bool is_beyond_all(const EpochHeader& header) {
  const ReplayState nothing;
  return std::any_of(header.counts.begin(), header.counts.end(),
                     [&](const auto& row) { return is_out_of_time(nothing, header, row); });
}

// Whether enough is there for a fault to be one: what was left out mustn't be what explains it.
bool is_complete(const Shown& shown, const History& history) {
  const auto& headers = shown.exhibits.headers;
  switch (shown.finding) {
    case Finding::header_gap:
    case Finding::broken_chain:
    case Finding::day_back:
    case Finding::missing_day:
      return headers.size() > 1 ||
             (headers[0].place->index == 0 && shown.log_number(headers[0].place->note) == 1);
    case Finding::wrong_index:
      return headers.back().header.index != headers.back().place->index ||
             (headers.size() > 1 && headers[headers.size() - 2].place);
    case Finding::two_epochs:
      return history.newest_head_known;
    case Finding::expired_entry:
      return history.newest_head_known || is_beyond_all(headers.back().header);
    case Finding::head_gap:
    case Finding::two_heads:
    case Finding::broken_head_chain:
    case Finding::unlogged_head:
    case Finding::uncommitted_keys:
      return history.missing_heads == 0;
    default:
      return begins_with_the_first(shown.exhibits) && history.state.unread_lists == 0;
  }
}

bool reveals(const EpochHeader& header, std::uint64_t epoch) noexcept {
  return std::any_of(header.pad_keys.begin(), header.pad_keys.end(),
                     [&](const auto& row) { return row.first == epoch; });
}

// Whether the range of the first header's epoch has no pad of `key`.
bool explains_nothing(const Shown& shown, const Exhibits::Header& first, const Hash& key) {
  if (key == Hash{} || !first.place || first.header.counts.empty()) return false;
  for (const Evidence::Range& range : shown.evidence.ranges) {
    if (range.note != first.place->note || range.begin != first.place->index) continue;
    if (range.entries.size() < 1 + first.header.entries) continue;
    const auto pads = count_pads(first.header, range.entries, PadKey(key.bytes));
    return std::all_of(pads.begin(), pads.end(), [](auto count) { return count == 0; });
  }
  return false;
}

// The last header reveals a key of the first that doesn't explain it; or of an epoch that needs
// none, or not yet, or not again.
Sentence judge_pad_key(const Shown& shown) {
  const auto& headers = shown.exhibits.headers;
  const EpochHeader &first = headers.front().header, &last = headers.back().header;
  const std::string front = epoch_text(shown, headers.back()) + " reveals a pad key of epoch ";
  if (headers.size() == 1) {
    for (const auto& [number, key] : last.pad_keys) {
      if (number >= last.number) return front + std::to_string(number) + ", which is to come";
    }
    return std::nullopt;
  }
  if (!reveals(last, first.number)) return std::nullopt;
  const std::string of = front + std::to_string(first.number);
  if (first.entries == 0) return of + ", which has no entries";
  for (std::size_t i = 1; i + 1 < headers.size(); ++i) {
    if (reveals(headers[i].header, first.number)) return of + " for the second time";
  }
  for (const auto& [number, key] : last.pad_keys) {
    if (number == first.number && explains_nothing(shown, headers.front(), key)) {
      return of + " that explains none of its entries";
    }
  }
  return std::nullopt;
}

Sentence judge_late_pad_key(const Shown& shown) {
  const auto& headers = shown.exhibits.headers;
  const EpochHeader& first = headers.front().header;
  if (first.counts.empty() || headers.back().header.day < first.day + kRevealedAfter) {
    return std::nullopt;
  }
  for (const auto& one : headers) {
    if (reveals(one.header, first.number)) return std::nullopt;
  }
  return epoch_text(shown, headers.back()) + " of " + date(headers.back().header.day) +
         " comes, and no header has revealed the pad key of epoch " + std::to_string(first.number) +
         " of " + date(first.day);
}

// The first header of a log that isn't the first log names the last one of the log before.
Sentence judge_next_log(const Shown& shown) {
  const auto& header = shown.exhibits.headers.back();
  const bool first = shown.exhibits.headers.size() == 1 && header.place->index == 0 &&
                     shown.log_number(header.place->note) > 1;
  if (!first) return std::nullopt;
  const std::string front = shown.origin(header.place->note) + " begins with ";
  if (shown.finding == Finding::header_gap && header.header.number == 0) {
    return front + "header 0, as if no log had been before it";
  }
  if (shown.finding == Finding::broken_chain && header.header.previous == Hash{}) {
    return front + "a header that names none before it";
  }
  return std::nullopt;
}

}  // namespace

bool is_consecutive(const Exhibits& exhibits) {
  const auto& headers = exhibits.headers;
  if (headers.empty() || !headers.back().place) return false;
  for (std::size_t i = 0; i + 2 < headers.size(); ++i) {
    if (!(headers[i + 1].header.previous == headers[i].hash)) return false;
  }
  return headers.size() == 1 || is_behind(headers[headers.size() - 2], headers.back());
}

Sentence judge_history(const Shown& shown) {
  if (!is_consecutive(shown.exhibits) || !shown.evidence.fronts.empty()) return std::nullopt;
  if (shown.finding == Finding::bad_pad_key) return judge_pad_key(shown);
  if (shown.finding == Finding::late_pad_key) return judge_late_pad_key(shown);
  if (shown.finding == Finding::bad_key_list) return judge_bad_list(shown);
  if (shown.finding == Finding::unlogged_head) {
    if (Sentence hidden = judge_hidden_head(shown)) return hidden;
  }
  if (Sentence next_log = judge_next_log(shown)) return next_log;
  const auto history = replay_headers(shown);
  if (!history || !is_complete(shown, *history)) return std::nullopt;
  for (const Found& found : history->found) {
    if (found.finding != shown.finding) continue;
    return epoch_text(shown, shown.exhibits.headers.back()) + ": " +
           std::string(sentence(found.finding)) + " (" + found.detail + ")";
  }
  return std::nullopt;
}

}  // namespace whit::audit
