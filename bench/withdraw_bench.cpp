// SPDX-License-Identifier: Apache-2.0
// What withdrawals cost a checker: 50,000 withdrawn facts in its bundle.
//
//     withdraw_bench CATALOGUE [--slices N] [--files FOLDER]
//
//     --slices N       slices of each row (9)
//     --files FOLDER   writes what the program's own benchmarks need and prints nothing else:
//                      trust.cbor, worst.whit-bundle, showing.txt, and the day of an update:
//                      before.whit-bundle and site/; and showings.txt, 100 of as many holders
//
// The worst case for time is that all are of one fact, the one that is shown, and of the oldest day
// that a head still lists: each seed has to be moved 15 days. Prints one JSON object; times are
// processor time.
#include <filesystem>

#include "base/hex.h"
#include "log/rows.h"
#include "status/chain.h"
#include "verify/withdrawal.h"
#include "whit/prepared.h"
#include "whit/qr_text.h"
#include "withdraw_office.h"

namespace whit::bench {
namespace {

constexpr std::size_t kWithdrawn = 50000;
// Withdrawn in a day at 1 % in a month of 30 days.
constexpr std::size_t per_day_of(std::size_t facts) { return (facts / 100 + 29) / 30; }
constexpr std::size_t kMillionPeople = 4 * 1000 * 1000;  // of whom each has four facts
constexpr std::size_t kFiftyThousandAMonth = 5 * 1000 * 1000;

struct Options {
  std::string catalogue, files;
  int slices = 9;
};

Options parse(int argc, char** argv) {
  Options out;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--slices" && i + 1 < argc) {
      out.slices = std::atoi(argv[++i]);
    } else if (word == "--files" && i + 1 < argc) {
      out.files = argv[++i];
    } else if (out.catalogue.empty() && word[0] != '-') {
      out.catalogue = word;
    } else {
      give_up("usage: withdraw_bench CATALOGUE [--slices N] [--files FOLDER]");
    }
  }
  if (out.catalogue.empty()) give_up("usage: withdraw_bench CATALOGUE [--slices N]");
  return out;
}

Published worst_case(const WithdrawOffice& office) {
  return office.publish({office.segment(kWithdrawn, 1)}, WithdrawOffice::kOldest);
}

// Check is one showing of a fact that isn't withdrawn, as it comes from a scanner.
struct Check {
  explicit Check(const test::World& world)
      : showing(encode_text(Carrier::presentation, world.show({test::kPermit}))) {
    context.now = world.now;
  }
  void of(const Bundle& bundle, const Policy& policy) const {
    const Report report = verify(as_bytes(showing), &bundle, policy, context);
    must(report.verdict == Verdict::valid, "get a yes");
  }
  std::string showing;
  Context context;
};

// Handles as a gate meets them: of tokens that aren't withdrawn, and one that is in a hundred.
std::vector<Handle> some_handles(const Bundle& bundle, Day day) {
  std::vector<Handle> out;
  SeededRng rng(2);
  const Withdrawals& group = bundle.withdrawals().front();
  for (std::size_t i = 0; i < 20000; ++i) {
    const Seed& seed = group.seeds[i % group.seeds.size()];
    const bool withdrawn = i % 100 == 0;
    out.push_back(withdrawn ? HandleKey(ratchet_by(seed, day - group.day)).handle(0)
                            : rng.make<Handle>());
  }
  return out;
}

void measure_lookup(const Bundle& bundle, const std::vector<Handle>& handles, Day day, Rows& rows) {
  const CatalogueFact& fact = *bundle.find_fact(test::kPermit);
  std::size_t found = 0;
  const double seconds = processor_seconds([&] {
    for (const Handle& handle : handles) {
      found += is_withdrawn(bundle, Kind::revocable, fact, day, handle) ? 1U : 0U;
    }
  });
  must(found == handles.size() / 100, "find what is withdrawn");
  rows.add("lookup_ns", seconds * 1e9 / static_cast<double>(handles.size()));
}

void measure_later(const char* row, const Check& check, const Bundle& bundle, Rows& rows) {
  constexpr int kChecks = 200;
  const Policy policy = *make_policy(bundle, "gate");
  check.of(bundle, policy);
  const double seconds = processor_seconds([&] {
    for (int i = 0; i < kChecks; ++i) check.of(bundle, policy);
  });
  rows.add(row, seconds * 1e6 / kChecks);
}

