// SPDX-License-Identifier: Apache-2.0
// The C interface: the same calls, in types that any language can read.
#include <cstring>
#include <new>

#include "whit.h"
#include "whit/errc.h"
#include "whit/replay.h"
#include "whit/verify.h"

struct whit_bundle {
  whit::Bundle bundle;
};
struct whit_policy {
  whit::Policy policy;
};
struct whit_replay {
  whit::ReplayWindow window;
};

namespace {

static_assert(WHIT_SPECIMEN == static_cast<int>(whit::Verdict::specimen));
static_assert(WHIT_CLASS_SPECIMEN == static_cast<int>(whit::VerdictClass::specimen));

template <class T>
std::optional<T> unless_zero(T value) noexcept {
  return value == 0 ? std::nullopt : std::optional<T>(value);
}

int refuse(whit::Error error, std::uint16_t* why) noexcept {
  if (why != nullptr) *why = static_cast<std::uint16_t>(error.code);
  return 0;
}

template <std::size_t N>
void copy_text(std::string_view from, char (&to)[N]) noexcept {
  std::memset(to, 0, N);
  std::memcpy(to, from.data(), std::min(from.size(), N - 1));
}

whit::Context context_of(const whit_context& in) noexcept {
  whit::Context out;
  out.now = in.now;
  out.floor = in.floor;
  if (in.name != nullptr) out.name = in.name;
  if (in.has_nonce == 1) out.nonce = whit::Nonce::from(whit::Bytes(in.nonce));
  out.elapsed = in.elapsed;
  out.until = unless_zero(in.until);
  return out;
}

void write_fact(const whit::FactResult& in, whit_fact& out) noexcept {
  out.vct = in.vct;
  out.verdict = static_cast<std::uint8_t>(in.verdict);
  out.value_type = static_cast<std::uint8_t>(in.value.type);
  out.number = in.value.number;
  copy_text(in.value.text.view(), out.text);
  copy_text(in.slug.view(), out.slug);
}

void write_verdicts(const whit::Report& in, whit_report& out) noexcept {
  out.verdict = static_cast<std::uint8_t>(in.verdict);
  out.verdict_class = static_cast<std::uint8_t>(whit::verdict_class(in.verdict));
  const bool specimen = in.verdict == whit::Verdict::specimen;
  out.training = specimen ? static_cast<std::uint8_t>(in.training) : std::uint8_t{0};
  out.count = static_cast<std::uint8_t>(in.count);
  for (std::size_t i = 0; i < in.count; ++i) write_fact(in.facts[i], out.facts[i]);
}

void write_report(const whit::Report& in, whit_report& out) noexcept {
  out = whit_report{};
  write_verdicts(in, out);
  out.kind = static_cast<std::uint8_t>(in.kind);
  out.mode = static_cast<std::uint8_t>(in.mode);
  out.signed_at = in.signed_at;
  out.now = in.now;
  out.issued = in.issued;
  out.age = in.age;
  std::memcpy(out.replay_id, in.holder.bytes.data(), whit::PublicKey::kSize);
  std::memcpy(out.replay_id + whit::PublicKey::kSize, in.proof.bytes.data(),
              whit::Signature::kSize);
}

// As much of the C++ report as the replay window looks at.
whit::Report report_of(const whit_report& in) noexcept {
  whit::Report out;
  out.verdict = static_cast<whit::Verdict>(in.verdict);
  out.training = static_cast<whit::Verdict>(in.training);
  out.kind = static_cast<whit::Kind>(in.kind);
  out.signed_at = in.signed_at;
  out.now = in.now;
  const whit::Bytes id(in.replay_id);
  out.holder = whit::PublicKey::from(id.first(whit::PublicKey::kSize));
  out.proof = whit::Signature::from(id.last(whit::Signature::kSize));
  return out;
}

}  // namespace

