// SPDX-License-Identifier: Apache-2.0
#include "issue/office.h"

#include <sodium.h>
#include <stdlib.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "store/desk.h"
#include "store/tables.h"

namespace whit::bench {
namespace {

using test::kNoon;
using test::kToday;

constexpr std::size_t kThreads = 32;  // of the preparations, so that they share commits
const std::vector<Vct> kAll = {test::kPermit, test::kUntil, test::kVisa, test::kTax};

void must(bool good, const char* what) {
  if (good) return;
  std::fprintf(stderr, "issue_load: error: cannot %s\n", what);
  std::exit(3);
}

std::string reference(std::size_t person) { return "P-" + std::to_string(person); }

// The register as one text.
class People final : public IssuerService::Source {
 public:
  explicit People(std::size_t count) : count_(count) {}
  Result<Bytes> next() override {
    text_ = at_ == 0 ? "subject,fact,value\n" : "";
    for (const std::size_t end = std::min(count_, at_ + 500); at_ < end; ++at_) {
      const std::string who = reference(at_);
      text_ += who + ",work-permit-valid,\n" + who + ",work-permit-until,203511\n";
      text_ += who + ",visa-class,WORK\n" + who + ",tax-current,\n";
    }
    return as_bytes(text_);
  }

 private:
  std::size_t count_, at_ = 0;
  std::string text_;
};

// in_parallel calls `act` with each number below `count`.
template <class Act>
void in_parallel(std::size_t threads, std::size_t count, const Act& act) {
  std::atomic<std::size_t> next{0};
  std::vector<std::thread> all;
  for (std::size_t t = 0; t < threads; ++t) {
    all.emplace_back([&] {
      for (std::size_t i = next++; i < count; i = next++) act(i);
    });
  }
  for (std::thread& thread : all) thread.join();
}

// A key pair that guards nothing: guarded memory is slow to get, and there are many of these.
SetKey proven_key(Bytes message) {
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret;
  SetKey out;
  crypto_sign_keypair(out.key.bytes.data(), secret.data());
  crypto_sign_detached(out.proof.bytes.data(), nullptr, message.data(), message.size(),
                       secret.data());
  return out;
}

// ask is the wallet's next request: all facts of these days.
std::string ask(test::Wallet& wallet, Day first, Day last) {
  Collect collect;
  collect.seq = ++wallet.seq;
  const ByteVector message = possession_message(wallet.iss, wallet.key().public_key(), collect.seq);
  for (Day day = first; day <= last; ++day) {
    SetAsk set{day, kAll, {}};
    for (std::size_t i = 0; i < kSets; ++i) set.keys.push_back(proven_key(message));
    collect.sets.push_back(std::move(set));
  }
  return std::string(as_text(wallet.body(std::move(collect))));
}

// What is left behind when something goes wrong, too.
std::string folder_of_this_run;
void remove_folder() {
  std::error_code ignored;
  if (!folder_of_this_run.empty()) std::filesystem::remove_all(folder_of_this_run, ignored);
}

}  // namespace

Office::Office(const Sizes& sizes) : issuing_(test::make_issuing()) {
  std::string folder = (std::filesystem::temp_directory_path() / "whit-load-XXXXXX").string();
  must(::mkdtemp(folder.data()) != nullptr, "make a folder");
  folder_of_this_run = folder;
  std::atexit(remove_folder);
  path_ = folder + "/register.db";
  must(IssuerService::create(path_, issuing_.iss).ok(), "make a register");
  SecretBuffer key(32);
  rng_.fill(key.expose_writable(InsecureAccess{}));
  auto service = IssuerService::open(path_, issuing_, std::move(key), rng_);
  must(service.ok(), "open the register");
  service_ = std::move(*service);
  register_people(sizes.registered);
  const auto prepare = [&](std::vector<Holder>& out, std::vector<test::Wallet> wallets, Day step) {
    out.resize(wallets.size());
    in_parallel(2, wallets.size(), [&](std::size_t i) {
      out[i].id = wallets[i].id;
      for (Day day = kToday + 1; day <= kToday + kHorizon; day += step) {
        out[i].requests.push_back(ask(wallets[i], day, day + step - 1));
      }
    });
  };
  prepare(holders, enrol(0, sizes.enrolled), 1);
  prepare(newcomers, enrol(sizes.enrolled, sizes.newcomers), kHorizon);
}

Office::~Office() {
  service_.reset();
  remove_folder();
}

void Office::register_people(std::size_t count) {
  People people(count);
  ImportOrder order;
  order.run = ImportRun::apply;
  order.rule = ImportRule::skip_bad_lines;
  const auto summary = service_->import(operator_actor(), people, order, test::kNoon);
  must(summary.ok() && summary->added == count * kFacts, "import the people");
}

std::vector<test::Wallet> Office::enrol(std::size_t first, std::size_t count) {
  std::vector<test::Wallet> out;
  for (std::size_t i = 0; i < count; ++i) out.emplace_back(first + i + 1);
  in_parallel(kThreads, count, [&](std::size_t i) {
    const auto invited = Desk(*service_).invite(operator_actor(), reference(first + i), kNoon);
    must(invited.ok(), "invite");
    const auto answer = service_->enrol(
        out[i].enrol_body(InvitationCode{invited->invitation.code}, invited->pin), kNoon);
    must(answer.ok(), "enrol");
    const auto enrolled = parse_enrolled(*answer);
    must(enrolled.ok(), "read what enrolling answered");
    out[i].id = enrolled->id;
  });
  return out;
}

std::map<CollectionId, Person> Office::people() const {
  auto database = Database::open(path_, Database::Access::read_only);
  must(database.ok(), "read the register");
  std::map<CollectionId, Person> out;
  for (const Holder& holder : holders) {
    auto stored = read_person(*database, holder.id);
    must(stored.ok(), "read a person");
    out.emplace(holder.id, std::move(stored->person));
  }
  return out;
}

std::size_t counted(const Issuing& issuing, const std::string& request, const std::string& answer) {
  const auto asked = parse_collect(as_bytes(request));
  const auto got = parse_collected(as_bytes(answer));
  return asked.ok() && got.ok() ? test::check_answer(issuing, *asked, *got) : 0;
}

}  // namespace whit::bench