// One slice of everything: a bundle opened, its first check, those that follow, the plain walk, and
// the same by a prepared image.
void slice(const WithdrawOffice& office, const Published& worst, const Bundle& empty, Rows& rows) {
  const Day day = WithdrawOffice::kToday + 1;
  const Check check(office.world());
  Bundle bundle = office.open(worst);
  const Policy policy = *make_policy(bundle, "gate");
  rows.add("first_s", processor_seconds([&] { check.of(bundle, policy); }));
  const auto handles = some_handles(bundle, day);
  measure_lookup(bundle, handles, day, rows);
  measure_later("check_us", check, bundle, rows);
  measure_later("check_of_none_us", check, empty, rows);
  rows.add("walk_s", processor_seconds([&] {
             is_withdrawn_by_walk(bundle, Kind::revocable, *bundle.find_fact(test::kPermit), day,
                                  Handle{});
           }));
  ByteVector image;
  rows.add("prepare_s",
           processor_seconds([&] { image = Preparation(bundle, WithdrawOffice::kToday).take(); }));
  rows.add("image_bytes", static_cast<double>(image.size()));
  Bundle fresh = office.open(worst);
  must(fresh.use_prepared(image).ok(), "use the image");
  rows.add("first_prepared_ms", 1e3 * processor_seconds([&] { check.of(fresh, policy); }));
}

std::size_t total(const std::vector<ByteVector>& segments) {
  std::size_t out = 0;
  for (const ByteVector& segment : segments) out += segment.size();
  return out;
}

// Bytes of a bundle with 50,000 withdrawn facts, and of a day's news: the head and what the day
// added, where the office publishes once a day, or as a running service does it.
void count_bytes(const WithdrawOffice& office, Rows& rows) {
  const auto add = [&](const std::string& row, std::size_t bytes) {
    rows.add(row, static_cast<double>(bytes));
  };
  const std::size_t live_a_day = kWithdrawn / WithdrawOffice::kDays;
  const Published full = office.publish(office.steady(live_a_day), WithdrawOffice::kOldest);
  must(office.open(full).carries_withdrawals(), "open the full bundle");
  add("bundle_bytes", full.file().size());
  add("day_head_bytes", full.head.size());
  const std::size_t a_day = per_day_of(kMillionPeople);
  add("day_segment_bytes", total(office.one_day(a_day)));
  add("day_segment_month_bytes", total(office.one_day(per_day_of(kFiftyThousandAMonth))));
  add("day_segment_live_bytes", total(office.one_day(live_a_day)));
  // A running service gathers for kGatherEvery, six hours, what doesn't have to go out at once.
  const Published gathered = office.publish(office.steady(a_day, 4), WithdrawOffice::kOldest, 4);
  must(office.open(gathered).carries_withdrawals(), "open the bundle of a running service");
  add("gathered_head_bytes", gathered.head.size());
  add("gathered_segments_bytes", total(office.one_day(a_day, 4)));
}

void write(const std::string& path, Bytes bytes) {
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
  out.close();
  must(out.good(), "write a file");
}

// A queue at a gate: a showing a line, each by another holder.
std::string queue(const test::World& office) {
  constexpr int kPeople = 100;
  std::string out;
  for (int i = 0; i < kPeople; ++i) {
    test::World one;
    one.holder = test::seeded_key("queue " + std::to_string(i));
    one.now = office.now;
    out += encode_text(Carrier::presentation, one.show({test::kPermit})) + "\n";
  }
  return out;
}

void write_files(const WithdrawOffice& office, const std::string& folder) {
  const std::string site = folder + "/site/v1/bundle";
  std::filesystem::create_directories(site + "/segment");
  write(folder + "/trust.cbor", encode(office.world().trust()));
  write(folder + "/worst.whit-bundle", worst_case(office).file());
  write(folder + "/showing.txt", as_bytes(Check(office.world()).showing));
  write(folder + "/showings.txt", as_bytes(queue(office.world())));
  auto listed = office.steady(per_day_of(kMillionPeople));
  const Published before = office.publish(listed, WithdrawOffice::kOldest - 1, 1, 1);
  write(folder + "/before.whit-bundle", before.file());
  listed.erase(listed.begin());
  listed.push_back(office.segment(per_day_of(kMillionPeople)));
  const Published today =
      office.publish(listed, WithdrawOffice::kOldest, 1, 0, before.payload_hash);
  must(office.open(today).carries_withdrawals(), "open the next day's bundle");
  write(site + "/head", today.head);
  for (const ByteVector& segment : today.segments) {
    write(site + "/segment/" + hex::encode(sha256(segment).view()), segment);
  }
}

void run(const Options& options) {
  const WithdrawOffice office(options.catalogue);
  if (!options.files.empty()) return write_files(office, options.files);
  Rows rows;
  count_bytes(office, rows);
  const Published worst = worst_case(office);
  const Bundle empty = office.open(office.publish({}, 0));
  for (int i = 0; i < options.slices; ++i) slice(office, worst, empty, rows);
  rows.print();
}

}  // namespace
}  // namespace whit::bench

int main(int argc, char** argv) {
  whit::bench::run(whit::bench::parse(argc, argv));
  return 0;
}
