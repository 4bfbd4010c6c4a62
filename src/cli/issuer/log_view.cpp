// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/log_view.h"

#include <algorithm>

#include "cli/common/message.h"
#include "cli/issuer/log_keeper.h"
#include "cli/issuer/log_name.h"

namespace whit::cli {
namespace {

void look_at_lines(LogStore& store, const WitnessPolicy& policy, UnixTime now, LogView& out) {
  out.lines.assign(policy.witnesses.size(), 0);
  const auto text = store.checkpoint(out.state.signed_size);
  const auto note = text ? parse_note(*text) : Result<Note>(text.error());
  if (!note) return;
  std::vector<UnixTime> answered;
  for (std::size_t row = 0; row < out.lines.size(); ++row) {
    const Signed line = check_note(*note, policy.witnesses[row].key);
    if (line.check == NoteCheck::good && line.time + kCosignedFor >= now)
      out.lines[row] = line.time;
    const std::string& answer = out.news[row].answer;
    const bool stands = answer.empty() || answer == "good" || answer == "none";
    answered.push_back(stands ? out.lines[row] : 0);
  }
  out.quorum = meets_quorum(policy, out.lines);
  out.answered = meets_quorum(policy, answered);
}

}  // namespace

Day LogView::late_since(UnixTime now) const {
  if (first_day == 0) return 0;
  const Day open = state.closed == 0 ? first_day : state.closed + 1;
  const Day due = day_of(now - kEpochDue);  // all days before this one
  return open < due ? open : 0;
}

UnixTime LogView::newest_line() const {
  return lines.empty() ? 0 : *std::max_element(lines.begin(), lines.end());
}

UnixTime LogView::oldest_line() const {
  UnixTime out = 0;
  for (const UnixTime line : lines) {
    if (line != 0 && (out == 0 || line < out)) out = line;
  }
  return out;
}

std::size_t LogView::cosigners() const {
  return static_cast<std::size_t>(
      std::count_if(lines.begin(), lines.end(), [](UnixTime line) { return line != 0; }));
}

LogView look_at_log(const Folder& folder, IssuerService& service, UnixTime now) {
  LogView out;
  try {
    LogStore store(service);
    out.state = must(store.state(), "can't be read");
    const IssuerName name = folder.name();
    out.origin = log_origin(name.origin, std::max(out.state.number, kFirstLog));
    if (folder.certificate()) {
      for (const NoteKey& key : used_log_keys(folder, out.origin)) {
        out.keys.push_back(format(key));
      }
    }
    const WitnessPolicy policy = witness_policy(name.policy);
    out.needed = smallest_quorum(policy);
    out.news = read_witness_news(folder, policy);
    look_at_lines(store, policy, now, out);
    if (out.state.epochs == 0) return out;
    const auto header = parse_epoch_header(must(store.header(0), "has lost its first header"));
    out.first_day = must(header, "has a damaged header").day;
  } catch (const Failure& failure) {
    out.error = failure.error();
  }
  return out;
}

}  // namespace whit::cli
