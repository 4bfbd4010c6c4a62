// SPDX-License-Identifier: Apache-2.0
// From a letter to codes: enrolling, the office's data, collecting.
#include "token/refusal.h"
#include "wallet/news.h"
#include "wasm/wallet/open_wallet.h"
#include "whit/qr_text.h"

namespace whit::wasm {
namespace {

Result<Invitation> read_invitation(std::string_view text) {
  WHIT_TRY(const auto cbor, decode_text(Carrier::invitation, text));
  return parse_invitation(cbor);
}

// Refused is what to do about a refusal; JavaScript has the names in this order.
enum class Refused : std::uint8_t { again = 0, enough, later, ended, conflict, refused };

Refused refused_collect(wallet::Account& account, wallet::Joining& joining, int status,
                        Refusal refusal, UnixTime clock) {
  if (status < 400 || status >= 500) return Refused::later;
  if (refusal == Refusal::enrolment) {
    wallet::note_end(account, clock);
    return Refused::ended;
  }
  if (refusal == Refusal::sequence_conflict) return Refused::conflict;
  if (status == 429 && refusal != Refusal::quota_reached) return Refused::later;
  // Refused whole: the number in it wasn't used, and the next request may take it.
  const bool joined = wallet::joins(account);
  wallet::drop_pending(account);
  if (refusal == Refusal::quota_reached) return Refused::enough;
  const bool lost = refusal == Refusal::bad_proof || refusal == Refusal::key_reused;
  if (!lost || !joined) return Refused::refused;
  joining = wallet::Joining::nothing;
  return Refused::again;
}

}  // namespace

WHIT_EXPORT(w_read_invitation)
std::int32_t w_read_invitation(const std::uint8_t* text, std::size_t size) {
  const auto invitation = read_invitation(text_at(text, size));
  if (!invitation) return refuse(invitation.error());
  JsonWriter json;
  json.text(invitation->iss);
  return leave(json);
}

WHIT_EXPORT(w_check_data)
std::int32_t w_check_data(const std::uint8_t* trust_file, std::size_t trust_size,
                          const std::uint8_t* file, std::size_t size, double clock) {
  const auto trust = parse_trust_file(bytes_at(trust_file, trust_size));
  if (!trust) return refuse(trust.error());
  const auto opened = Bundle::open(bytes_at(file, size), *trust);
  if (!opened) return refuse(opened.error());
  return opened->head().expires <= seconds_of(clock) ? kExpired : kDone;
}

// w_enrol leaves the message, which holds the PIN.
WHIT_EXPORT(w_enrol)
std::int32_t w_enrol(OpenWallet* open, const std::uint8_t* letter, std::size_t letter_size,
                     const std::uint8_t* pin, std::size_t pin_size, double clock) {
  const auto invitation = read_invitation(text_at(letter, letter_size));
  if (!invitation) return refuse(invitation.error());
  auto body = wallet::make_enrol(open->wallet, *invitation, text_at(pin, pin_size),
                                 seconds_of(clock), open->rng);
  if (!body) return body.error().code == Errc::out_of_range ? kBadPin : refuse(body.error());
  leave(Bytes(*body));
  whit::wipe(*body);
  return kDone;
}

WHIT_EXPORT(w_take_enrolled)
std::int32_t w_take_enrolled(OpenWallet* open, const std::uint8_t* trust_file,
                             std::size_t trust_size, const std::uint8_t* answer, std::size_t size,
                             double clock) {
  auto trust = parse_trust_file(bytes_at(trust_file, trust_size));
  if (!trust) return refuse(trust.error());
  const auto account = wallet::take_enrolled(open->wallet, std::move(*trust),
                                             bytes_at(answer, size), seconds_of(clock));
  if (!account) return refuse(account.error());
  JsonWriter json;
  json.text((*account)->trust.iss);
  return leave(json);
}

// w_take_news leaves whether the office has a new root.
WHIT_EXPORT(w_take_news)
std::int32_t w_take_news(OpenWallet* open, const std::uint8_t* iss, std::size_t iss_size,
                         const std::uint8_t* file, std::size_t size, double clock) {
  wallet::Account* const account = open->wallet.find(text_at(iss, iss_size));
  if (account == nullptr) return kNoAccount;
  const Bytes bytes = bytes_at(file, size);
  const auto trust = wallet::trust_for(*account, bytes);
  if (!trust) return refuse(trust.error());
  auto bundle = Bundle::open(bytes, *trust);
  if (!bundle) return refuse(bundle.error());
  const auto parts = parse_bundle_file(bytes);
  if (!parts) return refuse(parts.error());
  const PublicKey root = account->trust.root;
  const UnixTime now = account->corrected(seconds_of(clock));
  if (bundle->head().expires <= now) return kExpired;
  const Status taken = wallet::take_news(*account, parts->head, *bundle, now);
  if (!taken) return refuse(taken.error());
  if (OfficeData* old = open->data_of(account->trust.iss); old != nullptr) {
    old->bundle = std::move(*bundle);
  } else {
    open->data.push_back({account->trust.iss, std::move(*bundle)});
  }
  JsonWriter json;
  json.boolean(!(account->trust.root == root));
  return leave(json);
}

WHIT_EXPORT(w_see_time)
std::int32_t w_see_time(OpenWallet* open, const std::uint8_t* iss, std::size_t iss_size,
                        double date, double asked, double answered) {
  wallet::Account* const account = open->wallet.find(text_at(iss, iss_size));
  if (account == nullptr) return kNoAccount;
  wallet::see_time(*account, seconds_of(date), seconds_of(asked), seconds_of(answered));
  return kDone;
}

// w_plan_collect leaves the message, or nothing.
WHIT_EXPORT(w_plan_collect)
std::int32_t w_plan_collect(OpenWallet* open, const std::uint8_t* iss, std::size_t iss_size,
                            double clock) {
  wallet::Account* const account = open->wallet.find(text_at(iss, iss_size));
  if (account == nullptr) return kNoAccount;
  OfficeData* const data = open->data_of(account->trust.iss);
  if (data == nullptr) return kNoData;
  leave(Bytes());
  if (wallet::is_over(*account)) return kDone;
  const auto body = wallet::plan_collect(*account, data->bundle.head(), seconds_of(clock),
                                         open->rng, data->joining);
  return body ? leave(Bytes(*body)) : kDone;
}

WHIT_EXPORT(w_take_collected)
std::int32_t w_take_collected(OpenWallet* open, const std::uint8_t* iss, std::size_t iss_size,
                              const std::uint8_t* answer, std::size_t size, double clock) {
  wallet::Account* const account = open->wallet.find(text_at(iss, iss_size));
  if (account == nullptr) return kNoAccount;
  const OfficeData* const data = open->data_of(account->trust.iss);
  if (data == nullptr) return kNoData;
  const auto gain =
      wallet::take_collected(*account, bytes_at(answer, size), data->bundle, seconds_of(clock));
  if (!gain) return refuse(gain.error());
  JsonWriter json;
  write_gain(json, *gain, data->bundle.head());
  return leave(json);
}

// w_refused_collect leaves the number of what to do.
WHIT_EXPORT(w_refused_collect)
std::int32_t w_refused_collect(OpenWallet* open, const std::uint8_t* iss, std::size_t iss_size,
                               std::int32_t status, const std::uint8_t* answer, std::size_t size,
                               double clock) {
  wallet::Account* const account = open->wallet.find(text_at(iss, iss_size));
  if (account == nullptr) return kNoAccount;
  OfficeData* const data = open->data_of(account->trust.iss);
  if (data == nullptr) return kNoData;
  const auto error = parse_error_body(bytes_at(answer, size));
  const Refusal refusal = error ? error->refusal : Refusal::internal;
  const Refused refused =
      refused_collect(*account, data->joining, status, refusal, seconds_of(clock));
  JsonWriter json;
  json.number(static_cast<std::uint64_t>(refused));
  return leave(json);
}

}  // namespace whit::wasm
