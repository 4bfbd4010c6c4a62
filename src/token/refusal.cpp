// SPDX-License-Identifier: Apache-2.0
#include "token/refusal.h"

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"

namespace whit {
namespace {

struct Row {
  Refusal refusal;
  int status;
  std::string_view name, sentence;
};

constexpr Row kRows[] = {
    {Refusal::internal, 500, "internal", "the office's server made a mistake; nothing is lost"},
    {Refusal::malformed, 400, "malformed", "the request isn't one that this office reads"},
    {Refusal::bad_signature, 403, "bad_signature", "the request isn't signed by its own key"},
    {Refusal::invitation, 403, "invitation_refused",
     "this invitation and PIN don't open anything; ask the office for a new letter"},
    {Refusal::enrolment, 403, "enrolment_refused",
     "this wallet isn't known here; ask the office for a new invitation"},
    {Refusal::sequence_conflict, 409, "sequence_conflict",
     "another copy of this wallet has collected since"},
    {Refusal::key_reused, 400, "key_reused", "a holder key was used before"},
    {Refusal::bad_holder_key, 400, "bad_holder_key", "a holder key is unfit"},
    {Refusal::bad_proof, 400, "bad_proof", "a proof of possession doesn't hold"},
    {Refusal::quota_reached, 429, "quota_reached", "you have the codes of these days already"},
    {Refusal::clock_back, 503, "clock_back", "the office's clock is wrong; nothing is signed"},
    {Refusal::unavailable, 503, "unavailable", "the office can't sign now; try again later"},
    {Refusal::too_large, 413, "too_large", "the request is too large"},
    {Refusal::not_found, 404, "not_found", "there is nothing here"},
    {Refusal::stop, 404, "stop_refused", "no wallet belongs to this stop code"},
    {Refusal::notice, 409, "notice_refused",
     "this notice can't be taken: you have the fact, it takes none, or you sent a newer one"},
};

const Row& row_of(Refusal refusal) noexcept {
  for (const Row& row : kRows) {
    if (row.refusal == refusal) return row;
  }
  return kRows[0];
}

// An error of the encodings means the request, which is all that a wallet sends, was malformed.
bool is_encoding(Errc code) noexcept { return code <= Errc::bad_tag || code == Errc::wrong_issuer; }

// Keys that can't be used now: nothing was signed, and trying again later helps.
bool is_signer(Errc code) noexcept {
  return Errc::hsm_not_built <= code && code <= Errc::hsm_faulty;
}

}  // namespace

Refusal refusal_of(Errc code) noexcept {
  if (code == Errc::too_large) return Refusal::too_large;
  if (is_encoding(code)) return Refusal::malformed;
  if (code == Errc::bad_signature) return Refusal::bad_signature;
  if (code == Errc::refused) return Refusal::invitation;
  if (code == Errc::unknown_key) return Refusal::enrolment;
  if (code == Errc::sequence_conflict) return Refusal::sequence_conflict;
  if (code == Errc::key_reused) return Refusal::key_reused;
  if (code == Errc::weak_key) return Refusal::bad_holder_key;
  if (code == Errc::bad_proof) return Refusal::bad_proof;
  if (code == Errc::quota_reached) return Refusal::quota_reached;
  if (code == Errc::clock_back || code == Errc::clock_ahead) return Refusal::clock_back;
  if (code == Errc::storage_failed || is_signer(code)) return Refusal::unavailable;
  if (code == Errc::not_found) return Refusal::not_found;
  return Refusal::internal;
}

int http_status(Refusal refusal) noexcept { return row_of(refusal).status; }
std::string_view name(Refusal refusal) noexcept { return row_of(refusal).name; }
std::string_view sentence(Refusal refusal) noexcept { return row_of(refusal).sentence; }

Result<ErrorBody> parse_error_body(Bytes body) {
  cbor::Reader in(body);
  ErrorBody out;
  WHIT_CHECK(in.expect_map(2));
  WHIT_CHECK(in.expect(1));
  WHIT_TRY(const std::uint64_t code, in.uint());
  WHIT_CHECK(in.expect(2));
  WHIT_TRY(const std::string_view text, in.text());
  if (text.size() > 256) return in.fail(Errc::out_of_range);
  WHIT_CHECK(in.expect_end());
  for (const Row& row : kRows) {
    if (static_cast<std::uint64_t>(row.refusal) == code) out.refusal = row.refusal;
  }
  out.text = text;
  return out;
}

ByteVector encode(const ErrorBody& error) {
  cbor::Writer out;
  out.map(2).integer(1).uint(static_cast<std::uint64_t>(error.refusal));
  out.integer(2).text(std::string_view(error.text).substr(0, 256));
  return out.take();
}

}  // namespace whit
