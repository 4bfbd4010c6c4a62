// SPDX-License-Identifier: Apache-2.0
// An office under load: a register with people of four facts, their wallets, and all that these
// will ask, signed before any time runs.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "issue/person.h"
#include "issue/wallet.h"
#include "store/service.h"

namespace whit::bench {

inline constexpr Day kHorizon = 14;
inline constexpr std::size_t kFacts = 4;  // what an average person of make-register holds
inline constexpr std::size_t kSets = 2;   // of each day, as the demo's catalogue has it
inline constexpr std::size_t kTopUp = kFacts * kSets;  // tokens of a daily top-up

// Sizes is how large the office is.
struct Sizes {
  std::size_t registered = 20000;  // people in the register
  std::size_t enrolled = 4000;     // of them with a wallet that tops up, one day a request
  std::size_t newcomers = 256;     // of them with one that collects all days at once
};

// Holder is one wallet: its requests in their order, and how many were sent.
struct Holder {
  CollectionId id;
  std::vector<std::string> requests;  // bodies
  std::size_t sent = 0;
};

class Office {
 public:
  explicit Office(const Sizes& sizes);
  Office(const Office&) = delete;
  ~Office();

  IssuerService& service() { return *service_; }
  const Issuing& issuing() const { return issuing_; }
  const std::string& path() const { return path_; }
  std::vector<Holder> holders;    // the first request of each starts its chains
  std::vector<Holder> newcomers;  // with one request each

  // people are the holders as the register has them now, for what works without the store.
  std::map<CollectionId, Person> people() const;

 private:
  void register_people(std::size_t count);
  std::vector<test::Wallet> enrol(std::size_t first, std::size_t count);

  std::string path_;
  Issuing issuing_;
  SystemRng rng_;
  std::unique_ptr<IssuerService> service_;
};

// counted is how many tokens of `answer` are good under `request`, each checked as a wallet does.
std::size_t counted(const Issuing& issuing, const std::string& request, const std::string& answer);

}  // namespace whit::bench
