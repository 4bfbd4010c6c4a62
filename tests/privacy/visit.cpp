// SPDX-License-Identifier: Apache-2.0
// A visit: what a site asks, what it gets, and now and then what its verifier makes of that.
#include "crypto/hash.h"
#include "privacy/town.h"
#include "whit/verify.h"

namespace whit::privacy {
namespace {

constexpr unsigned kMostScanning = 8;  // seconds from signing to reading
constexpr unsigned kCheckShare = 16;   // of showings that are verified here

std::string_view preset_of(const wallet::Question& question) {
  if (question.facts == std::vector<Vct>{kPermit}) return "gate";
  if (question.facts == std::vector<Vct>{kTax}) return "tax";
  if (question.facts == std::vector<Vct>{kEmployed}) return "employer";
  return question.facts.back() == kEmployed ? "site" : "office";
}

}  // namespace

// The gate reads codes of nobody's asking and answers to its printed request; the office asks each
// time.
wallet::Question Town::ask(std::size_t site, std::mt19937_64& luck) const {
  wallet::Question out;
  const std::uint64_t what = luck() % 10;
  out.facts = {kPermit};
  if (site == 0) {
    if (what < 4) out.facts = {kPermit, kEmployed};
    if (luck() % 2 == 0) out.name = evidence_.sites[0].site;
    return out;
  }
  if (what < 3) out.facts = {kPermit, kTax};
  if (orders_.collude && what == 3) out.facts = {kTax};
  if (what > 6) out.facts = {kEmployed};
  out.name = evidence_.sites[1].site;
  Request request;
  request.iss = "dlo";
  request.name = out.name;
  for (const Vct vct : out.facts) request.facts[request.count++] = vct;
  SeededRng random(luck());
  request.nonce = random.make<Nonce>();
  return wallet::question_of(request, encode(request));
}

// A verifier that doesn't take what is shown would make all that is measured here worthless. The
// watched may have been withdrawn, and a broken wallet's clock may be too far off.
void Town::check(const Taken& taken, const wallet::Question& question, Done& done) const {
  const Holder& holder = *people_[taken.person];
  if (holder.watched() || holder.broken()) return;
  const Policy policy = must(make_policy(house_.bundle(), preset_of(question)), "read a preset");
  Context context;
  context.now = taken.scan.time;
  context.name = evidence_.sites[taken.site].site;
  context.nonce = question.nonce;
  const Report report = verify(taken.scan.showing, &house_.bundle(), policy, context);
  must(report.verdict == Verdict::valid,
       "have a showing verified: " + std::string(name(report.verdict)));
  ++done.counts.checked;
}

void Town::visit(const Step& step, Done& done) {
  Holder& holder = *people_[step.person];
  std::mt19937_64& luck = holder.luck();
  const std::size_t site = luck() % 2;
  const wallet::Question question = ask(site, luck);
  const Seconds scanning = luck() % (kMostScanning + 1);
  const bool looked_at = luck() % kCheckShare == 0;
  if (!holder.can(question.facts)) return;
  ++done.counts.visits;
  std::optional<Shown> shown = holder.show(question, step.time);
  if (!shown) {
    ++done.counts.turned_away;
    return;
  }
  Taken taken{site, {step.time + scanning, std::move(shown->showing)}, step.person, {}};
  taken.chains = std::move(shown->chains);
  if (looked_at) check(taken, question, done);
  holder.after_use(house_, taken.scan.time, done.books);
  done.taken.push_back(std::move(taken));
}

}  // namespace whit::privacy
