// SPDX-License-Identifier: Apache-2.0
// What is asked, and showing it.
#include "wallet/news.h"
#include "wallet/show.h"
#include "wasm/wallet/open_wallet.h"
#include "wasm/wallet/views.h"
#include "whit/qr_text.h"

namespace whit::wasm {
namespace {

struct ReadRequest {
  Request request;
  wallet::Question question;
};

Result<ReadRequest> read_request(std::string_view text) {
  WHIT_TRY(const auto cbor, decode_text(Carrier::request, text));
  WHIT_TRY(Request request, parse_request(cbor));
  const wallet::Question question = wallet::question_of(request, cbor);
  return ReadRequest{std::move(request), question};
}

// Asking is a question to one account: that of a request, or facts by name.
struct Asking {
  wallet::Account* account = nullptr;
  Head head;
  wallet::Question question;
};

std::int32_t name_facts(std::string_view slugs, const Head& head, std::vector<Vct>& facts) {
  while (!slugs.empty()) {
    const std::size_t end = std::min(slugs.find('\n'), slugs.size());
    const CatalogueFact* fact = find_fact(head, slugs.substr(0, end));
    if (fact == nullptr) return kNoSuchFact;
    facts.push_back(fact->vct);
    slugs.remove_prefix(std::min(end + 1, slugs.size()));
  }
  std::sort(facts.begin(), facts.end());
  facts.erase(std::unique(facts.begin(), facts.end()), facts.end());
  return facts.empty() || facts.size() > kMaxTokens ? refuse(Errc::out_of_range) : kDone;
}

std::int32_t find_office(OpenWallet& open, std::string_view iss, Asking& asking) {
  asking.account = open.wallet.find(iss);
  if (asking.account == nullptr) return kNoAccount;
  auto head = wallet::read_news(*asking.account);
  if (!head) return kNoData;
  asking.head = std::move(*head);
  return kDone;
}

// Without slugs `text` is a request, else the name of the office.
std::int32_t understand(OpenWallet& open, std::string_view text, std::string_view slugs,
                        std::int32_t kind, Asking& asking) {
  std::int32_t code = kDone;
  if (slugs.empty()) {
    const auto read = read_request(text);
    if (!read) return refuse(read.error());
    asking.question = read->question;
    code = find_office(open, read->request.iss, asking);
  } else {
    code = find_office(open, text, asking);
    if (code == kDone) code = name_facts(slugs, asking.head, asking.question.facts);
  }
  if (kind != 0) asking.question.kind = static_cast<Kind>(kind);
  return code;
}

void write_code(JsonWriter& json, Bytes presentation, const wallet::Account& account,
                UnixTime clock) {
  json.key("text").text(encode_text(Carrier::presentation, presentation));
  json.key("next").number(clock + kIatStep - account.corrected(clock) % kIatStep);
}

}  // namespace

WHIT_EXPORT(w_read_request)
std::int32_t w_read_request(OpenWallet* open, const std::uint8_t* text, std::size_t size) {
  const auto read = read_request(text_at(text, size));
  if (!read) return refuse(read.error());
  const Request& request = read->request;
  JsonWriter json;
  json.object().key("issuer").text(request.iss).key("name").text(request.name);
  json.key("known").boolean(open->wallet.find(request.iss) != nullptr).key("signedBy");
  if (request.site) {
    json.hex(request.site->view());
  } else {
    json.null();
  }
  write_facts(json, catalogue_of(open->wallet, request.iss), read->question.facts);
  json.key("mode").number(static_cast<std::uint64_t>(read->question.mode()));
  json.key("kind").number(static_cast<std::uint64_t>(request.kind)).key("until");
  if (request.until) {
    json.number(*request.until);
  } else {
    json.null();
  }
  json.end();
  return leave(json);
}

// w_look leaves what would be shown, and what stands in the way. `slugs` are lines; none of them
// for a request. `kind` is 0 where the wallet is to choose.
WHIT_EXPORT(w_look)
std::int32_t w_look(OpenWallet* open, const std::uint8_t* text, std::size_t size,
                    const std::uint8_t* slugs, std::size_t slugs_size, std::int32_t kind,
                    double at) {
  Asking asking;
  const std::int32_t code =
      understand(*open, text_at(text, size), text_at(slugs, slugs_size), kind, asking);
  if (code != kDone) return code;
  const UnixTime clock = seconds_of(at);
  JsonWriter json;
  write_prospect(json, *asking.account, asking.head, asking.question, clock);
  return leave(json);
}

// w_show uses a code up, and leaves it with the key that w_sign finds it by. Without `again` it
// takes none that was shown before.
WHIT_EXPORT(w_show)
std::int32_t w_show(OpenWallet* open, const std::uint8_t* text, std::size_t size,
                    const std::uint8_t* slugs, std::size_t slugs_size, std::int32_t kind,
                    std::int32_t again, double at) {
  Asking asking;
  const std::int32_t code =
      understand(*open, text_at(text, size), text_at(slugs, slugs_size), kind, asking);
  if (code != kDone) return code;
  const UnixTime clock = seconds_of(at);
  wallet::Account& account = *asking.account;
  const auto hindrance = wallet::hindrance(account, asking.head, asking.question, clock);
  if (hindrance.obstacle != wallet::Obstacle::none) return kHindered;
  const wallet::Choice choice = wallet::choose(account, asking.head, asking.question, clock);
  if (choice.freshness == wallet::Freshness::again && again == 0) return kShownBefore;
  const auto shown = wallet::show(open->wallet, account, choice, asking.question, clock);
  if (!shown) return refuse(shown.error());
  const wallet::Set& set = account.sets[choice.set];
  JsonWriter json;
  json.object().key("holder").hex(set.key.public_key().view());
  write_choice(json, choice, account, asking.head);
  write_code(json, *shown, account, clock);
  json.end();
  return leave(json);
}

// w_sign leaves the same code again, signed now.
WHIT_EXPORT(w_sign)
std::int32_t w_sign(OpenWallet* open, const std::uint8_t* text, std::size_t size,
                    const std::uint8_t* slugs, std::size_t slugs_size, const std::uint8_t* holder,
                    double at) {
  Asking asking;
  const std::int32_t code =
      understand(*open, text_at(text, size), text_at(slugs, slugs_size), 0, asking);
  if (code != kDone) return code;
  const UnixTime clock = seconds_of(at);
  const PublicKey key = PublicKey::from(bytes_at(holder, PublicKey::kSize));
  for (const wallet::Set& set : asking.account->sets) {
    if (!(set.key.public_key() == key)) continue;
    const auto signed_now = wallet::sign(set, asking.question, asking.account->corrected(clock));
    if (!signed_now) return refuse(signed_now.error());
    JsonWriter json;
    json.object();
    write_code(json, *signed_now, *asking.account, clock);
    json.end();
    return leave(json);
  }
  return refuse(Errc::not_found);
}

}  // namespace whit::wasm
