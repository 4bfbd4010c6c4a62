// SPDX-License-Identifier: Apache-2.0
// House: a real issuer in one process, day after day: register, chains, log, witnesses, bundles.
// Only the clock and the randomness are arguments.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "privacy/evidence.h"
#include "store/desk.h"
#include "store/log_store.h"
#include "store/service.h"
#include "whit/bundle.h"

namespace whit::privacy {

inline constexpr Day kFirstDay = 20862;  // 2027-02-13
inline constexpr Vct kPermit = 65001, kTax = 65005, kEmployed = 65006;
inline constexpr std::uint8_t kPerDay = 2;
inline constexpr Seconds kBlindLead = 3600;
inline constexpr int kEmployers = 20;
std::string employer(int number);  // EMP-00 to EMP-19

// CouldNot ends the program with 3: something outside of what is measured went wrong.
struct CouldNot : std::runtime_error {
  using std::runtime_error::runtime_error;
};
void must(bool good, const std::string& what);
void must(const Status& status, const std::string& what);
template <class T>
T must(Result<T> result, const std::string& what) {
  if (!result.ok()) must(Status(result.error()), what);
  return *std::move(result);
}

// Dice are one stream of random bytes for each errand, so that threads don't change what is drawn:
// a thread that has begun an errand draws from its stream, and whatever runs without one (nothing
// else runs then) from the last stream begun.
class Dice final : public Rng {
 public:
  explicit Dice(std::uint64_t seed);
  // begin starts the stream of (`who`, `when`) for this thread.
  void begin(std::uint64_t who, std::uint64_t when);
  void fill(std::span<std::uint8_t> out) noexcept override;

 private:
  std::uint64_t seed_;
  SeededRng house_;
};

class House {
 public:
  // With `blind`, kPermit and kTax come in both kinds.
  House(std::uint64_t seed, std::uint8_t horizon, Day days, bool blind);
  House(const House&) = delete;
  ~House();

  IssuerService& service() { return *service_; }
  Desk desk() { return Desk(*service_); }
  Dice& dice() { return dice_; }
  const TrustFile& trust() const { return trust_; }
  const Bundle& bundle() const { return *bundle_; }
  // head is the newest bundle's, encoded, as wallets keep it.
  const ByteVector& head() const { return head_; }
  const ByteVector& bundle_file() const { return publications_.back().file; }

  // import takes lines of a register: subject,fact,value.
  void import(const std::string& lines, UnixTime now);
  // begin_day is what happens after midnight: chains move on, yesterday's epoch goes into the log,
  // the witnesses see it.
  void begin_day(Day day);
  // publish makes the next bundle, with all that ended since the last one.
  void publish(UnixTime now);
  bool blind() const { return !issuing_.blind_signers.empty(); }
  // What an issuer has to itself: its register as a file, and its keys for blind tokens.
  const std::string& register_path() const { return register_path_; }
  const std::vector<BlindSecret>& blind_keys() const { return issuing_.blind_signers; }
  // show_all adds what is public of the log and all bundles to `evidence`.
  void show_all(Evidence& evidence);

 private:
  void open(std::uint8_t horizon, Day days, bool blind);
  void make_blind_keys(Day days);
  void close(Day day, bool control, UnixTime now);
  LogStore log() { return LogStore(*service_); }
  SigningKey key(const std::string& name) const;

  std::uint64_t seed_;
  Dice dice_;
  std::string folder_, register_path_;
  SigningKey root_, keys_, publisher_, log_key_, witness_, second_witness_;
  TrustFile trust_;
  Issuing issuing_;
  ByteVector manifest_, key_list_, head_;
  Hash last_head_;
  std::uint64_t version_ = 0;
  std::string checkpoint_;
  std::unique_ptr<IssuerService> service_;
  std::unique_ptr<Bundle> bundle_;
  std::vector<Publication> publications_;
};

}  // namespace whit::privacy
