// SPDX-License-Identifier: Apache-2.0
// Collecting blind codes, and what shows that an office's answers were wrong.
#include "wallet/blind.h"
#include "wasm/wallet/open_wallet.h"

namespace whit::wasm {
namespace {

// Who is asked, or why not.
struct Asked {
  wallet::Account* account = nullptr;
  const OfficeData* data = nullptr;
};

std::int32_t find_asked(OpenWallet& open, std::string_view iss, Asked& asked) {
  asked.account = open.wallet.find(iss);
  if (asked.account == nullptr) return kNoAccount;
  asked.data = open.data_of(iss);
  return asked.data == nullptr ? kNoData : kDone;
}

}  // namespace

// w_next_blind leaves where today's collecting stands; JavaScript has the names of the numbers.
WHIT_EXPORT(w_next_blind)
std::int32_t w_next_blind(OpenWallet* open, const std::uint8_t* iss, std::size_t size,
                          double clock) {
  Asked asked;
  const std::int32_t code = find_asked(*open, text_at(iss, size), asked);
  if (code != kDone) return code;
  const wallet::Account& account = *asked.account;
  const auto plan =
      wallet::next_blind(*asked.account, asked.data->bundle, seconds_of(clock), open->rng);
  JsonWriter json;
  json.object().key("stage").number(static_cast<std::uint64_t>(plan.stage)).key("at");
  if (plan.at == 0) {
    json.null();
  } else {
    json.signed_number(static_cast<std::int64_t>(plan.at) - account.clock_offset);
  }
  json.key("faults").array();
  for (const wallet::FactFault& fault : plan.faults) {
    json.object().key("fact").object();
    write_named(json, asked.data->bundle.head(), fault.vct);
    json.end().key("fault").number(static_cast<std::uint64_t>(fault.fault)).end();
  }
  json.end().end();
  return leave(json);
}

// w_plan_blind leaves the message, or nothing.
WHIT_EXPORT(w_plan_blind)
std::int32_t w_plan_blind(OpenWallet* open, const std::uint8_t* iss, std::size_t size,
                          double clock) {
  Asked asked;
  const std::int32_t code = find_asked(*open, text_at(iss, size), asked);
  if (code != kDone) return code;
  const auto plan =
      wallet::plan_blind(*asked.account, asked.data->bundle, seconds_of(clock), open->rng);
  return leave(plan.body ? Bytes(*plan.body) : Bytes());
}

// w_evidence leaves what is kept, each file as hexadecimal.
WHIT_EXPORT(w_evidence)
std::int32_t w_evidence(OpenWallet* open, const std::uint8_t* iss, std::size_t size) {
  const wallet::Account* const account = open->wallet.find(text_at(iss, size));
  if (account == nullptr) return kNoAccount;
  const Head head = catalogue_of(open->wallet, account->trust.iss);
  JsonWriter json;
  json.array();
  for (const wallet::BlindFailure& failure : account->blind.failures) {
    json.object().key("when").number(failure.when).key("fact").object();
    write_named(json, head, failure.vct);
    json.end().key("expires").number(midnight(failure.day));
    json.key("file").hex(wallet::encode(failure, account->trust.iss)).end();
  }
  json.end();
  return leave(json);
}

WHIT_EXPORT(w_resume_blind)
std::int32_t w_resume_blind(OpenWallet* open, const std::uint8_t* iss, std::size_t size) {
  wallet::Account* const account = open->wallet.find(text_at(iss, size));
  if (account == nullptr) return kNoAccount;
  wallet::resume_blind(*account);
  return kDone;
}

}  // namespace whit::wasm
