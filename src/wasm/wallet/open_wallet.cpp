// SPDX-License-Identifier: Apache-2.0
#include "wasm/wallet/open_wallet.h"

#include <new>

#include "wallet/news.h"
#include "wallet/save.h"

namespace whit::wasm {

OwnError own_error(std::int32_t code) noexcept {
  switch (code) {
    case kExpired:
      return {"expired", "its time is over"};
    case kNoAccount:
      return {"no_account", "this wallet collects nothing from that office"};
    case kNoData:
      return {"no_data", "the office's data have not been taken in yet"};
    case kHindered:
      return {"hindered", "this can't be shown"};
    case kShownBefore:
      return {"shown_before", "no unused code is left"};
    case kBadPin:
      return {"bad_pin", "a PIN has 6 to 12 characters"};
    case kNoSuchFact:
      return {"no_fact", "the office does not vouch for that"};
    default:
      return {};
  }
}

OfficeData* OpenWallet::data_of(std::string_view iss) noexcept {
  for (OfficeData& one : data) {
    if (one.iss == iss) return &one;
  }
  return nullptr;
}

Head catalogue_of(const wallet::Wallet& wallet, std::string_view iss) {
  for (const wallet::Account& account : wallet.accounts) {
    if (account.trust.iss != iss) continue;
    auto head = wallet::read_news(account);
    if (head) return std::move(*head);
  }
  return {};
}

void write_named(JsonWriter& json, const Head& head, Vct vct) {
  const CatalogueFact* fact = find_fact(head, vct);
  json.key("vct").number(vct);
  json.key("slug").text(fact == nullptr ? "fact " + std::to_string(vct) : fact->slug);
  write_labels(json, fact == nullptr ? Labels{} : fact->labels);
}

void write_facts(JsonWriter& json, const Head& head, const std::vector<Vct>& facts) {
  json.key("facts").array();
  for (const Vct vct : facts) {
    json.object();
    write_named(json, head, vct);
    json.end();
  }
  json.end();
}

void write_gain(JsonWriter& json, const wallet::Gain& gain, const Head& head) {
  json.object().key("tokens").number(gain.tokens).key("codes").number(gain.sets);
  json.key("blind").number(gain.blind).key("failed").number(gain.failed);
  write_facts(json, head, gain.facts);
  json.end();
}

// w_wipe_stack is for after each call: what it worked on stood below everything that is in use now.
WHIT_EXPORT(w_wipe_stack) void w_wipe_stack() {
  constexpr std::size_t kDeepest = std::size_t{96} << 10;
  std::uint8_t below[kDeepest];
  wipe(below, sizeof below);
}

// w_create leaves the handle of an empty wallet, w_load that of a saved one; w_wallet_free frees.
static std::int32_t leave_handle(wallet::Wallet wallet) {
  auto* const made = new (std::nothrow) OpenWallet{std::move(wallet), {}, {}};
  if (made == nullptr) return refuse(Errc::storage_failed);
  JsonWriter json;
  json.number(reinterpret_cast<std::uintptr_t>(made));
  return leave(json);
}

WHIT_EXPORT(w_create) std::int32_t w_create() { return leave_handle({}); }

WHIT_EXPORT(w_load) std::int32_t w_load(const std::uint8_t* saved, std::size_t size) {
  auto wallet = wallet::load(bytes_at(saved, size));
  return wallet ? leave_handle(std::move(*wallet)) : refuse(wallet.error());
}

WHIT_EXPORT(w_wallet_free) void w_wallet_free(OpenWallet* wallet) { delete wallet; }

// w_save leaves every key of the wallet.
WHIT_EXPORT(w_save) std::int32_t w_save(const OpenWallet* open) {
  const SecretBuffer saved = wallet::save(open->wallet);
  return leave(saved.expose(InsecureAccess{}));
}

}  // namespace whit::wasm
