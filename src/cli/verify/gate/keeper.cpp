// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/keeper.h"

#include <algorithm>

#include "cli/common/clock.h"
#include "cli/verify/asking.h"
#include "cli/verify/explain.h"
#include "cli/verify/policy_file.h"
#include "cli/verify/query.h"
#include "cli/verify/radar.h"
#include "cli/verify/site_file.h"
#include "crypto/hash.h"
#include "token/text_rules.h"
#include "whit/qr_text.h"
#include "whit/replay.h"

namespace whit::cli::gate {
namespace {

constexpr Seconds kAnswerTime = 120;  // of the asker's own timer

Said said_in(const GateOptions& options) {
  Said out;
  out.preset = options.preset;
  out.name = options.name;
  out.policy = options.policy;
  out.policy_said = !options.policy.empty();
  out.time = !options.at.empty();
  if (out.policy_said) out.narrowing = read_policy_file(options.policy);
  return out;
}

Seconds timer_now() { return real_timer(0).boot_seconds; }

std::string values_of(const Report& report) {
  std::string out;
  for (std::size_t i = 0; i < report.count; ++i) {
    const FactResult& fact = report.facts[i];
    const std::string value = value_text(fact.value);
    if (value.empty()) continue;
    out += (out.empty() ? "" : ", ") + std::string(fact.slug.view()) + " " + value;
  }
  return out;
}

bool is_taken_as_answer(const Report& report) {
  return report.mode == Mode::challenge &&
         (report.verdict == Verdict::valid || report.verdict == Verdict::document_not_compared ||
          report.verdict == Verdict::specimen);
}

}  // namespace

Keeper::Keeper(const GateOptions& options)
    : options_(options), data_(DataFolder(options.dir)), said_(said_in(options)) {
  const UnixTime clock = system_now();
  const UnixTime at = time_option(options.at, "--at", clock);
  ahead_ = static_cast<std::int64_t>(at) - static_cast<std::int64_t>(clock);
  source_.dir = options.dir;
  training_ = options.training;
  if (!options.name.empty() && !is_name(options.name)) {
    throw Failure("--name is not a name that can be asked by",
                  "1 to 32 of A-Z a-z 0-9 space . _ / -, a letter or digit first");
  }
  if (data_.folder().issuers().empty()) {
    throw Failure("nobody is trusted here yet", "whit-verify trust add FILE");
  }
  if (!options.issuer.empty() && data_.of(options.issuer) == nullptr) {
    throw Failure(printable(options.issuer) + " is not trusted here", "whit-verify trust list");
  }
  read_site();
  if (!site_trouble_.empty()) throw Failure(site_trouble_);
  const Data* data = data_.of(issuer_for(source_, {}));
  if (data != nullptr && data->get() != nullptr) policy_here(*data->get());
  look();
}

UnixTime Keeper::now() const {
  const std::int64_t shifted = static_cast<std::int64_t>(system_now()) + ahead_;
  return shifted < 0 ? 0 : static_cast<UnixTime>(shifted);
}

Policy Keeper::policy_here(const Bundle& bundle) const {
  return effective_policy(bundle, asked_.preset, asked_.narrowing, asked_.policy_name);
}

// read_site asks what this place has set, for that may change while a gate runs.
void Keeper::read_site() {
  site_trouble_.clear();
  try {
    const Site site = SiteFile(data_.folder()).current(real_timer(system_now()));
    source_.issuer = options_.issuer.empty() ? site.settings.issuer : options_.issuer;
    asked_ = asked_here(site, said_);
  } catch (const Failure& failure) {
    site_trouble_ = failure.error();
  }
}

void Keeper::look() {
  read_site();
  memory_.drop_old(std::chrono::steady_clock::now());
  const bool forgotten = open_ && timer_now() - open_->asked > 5 * kAnswerTime;
  if (forgotten) open_.reset();
  troubles_.clear();
  if (!site_trouble_.empty()) troubles_.push_back(site_trouble_);
  look_at_data();
}

bool Keeper::can_ask() const {
  return is_name(asked_.name) && data_line_.level != DataLine::Level::useless;
}

Check Keeper::check_of(const std::string& text) {
  Check check;
  check.showing.assign(text.begin(), text.end());
  check.context.now = now();
  check.data = data_.of(issuer_for(source_, check.showing));
  AskedHere asked = asked_;
  ask_as_here(std::move(asked), check);
  return check;
}

// answers_open puts the open question into the check of a code that answers it.
bool Keeper::answers_open(Check& check, bool& was_answered) const {
  const std::optional<Nonce> nonce = nonce_of(check.showing);
  if (!nonce || !open_ || !(*nonce == open_->nonce)) return false;
  const UnixTime now = check.context.now;
  const bool again = open_->answer && *open_->answer == sha256(check.showing) &&
                     now >= open_->answered && now <= open_->answered + kSameScan;
  was_answered = open_->answer.has_value() && !again;
  if (was_answered) return false;
  check.context.nonce = open_->nonce;
  check.context.elapsed = timer_now() - open_->asked + 1;  // both seconds were cut
  return true;
}

void Keeper::take_answer(const Check& check, const Report& report) {
  if (!is_taken_as_answer(report) || open_->answer) return;
  open_->answer = sha256(check.showing);
  open_->answered = check.context.now;
}

Ruling Keeper::judge(const std::string& text) {
  Ruling failed;
  failed.error = site_trouble_;
  if (!site_trouble_.empty()) return failed;
  Check check = check_of(text);
  bool was_answered = false;
  const bool answers = answers_open(check, was_answered);
  try {
    Answer answer = cli::judge(check);
    answer.was_answered = was_answered;
    if (answers) take_answer(check, answer.report);
    Ruling out = ruling_of(check, answer, sha256(check.showing));
    count(out, check);
    return out;
  } catch (const Failure& failure) {
    failed.error = failure.error();
    failed.words.sentence = failure.error();
    failed.words.step = failure.hint();
    ++counters_.talk;
    return failed;
  }
}

Ruling Keeper::ruling_of(const Check& check, Answer& answer, const Hash& code) {
  Case known;
  known.can_ask = can_ask();
  const UnixTime before = memory_.first_seen(code);
  if (before != 0) known.first_time = clock_text(before);
  answer.report = memory_.admit(answer.report);
  Ruling out;
  out.verdict = answer.report.verdict;
  out.training = answer.report.training;
  out.practised = training_ && out.verdict == Verdict::specimen;
  out.same_scan = memory_.is_same_scan(code, out.verdict, check.context.now);
  out.words = gate_words(answer, check, out.practised ? out.training : out.verdict, known);
  out.values = values_of(answer.report);
  return out;
}

void Keeper::count(const Ruling& ruling, const Check& check) {
  const bool damaged =
      ruling.verdict == Verdict::malformed && looks_like_ours(trimmed(as_text(check.showing)));
  if (ruling.same_scan || ruling.practised || damaged) return;
  switch (verdict_class(ruling.verdict)) {
    case VerdictClass::yes:
      ++counters_.in;
      break;
    case VerdictClass::cannot_tell:
      ++counters_.talk;
      break;
    case VerdictClass::no:
    case VerdictClass::specimen:
      ++counters_.no;
      break;
  }
}

std::string Keeper::ask() {
  if (!is_name(asked_.name)) {
    throw Failure("a question needs this gate's name",
                  "whit-verify site set --name, or gate --name");
  }
  const Data* data = data_.of(issuer_for(source_, {}));
  if (data == nullptr || data->get() == nullptr) {
    throw Failure("no data to ask from", "whit-verify bundle update");
  }
  const Policy policy = policy_here(*data->get());
  check_mode(policy, Mode::challenge);
  const Request request = new_question(*data->get(), policy, asked_.name);
  open_ = Open{*request.nonce, timer_now(), {}, 0};
  return encode_text(Carrier::request, encode(request));
}

std::optional<Seconds> Keeper::seconds_left() const {
  if (!open_ || open_->answer) return std::nullopt;
  const Seconds passed = timer_now() - open_->asked;
  if (passed >= kAnswerTime) return std::nullopt;
  return kAnswerTime - passed;
}

}  // namespace whit::cli::gate
