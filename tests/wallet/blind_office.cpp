// SPDX-License-Identifier: Apache-2.0
#include "wallet/blind_office.h"

#include <catch2/catch.hpp>

namespace whit::test {

BlindKey listed(unsigned number, Day day, Vct vct, KeyState state) {
  return {vct, day, blind_key(number)->modulus(), state};
}

Options with_blind_keys(std::vector<BlindKey> keys) {
  Options options;
  options.blind_keys = std::move(keys);
  return options;
}

BlindHolder::BlindHolder(const World& of) : Holder(of) { office.facts.insert(kTax); }

wallet::BlindPlan BlindHolder::plan(const Bundle& bundle) {
  return wallet::plan_blind(account(), bundle, clock, rng);
}

ByteVector BlindHolder::at_minute() {
  clock = std::max(clock, wallet::next_blind(account(), world.bundle(), clock, rng).at);
  const wallet::BlindPlan planned = plan();
  return planned.body ? *planned.body : ByteVector{};
}

std::size_t BlindHolder::collect_blind() {
  const ByteVector body = at_minute();
  REQUIRE_FALSE(body.empty());
  const auto gain = take(encode(sign_blind(world, body)));
  REQUIRE(gain.ok());
  REQUIRE(gain->failed == 0);
  return gain->blind;
}

wallet::Obstacle BlindHolder::obstacle(const wallet::Question& question) {
  return wallet::hindrance(account(), world.head(), question, clock).obstacle;
}

wallet::Choice BlindHolder::choose(const wallet::Question& question) {
  return wallet::choose(account(), world.head(), question, clock);
}

Collected sign_blind(const World& world, Bytes body) {
  const auto request = parse_collect(body);
  REQUIRE(request.ok());
  REQUIRE(request->sets.empty());
  Collected out;
  out.seq = request->seq;
  for (const BlindAsk& ask : request->blind) {
    for (const BlindKey& row : world.bundle().key_list().blind) {
      if (row.vct != ask.vct || row.day != ask.day || row.state != KeyState::live) continue;
      unsigned number = 0;
      while (!(blind_key(number)->modulus() == row.modulus)) ++number;
      BlindAsk answer{ask.day, ask.vct, {}};
      for (const BlindBytes& message : ask.messages) {
        const auto made = blind_key(number)->blind_sign(message.view());
        REQUIRE(made.ok());
        answer.messages.push_back(BlindBytes::from(made->view()));
      }
      out.blind.push_back(std::move(answer));
    }
  }
  return out;
}

Bundle bundle_of(const World& world, const Head& head) {
  auto opened = Bundle::open(world.bundle_file_of(head), world.trust());
  REQUIRE(opened.ok());
  return std::move(*opened);
}

}  // namespace whit::test
