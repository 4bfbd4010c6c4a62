// SPDX-License-Identifier: Apache-2.0
// The linker: simulates a town, hands the adversary what it may have, and prints what it found.
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

#include "cli/common/progress.h"
#include "crypto/rng.h"
#include "privacy/town.h"

namespace whit::privacy {
namespace {

constexpr char kUsage[] =
    "usage: tests/privacy/linker [--people N] [--days D] [--withdraw K] [--seed S]\n"
    "                            [--horizon H] [--wallet WHICH] [--collude] [--json]\n"
    "\n"
    "  --people N      how many live in the town (300; 20 to 100,000)\n"
    "  --days D        for how long (30; 8 to 90)\n"
    "  --withdraw K    of how many something is withdrawn (0)\n"
    "  --seed S        another town (1)\n"
    "  --horizon H     days that a wallet holds ahead (7; 3 to 30)\n"
    "  --wallet WHICH  what every fourth person has: good, no-fresh-key, wrong-strip-order,\n"
    "                  handle-reused, own-clock; with --collude one-blinding, message-twice,\n"
    "                  one-salt, collects-on-use (good)\n"
    "  --collude       some facts come in blind codes, too, and the issuer brings its books\n"
    "  --json          the same table as JSON\n"
    "\n"
    "Exit code: 0 nobody can be linked but as the design admits; 1 somebody can; 3 could not "
    "work.\n";

struct Options {
  Orders orders;
  bool json = false;
};

std::optional<std::uint64_t> number_of(const char* text, std::uint64_t low, std::uint64_t high) {
  char* end = nullptr;
  const std::uint64_t out = std::strtoull(text, &end, 10);
  if (*text < '0' || *text > '9' || *end != 0 || out < low || out > high) return std::nullopt;
  return out;
}

[[noreturn]] void stop(const std::string& why, const std::string& hint) {
  std::fprintf(stderr, "linker: error: %s\n", why.c_str());
  if (!hint.empty()) std::fprintf(stderr, "linker: hint: %s\n", hint.c_str());
  std::exit(3);
}

// read_number takes one option into `out`; false where it isn't this one.
template <class T>
bool read_number(const std::string& name, const char* value, const char* option, std::uint64_t low,
                 std::uint64_t high, T& out) {
  if (name != option) return false;
  const auto number = number_of(value, low, high);
  if (!number) {
    stop(name + " takes a number from " + std::to_string(low) + " to " + std::to_string(high),
         "tests/privacy/linker --help");
  }
  out = static_cast<T>(*number);
  return true;
}

Options parse(int argc, char** argv) {
  Options out;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "-h" || name == "--help") {
      std::fputs(kUsage, stdout);
      std::exit(0);
    }
    if (name == "--json") {
      out.json = true;
      continue;
    }
    if (name == "--collude") {
      out.orders.collude = true;
      continue;
    }
    if (i + 1 == argc) stop("unknown option, or one without a value: " + name, "--help");
    const char* value = argv[++i];
    Orders& orders = out.orders;
    if (read_number(name, value, "--people", 20, 100'000, orders.people)) continue;
    if (read_number(name, value, "--days", 8, 90, orders.days)) continue;
    if (read_number(name, value, "--withdraw", 0, 100'000, orders.withdraw)) continue;
    if (read_number(name, value, "--seed", 0, UINT64_MAX, orders.seed)) continue;
    if (read_number(name, value, "--horizon", 3, 30, orders.horizon)) continue;
    if (name != "--wallet") stop("unknown option: " + name, "tests/privacy/linker --help");
    const auto broken = broken_of(value);
    if (!broken) stop("no such wallet: " + std::string(value), "tests/privacy/linker --help");
    orders.broken = *broken;
  }
  if (out.orders.withdraw > out.orders.people / 3) {
    stop("--withdraw can be a third of --people at most", "");
  }
  if (out.orders.withdraw > 0 && out.orders.collude) stop("--withdraw or --collude, not both", "");
  if (out.orders.broken >= Broken::one_blinding && !out.orders.collude) {
    stop("this wallet is broken with blind codes alone", "--collude");
  }
  return out;
}

double share(double part, std::uint64_t all) {
  return all == 0 ? 0 : part / static_cast<double>(all);
}

void print_table(const std::vector<Row>& rows) {
  std::printf("%-16s %-22s %7s %9s %9s %9s  %-15s %s\n", "attack", "where", "pairs", "found",
              "chance", "margin", "better than", "verdict");
  for (const Row& row : rows) {
    char better[32];
    std::snprintf(better, sizeof better, "%.3f +-%.3f", row.auc, row.auc_margin);
    std::printf("%-16s %-22s %7llu %9.1f %9.1f %9.1f  %-15s %s\n", row.attack.c_str(),
                row.where.c_str(), static_cast<unsigned long long>(row.pairs), row.found,
                row.chance, row.margin, row.auc_margin > 0 ? better : "",
                std::string(name(row.ruling)).c_str());
  }
}

void print_json(const std::vector<Row>& rows, const Town& town, std::size_t shows, double seconds) {
  std::printf("{\"rows\": [");
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    std::printf(
        "%s\n  {\"attack\": \"%s\", \"where\": \"%s\", \"pairs\": %llu, \"found\": %.3f, "
        "\"chance\": %.3f, \"margin\": %.3f, \"auc\": %.5f, \"auc_margin\": %.5f, "
        "\"verdict\": \"%s\"}",
        i == 0 ? "" : ",", row.attack.c_str(), row.where.c_str(),
        static_cast<unsigned long long>(row.pairs), row.found, row.chance, row.margin, row.auc,
        row.auc_margin, std::string(name(row.ruling)).c_str());
  }
  const Counts& counts = town.counts();
  std::printf(
      "],\n \"showings\": %zu, \"turned_away\": %llu, \"verified\": %llu, \"ended\": %llu, "
      "\"returned\": %llu, \"seconds\": %.1f}\n",
      shows, static_cast<unsigned long long>(counts.turned_away),
      static_cast<unsigned long long>(counts.checked),
      static_cast<unsigned long long>(counts.ended),
      static_cast<unsigned long long>(counts.returned), seconds);
}

void print_summary(const Town& town, std::size_t shows, std::size_t entries, double seconds) {
  const Counts& counts = town.counts();
  std::printf(
      "%zu showings, %llu of them verified; %zu log entries; %llu visits without a fresh "
      "code (%.1f %%); withdrawn from %llu people, %llu of them back; %.0f s\n",
      shows, static_cast<unsigned long long>(counts.checked), entries,
      static_cast<unsigned long long>(counts.turned_away),
      100 * share(static_cast<double>(counts.turned_away), counts.visits),
      static_cast<unsigned long long>(counts.ended),
      static_cast<unsigned long long>(counts.returned), seconds);
}

// caught is the names of the attacks that went further than they may, each once.
std::vector<std::string> caught(const std::vector<Row>& rows) {
  std::vector<std::string> out;
  for (const Row& row : rows) {
    if (is_bad(row.ruling) && (out.empty() || out.back() != row.attack)) out.push_back(row.attack);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

int run(const Options& options) {
  const auto begin = std::chrono::steady_clock::now();
  Town town(options.orders);
  {
    std::optional<cli::Progress> bar;
    town.live([&](std::uint64_t done, std::uint64_t all) {
      if (!bar) bar.emplace("living", all);
      bar->at(done);
    });
  }
  const Evidence evidence = town.evidence();
  const std::vector<Sight> sights = read_sights(evidence);
  const std::vector<Row> rows = options.orders.collude
                                    ? judge_books(sights, town.books(), town.truth())
                                    : judge(sights, evidence.bundles, town.truth());
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (options.json) {
    print_json(rows, town, sights.size(), seconds);
  } else {
    print_table(rows);
    print_summary(town, sights.size(), evidence.entries.size(), seconds);
  }
  std::string names;
  for (const std::string& one : caught(rows)) names += (names.empty() ? "" : ", ") + one;
  if (names.empty()) return 0;
  std::fprintf(stderr, "linker: linked by: %s\n", names.c_str());
  return 1;
}

}  // namespace
}  // namespace whit::privacy

int main(int argc, char** argv) {
  whit::start_crypto();
  const auto options = whit::privacy::parse(argc, argv);
  try {
    return whit::privacy::run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "linker: error: %s\n", error.what());
    return 3;
  }
}
