// SPDX-License-Identifier: Apache-2.0
#include "whit/verify.h"

#include "crypto/ed25519.h"
#include "token/cose.h"
#include "verify/clock.h"
#include "verify/findings.h"
#include "verify/showing.h"
#include "verify/token_check.h"

namespace whit {
namespace {

bool is_stale(const Head& head, const Clock& clock, Seconds max_age) noexcept {
  return clock.now >= head.expires || clock.now > head.issued + max_age;
}

bool is_held(const Presentation& shown) noexcept {
  const ShownStructure message(shown.protected_header, shown.payload);
  return verify(shown.tokens[0].holder, shown.signature, message.view());
}

// What is wrong with the showing as a whole: spec/verify.md, section 6.
Findings check_whole(const Showing& showing, const Bundle& bundle, const Policy& policy,
                     const Context& context, const Clock& clock) noexcept {
  Findings out;
  out.add_if(is_stale(bundle.head(), clock, policy.max_age), Verdict::stale_bundle);
  if (out.has(Verdict::stale_bundle)) return out;
  out.add_if(bundle.specimen(), Verdict::specimen);
  out.add_if(clock.doubtful, Verdict::clock_doubtful);
  out.add_if((policy.kinds & static_cast<std::uint8_t>(showing.kind())) == 0,
             Verdict::kind_refused);
  if (showing.is_paper()) return out;
  out.add_if(!is_held(showing.phone()), Verdict::bad_holder_proof);
  check_proof(showing.phone(), context, clock, policy.answer_time, out);
  out.add_if((policy.modes & static_cast<std::uint8_t>(showing.mode())) == 0,
             Verdict::mode_refused);
  return out;
}

// What is wrong with one asked fact, apart from the whole.
Findings check_fact(Vct vct, const Showing& showing, const Bundle& bundle, const Clock& clock,
                    Findings whole) noexcept {
  const Token* token = showing.find(vct);
  if (token == nullptr) {
    Findings out;
    out.add_if(true, Verdict::missing_fact);
    return out | whole;
  }
  if (whole.has(Verdict::stale_bundle)) return whole;
  return check_token(*token, showing, bundle, clock) | whole;
}

// Keeps the earlier of two verdicts in the order of the spec.
void keep_first(Verdict& kept, Verdict other) noexcept {
  if (precedes(other, kept)) kept = other;
}

FactResult make_result(Vct vct, Verdict verdict, const Showing& showing,
                       const Bundle& bundle) noexcept {
  FactResult out;
  out.vct = vct;
  out.verdict = verdict;
  if (const CatalogueFact* fact = bundle.find_fact(vct)) out.slug = Text<24>::from(fact->slug);
  const bool told = verdict == Verdict::valid || verdict == Verdict::document_not_compared;
  if (told) out.value = showing.find(vct)->value;
  return out;
}

Report start_report(const Showing& showing, const Bundle& bundle, const Clock& clock) noexcept {
  Report out;
  out.kind = showing.kind();
  out.mode = showing.mode();
  out.now = clock.now;
  out.issued = bundle.head().issued;
  out.age = static_cast<std::int64_t>(clock.now) - static_cast<std::int64_t>(out.issued);
  if (showing.is_paper()) return out;
  out.signed_at = showing.phone().iat;
  out.holder = showing.phone().tokens[0].holder;
  out.proof = showing.phone().signature;
  return out;
}

Report judge(const Showing& showing, const Bundle& bundle, const Policy& policy,
             const Context& context) noexcept {
  const Clock clock = judge_clock(context, bundle, showing.mode());
  Report out = start_report(showing, bundle, clock);
  const Findings whole = check_whole(showing, bundle, policy, context, clock);
  const auto& asked = showing.is_paper() ? policy.paper_facts : policy.facts;
  out.count = showing.is_paper() ? policy.paper_count : policy.count;
  // A question about nothing is answered with a refusal.
  out.verdict = out.training = out.count == 0 ? Verdict::missing_fact : Verdict::valid;
  for (std::size_t i = 0; i < out.count; ++i) {
    const Findings found = check_fact(asked[i], showing, bundle, clock, whole);
    out.facts[i] = make_result(asked[i], found.first(), showing, bundle);
    keep_first(out.verdict, found.first());
    keep_first(out.training, found.without(Verdict::specimen).first());
  }
  return out;
}

}  // namespace

Report verify(Bytes showing, const Bundle* bundle, const Policy& policy,
              const Context& context) noexcept {
  Showing shown;
  Report out;
  out.now = context.now;
  out.verdict = shown.read(showing);
  if (out.verdict != Verdict::valid) return out;
  if (bundle != nullptr) return judge(shown, *bundle, policy, context);
  out.verdict = Verdict::no_bundle;
  return out;
}

}  // namespace whit
