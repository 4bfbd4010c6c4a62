// SPDX-License-Identifier: Apache-2.0
// What GET /metrics tells. Counts of people are whole numbers of the register, never a person.
#include "cli/issuer/office.h"

namespace whit::cli {
namespace {

using Type = MetricsText::Type;

}  // namespace

void Office::answered(const HttpExchange& exchange) {
  metrics_.count(exchange);
  log_.request(exchange);
}

HttpResponse Office::metrics() const {
  Vitals vitals;
  {
    const std::lock_guard lock(mutex_);
    vitals = vitals_;
  }
  MetricsText page;
  metrics_.write(page);
  write(page, vitals);
  write_log(page, vitals.log);
  write_jobs(page);
  page.single("whit_up", Type::gauge, "1 while the service can make durable what it signs.",
              service_->failed() ? 0 : 1);
  HttpResponse out;
  out.status = 200;
  out.content_type = kMetricsType;
  out.body = page.text();
  return out;
}

void Office::write(MetricsText& page, const Vitals& vitals) {
  const Figures& figures = vitals.figures;
  const StoreFigures& store = vitals.store;
  page.single("whit_people", Type::gauge, "People in the register.", figures.people);
  page.single("whit_facts", Type::gauge, "Facts that have not ended.", figures.facts);
  page.single("whit_enrolled", Type::gauge, "Wallets that are enrolled.", figures.enrolled);
  page.single("whit_invited", Type::gauge, "Invitations that nobody has used.", figures.invited);
  page.single("whit_silent", Type::gauge, "Wallets without one live token.", store.silent);
  page.single("whit_tokens_signed", Type::gauge, "Tokens signed and not yet in the log's tree.",
              figures.leaves);
  std::uint64_t blind = 0;
  for (const BlindDay& day : vitals.blind.days) blind += day.tokens;
  page.single("whit_blind_tokens_signed", Type::gauge,
              "Blind tokens signed for days that are not over.", blind);
  page.single("whit_blind_keys_in_stock", Type::gauge, "Blind keys made ahead.",
              vitals.blind.stock);
  page.single("whit_last_commit_seconds", Type::gauge, "Unix time of the newest commit.",
              store.last_commit);
  page.single("whit_store_bytes", Type::gauge, "Size of the register.", store.bytes);
  page.single("whit_store_log_bytes", Type::gauge, "Size of its write-ahead log.", store.log_bytes);
  page.single("whit_bundle_version", Type::gauge, "Version of the bundle.", vitals.version);
  page.single("whit_bundle_issued_seconds", Type::gauge, "Unix time of the bundle.", vitals.issued);
  page.single("whit_bundle_expires_seconds", Type::gauge, "Unix time of its end.", vitals.expires);
  page.single("whit_withdrawn_seeds", Type::gauge, "Seeds in the bundle's withdrawals, decoys too.",
              vitals.seeds);
  page.single("whit_withdrawals_waiting", Type::gauge, "Ended chains that no bundle has named yet.",
              store.waiting);
  page.single("whit_wallets_to_renew", Type::gauge,
              "Wallets that haven't collected again since a key was withdrawn.", figures.to_renew);
  page.single("whit_notices_waiting", Type::gauge, "Notices that wait for a desk.", store.notices);
  page.single("whit_sign_in_failures", Type::gauge, "Failed sign-ins since each account's last.",
              store.failed_sign_ins);
  page.single("whit_accounts_locked", Type::gauge, "Staff accounts that are locked.", store.locked);
  page.family("whit_days_left", Type::gauge, "Days until it ends, 0 when it is over.");
  for (const Ending& ending : vitals.endings) {
    page.sample(metric_label("of", ending.what),
                ending.days < 0 ? 0 : static_cast<std::uint64_t>(ending.days));
  }
}

void Office::write_log(MetricsText& page, const LogView& log) {
  page.single("whit_log_number", Type::gauge, "Number of the log in use.", log.state.number);
  page.single("whit_log_size", Type::gauge, "Leaves in its tree.", log.state.size);
  page.single("whit_log_epochs", Type::gauge, "Epochs of all logs.", log.state.epochs);
  page.single("whit_log_tokens", Type::gauge, "Tokens in the trees of all logs.", log.state.logged);
  page.single("whit_log_cosigners", Type::gauge, "Witnesses whose cosignature counts.",
              log.cosigners());
  page.single("whit_log_cosigners_needed", Type::gauge, "Fewest that are enough.", log.needed);
  page.single("whit_log_cosigned_seconds", Type::gauge, "Unix time of the newest cosignature.",
              log.newest_line());
  page.single("whit_log_closed_day", Type::gauge, "Newest UTC day in the tree, since 1970.",
              log.state.closed);
}

void Office::write_jobs(MetricsText& page) const {
  const std::vector<JobState> states = jobs_.states();
  page.family("whit_job_last_success_seconds", Type::gauge, "Unix time of a job's last success.");
  for (const JobState& job : states) page.sample(metric_label("job", job.name), job.last_success);
  page.family("whit_job_failures_total", Type::counter, "Failures of a job.");
  for (const JobState& job : states) page.sample(metric_label("job", job.name), job.failures);
}

}  // namespace whit::cli
