// SPDX-License-Identifier: Apache-2.0
#include "store/service.h"

#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "store/documents.h"
#include "store/parts.h"
#include "store/schema.h"

namespace whit {
namespace {

constexpr int kMaxRetries = 8;  // of a dealing that somebody else's change overtook

bool names_document(const Collect& collect) noexcept {
  for (const SetAsk& set : collect.sets) {
    for (const Vct vct : set.facts) {
      if (vct == kDocumentVct) return true;
    }
    for (const SetKey& key : set.keys) {
      if (key.own && key.own->vct == kDocumentVct) return true;
    }
  }
  return false;
}

// Place is one of the few at which document tags are computed, each with 64 MiB.
class Place {
 public:
  Place(std::counting_semaphore<kDocumentPlaces>& places, bool needed)
      : places_(needed ? &places : nullptr) {
    if (places_ != nullptr) places_->acquire();
  }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    if (places_ != nullptr) places_->release();
  }

 private:
  std::counting_semaphore<kDocumentPlaces>* places_;
};

}  // namespace

IssuerService::IssuerService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
IssuerService::~IssuerService() = default;

Status IssuerService::create(const std::string& path, std::string_view iss) {
  return create_file(path, iss);
}

Result<std::unique_ptr<IssuerService>> IssuerService::open(const std::string& path, Issuing issuing,
                                                           SecretBuffer register_key, Rng& rng) {
  WHIT_TRY(auto connections, Connections::open(path, issuing.iss));
  auto parts = std::make_unique<Parts>(path, std::move(connections), std::move(register_key), rng);
  parts->configure(std::move(issuing));
  return std::unique_ptr<IssuerService>(new IssuerService(std::move(parts)));
}

void IssuerService::configure(Issuing issuing) { parts_->configure(std::move(issuing)); }
std::shared_ptr<const Issuing> IssuerService::issuing() const { return parts_->issuing(); }

bool IssuerService::failed() const noexcept { return parts_->connections->writer().failed(); }

Result<ByteVector> IssuerService::enrol(Bytes body, UnixTime now) {
  const auto issuing = parts_->issuing();
  WHIT_TRY(const Enrol enrol, parse_enrol(body));
  if (enrol.iss != issuing->iss) return Errc::wrong_issuer;
  if (!is_strong(enrol.key)) return Errc::weak_key;
  if (!verify_enrol(enrol)) return Errc::bad_signature;
  WHIT_CHECK(parts_->check_leap(now));
  const Applicant applicant{code_hash(enrol.code),
                            pin_hash(parts_->register_key, enrol.code, enrol.pin), enrol.key,
                            parts_->rng.make<CollectionId>(), now};
  Admission admission;
  WHIT_CHECK(parts_->connections->writer().run([&](Database& database) -> Status {
    const Status clock = check_clock(database, now);
    if (!clock.ok()) return clock;
    WHIT_TRY(admission, admit(database, applicant));
    return {};
  }));
  if (!admission.id) return Errc::refused;
  return encode(Enrolled{*admission.id, now, facts_of(*issuing, admission.facts, now)});
}

Result<ByteVector> IssuerService::collect(Bytes body, UnixTime now) {
  const auto issuing = parts_->issuing();
  WHIT_TRY(const Collect collect, parse_collect(body));
  const Hash request = sha256(body);
  const BlindRows blind = collect.blind.empty() ? BlindRows::no : BlindRows::yes;
  WHIT_TRY(StoredPerson stored, parts_->read(collect.id, blind));
  WHIT_CHECK(check_collect(collect, issuing->iss, stored.person.collection_key));
  WHIT_CHECK(parts_->check_leap(now));
  const bool document = names_document(collect);
  for (int i = 0; i < kMaxRetries; ++i) {
    if (i > 0) {
      WHIT_TRY(stored, parts_->read(collect.id, blind));
    }
    if (clock_is_back(now, stored.last_commit)) return Errc::clock_back;
    if (issuing->keys.sequence < stored.key_list)
      return Errc::storage_failed;  // a key is withdrawn
    WHIT_TRY(const Turn turn, turn_of(stored.person, collect.seq, request));
    if (document) WHIT_CHECK(parts_->open_document_of(stored));
    const Place place(parts_->document_places, document);
    if (turn == Turn::again) {
      WHIT_TRY(const Collected again, deal_again(*issuing, stored.person, collect, now));
      return encode(again);
    }
    WHIT_TRY(Dealing dealing, deal(*issuing, stored.person, collect, now, parts_->rng));
    dealing.request = request;
    WHIT_TRY(const Written written, parts_->write(stored.person, dealing, now));
    if (written == Written::done) return encode(dealing.answer);
  }
  return Errc::storage_failed;
}

Result<Figures> IssuerService::figures() { return parts_->connections->read(read_figures); }

}  // namespace whit