int whit_bundle_open(const uint8_t* trust, size_t trust_size, const uint8_t* file, size_t file_size,
                     whit_bundle** out, uint16_t* why) {
  *out = nullptr;
  const auto trusted = whit::parse_trust_file({trust, trust_size});
  if (!trusted) return refuse(trusted.error(), why);
  auto bundle = whit::Bundle::open({file, file_size}, *trusted);
  if (!bundle) return refuse(bundle.error(), why);
  *out = new (std::nothrow) whit_bundle{*std::move(bundle)};
  return *out != nullptr ? 1 : refuse({whit::Errc::storage_failed, 0}, why);
}

void whit_bundle_free(whit_bundle* bundle) { delete bundle; }

uint32_t whit_bundle_notes(const whit_bundle* bundle) {
  return (bundle->bundle.carries_withdrawals() ? 0U : 2U) | (bundle->bundle.specimen() ? 4U : 0U);
}

int whit_policy_new(const whit_bundle* bundle, const char* preset, const whit_narrowing* narrowing,
                    whit_policy** out, uint16_t* why) {
  *out = nullptr;
  whit::Narrowing narrow;
  if (narrowing != nullptr) {
    if (narrowing->binding > 1) return refuse({whit::Errc::policy_widens, 0}, why);
    narrow.kinds = unless_zero(narrowing->kinds);
    narrow.modes = unless_zero(narrowing->modes);
    if (narrowing->binding == 1) narrow.binding = whit::Binding::document;
    narrow.max_age = unless_zero<whit::Seconds>(narrowing->max_age);
    narrow.answer_time = unless_zero<whit::Seconds>(narrowing->answer_time);
  }
  const auto policy = whit::make_policy(bundle->bundle, preset, narrow);
  if (!policy) return refuse(policy.error(), why);
  *out = new (std::nothrow) whit_policy{*policy};
  return *out != nullptr ? 1 : refuse({whit::Errc::storage_failed, 0}, why);
}

void whit_policy_free(whit_policy* policy) { delete policy; }

int whit_verify(const whit_bundle* bundle, const whit_policy* policy, const whit_context* context,
                const uint8_t* showing, size_t showing_size, whit_report* report) {
  const bool complete = bundle != nullptr && policy != nullptr;
  const whit::Report result =
      whit::verify({showing, showing_size}, complete ? &bundle->bundle : nullptr,
                   complete ? policy->policy : whit::Policy{}, context_of(*context));
  write_report(result, *report);
  return report->verdict == WHIT_VALID ? 1 : 0;
}

whit_replay* whit_replay_new(void) { return new (std::nothrow) whit_replay{}; }

void whit_replay_free(whit_replay* replay) { delete replay; }

int whit_replay_admit(whit_replay* replay, whit_report* report) {
  const whit::Report admitted = replay->window.admit(report_of(*report));
  const bool replayed = admitted.verdict == whit::Verdict::replayed;
  report->verdict = static_cast<std::uint8_t>(admitted.verdict);
  report->verdict_class = static_cast<std::uint8_t>(whit::verdict_class(admitted.verdict));
  report->training = static_cast<std::uint8_t>(admitted.training);
  for (std::size_t i = 0; replayed && i < report->count; ++i) {
    report->facts[i].verdict = WHIT_REPLAYED;
    report->facts[i].value_type = 0;
    report->facts[i].number = 0;
    copy_text("", report->facts[i].text);
  }
  return report->verdict == WHIT_VALID ? 1 : 0;
}

const char* whit_verdict_name(uint8_t verdict) {
  // The names are literals, so that each ends in a zero byte.
  return verdict < whit::kVerdictCount ? whit::name(static_cast<whit::Verdict>(verdict)).data()
                                       : "";
}

const char* whit_error_sentence(uint16_t why) {
  const bool known = why >= 1 && why <= static_cast<std::uint16_t>(whit::Errc::storage_failed);
  return known ? whit::sentence(static_cast<whit::Errc>(why)).data() : "";
}
