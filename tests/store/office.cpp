// SPDX-License-Identifier: Apache-2.0
#include "store/office.h"

#include <stdlib.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "store/desk.h"

namespace whit::test {

Result<Bytes> TextSource::next() {
  const Bytes piece = as_bytes(std::string_view(text_).substr(at_, piece_));
  at_ += piece.size();
  return piece;
}

Status TextSource::rewind() {
  at_ = 0;
  return {};
}

Office::Office(Issuing issuing, std::uint64_t seed) : issuing_(std::move(issuing)), rng_(seed) {
  start_crypto();
  std::string pattern = (std::filesystem::temp_directory_path() / "whit-store-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  folder_ = pattern;
  path_ = folder_ + "/register.db";
  REQUIRE(IssuerService::create(path_, issuing_.iss).ok());
  open();
}

Office::~Office() {
  close();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Office::open() {
  SecretBuffer key(32);
  key.expose_writable(InsecureAccess{})[0] = 42;
  auto service = IssuerService::open(path_, issuing_, std::move(key), rng_);
  REQUIRE(service.ok());
  service_ = std::move(*service);
}

ImportSummary Office::import(const std::string& csv, ImportRun run, ImportRule rule) {
  ImportOrder order;
  order.run = run;
  order.rule = rule;
  auto summary = import(csv, order);
  REQUIRE(summary.ok());
  return std::move(*summary);
}

Result<ImportSummary> Office::import(const std::string& csv, const ImportOrder& order,
                                     UnixTime now) {
  TextSource source(csv);
  return service_->import(operator_actor(), source, order, now);
}

Wallet Office::enrol(const std::string& subject, std::uint64_t seed, UnixTime now) {
  const auto invited = Desk(*service_).invite(operator_actor(), subject, now);
  REQUIRE(invited.ok());
  Wallet out(seed);
  const auto answer =
      service_->enrol(out.enrol_body(InvitationCode{invited->invitation.code}, invited->pin), now);
  REQUIRE(answer.ok());
  const auto enrolled = parse_enrolled(*answer);
  REQUIRE(enrolled.ok());
  out.id = enrolled->id;
  return out;
}

std::string register_of(int people, const std::string& facts) {
  std::string out = "subject,fact,value\n";
  for (int i = 1; i <= people; ++i) {
    for (std::size_t at = 0; at < facts.size();) {
      const std::size_t end = std::min(facts.find(',', at), facts.size());
      out += "P-" + std::to_string(i) + "," + facts.substr(at, end - at) + ",\n";
      at = end + 1;
    }
  }
  return out;
}

}  // namespace whit::test
