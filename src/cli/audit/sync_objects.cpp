// SPDX-License-Identifier: Apache-2.0
// Headers, and the key lists, heads and segments that they name. One that doesn't come, or isn't
// what was named, is a gap: the tree is believed all the same, and every sync asks again.
#include <algorithm>

#include "base/hex.h"
#include "cli/audit/sync.h"
#include "cli/common/progress.h"
#include "crypto/hash.h"
#include "log/entry.h"
#include "log/path.h"
#include "token/cose.h"
#include "token/registry.h"

namespace whit::cli {
namespace {

using audit::Finding;

constexpr std::size_t kAhead = 64;          // headers that are asked for at once
constexpr std::uint64_t kNumbersAside = 8;  // where a header's number isn't the next one

bool starts_with(std::string_view text, std::string_view front) {
  return text.substr(0, front.size()) == front;
}

struct Findings {
  Finding missing{}, bad{};
};

Findings findings_of(std::string_view path) {
  if (starts_with(path, "header/")) return {Finding::missing_header, Finding::bad_header};
  if (starts_with(path, "key-list/")) return {Finding::missing_key_list, Finding::bad_key_list};
  if (starts_with(path, "segment/")) return {Finding::missing_segment, Finding::bad_segment};
  return {Finding::missing_head, Finding::bad_head};
}

// is_answer tells whether a source said something about a file, so that asking again is of no use.
bool is_answer(Errc code) {
  return code == Errc::not_found || code == Errc::too_large || code == Errc::corrupt_tile;
}

// is_named tells whether `content` is what `hash` names: a head by its payload, all else whole.
bool is_named(std::string_view path, Bytes content, const Hash& hash) {
  if (!starts_with(path, "head/")) return sha256(content) == hash;
  const auto part = parse_signed(content, registry::kTypHead);
  return part && sha256(part->sign1.payload) == hash;
}

// numbers_near is where a header may be whose number should be `next`.
std::vector<std::uint64_t> numbers_near(std::uint64_t next) {
  std::vector<std::uint64_t> out = {next};
  for (std::uint64_t i = 1; i <= kNumbersAside; ++i) {
    out.push_back(next + i);
    if (i <= next) out.push_back(next - i);
  }
  return out;
}

}  // namespace

bool Sync::take(const Named& named) {
  const auto gap = std::find_if(log_->gaps.begin(), log_->gaps.end(),
                                [&](const Gap& each) { return each.path == named.path; });
  const auto content = options_.full || !mirror_->has(named.path)
                           ? upstream_->get(named.path, kMaxLogObject)
                           : mirror_->get(named.path, kMaxLogObject);
  Finding wrong = Finding::none;
  if (!content && !is_answer(content.error().code)) {
    stop(Finding::unreachable, named.path + ": " + upstream_->trouble());
  }
  if (!content) {
    const bool absent = content.error().code == Errc::not_found;
    wrong = absent ? findings_of(named.path).missing : findings_of(named.path).bad;
  } else if (!is_named(named.path, *content, named.hash)) {
    wrong = findings_of(named.path).bad;
    keep_refused(named.path.substr(0, named.path.find('/')), *content);
  } else {
    if (!mirror_->has(named.path)) mirror_->put(named.path, *content);
    if (gap != log_->gaps.end()) log_->gaps.erase(gap);
    return true;
  }
  if (gap == log_->gaps.end()) {
    log_->gaps.push_back({named.path, wrong, named.hash});
  } else {
    gap->finding = wrong;
  }
  return false;
}

void Sync::take_header(const EpochStart& start, std::vector<Named>& named) {
  for (const std::uint64_t number : numbers_near(log_->epochs)) {
    const auto content = !options_.full && mirror_->has(header_path(number))
                             ? mirror_->get(header_path(number), kMaxLogObject)
                             : upstream_->get(header_path(number), kMaxLogObject);
    if (!content && !is_answer(content.error().code)) {
      stop(Finding::unreachable, header_path(number) + ": " + upstream_->trouble());
    }
    if (!content || sha256(*content) != start.commitment) continue;
    if (!mirror_->has(header_path(number))) mirror_->put(header_path(number), *content);
    log_->epochs = number + 1;
    const auto header = parse_epoch_header(*content);
    if (!header) return;  // the tree commits to it, and check says what it is
    named.push_back({"key-list/" + hex::encode(header->key_list.view()), header->key_list});
    for (const Hash& head : header->heads) {
      named.push_back({"head/" + hex::encode(head.view()), head});
    }
    return;
  }
  (void)take({header_path(log_->epochs), start.commitment});
  ++log_->epochs;
}

// take_objects gets what is named, and the segments that the heads among them list.
void Sync::take_objects(const std::vector<Named>& named) {
  std::vector<Named> segments;
  for (std::size_t at = 0; at < named.size(); ++at) {
    if (at % kAhead == 0) {
      std::vector<std::string> wanted;
      for (std::size_t i = at; i < std::min(at + kAhead, named.size()); ++i) {
        if (options_.full || !mirror_->has(named[i].path)) wanted.push_back(named[i].path);
      }
      upstream_->soon(wanted);
    }
    if (!take(named[at]) || !starts_with(named[at].path, "head/")) continue;
    const auto content = mirror_->get(named[at].path, kMaxLogObject);
    const auto part = content ? parse_signed(*content, registry::kTypHead) : Errc::not_found;
    const auto head = part ? parse_head(part->sign1.payload) : Errc::not_found;
    if (!head) continue;
    for (const SegmentRow& row : head->segments) {
      const std::string path = "segment/" + hex::encode(row.hash.view());
      if (options_.full || !mirror_->has(path)) segments.push_back({path, row.hash});
    }
  }
  std::sort(segments.begin(), segments.end(),
            [](const Named& a, const Named& b) { return a.path < b.path; });
  const auto same = [](const Named& a, const Named& b) { return a.path == b.path; };
  segments.erase(std::unique(segments.begin(), segments.end(), same), segments.end());
  if (!segments.empty()) take_objects(segments);
}

void Sync::take_epochs() {
  Progress progress("headers, keys and bundles", starts_.size());
  for (std::size_t at = 0; at < starts_.size(); at += kAhead) {
    const std::size_t end = std::min(at + kAhead, starts_.size());
    std::vector<std::string> wanted;
    for (std::size_t i = 0; i < end - at; ++i) wanted.push_back(header_path(log_->epochs + i));
    upstream_->soon(wanted);
    std::vector<Named> named;
    for (std::size_t i = at; i < end; ++i) take_header(starts_[i], named);
    take_objects(named);
    progress.at(end);
  }
}

void Sync::retry_gaps() {
  const std::vector<Gap> gaps = log_->gaps;
  std::vector<Named> named;
  for (const Gap& gap : gaps) named.push_back({gap.path, gap.hash});
  take_objects(named);
  for (const Gap& gap : log_->gaps) report(gap.finding, gap.path, "");
}

}  // namespace whit::cli
