// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>

#include "privacy/dossier.h"
#include "whit/time.h"

namespace whit::privacy {
namespace {

double apart(UnixTime a, UnixTime b) { return static_cast<double>(a > b ? a - b : b - a); }

double minute(const Look& at) {
  const double away = apart(at.sight.time % kSecondsPerDay, at.row.time % kSecondsPerDay);
  return -std::min(away, static_cast<double>(kSecondsPerDay) - away);
}

// How soon after the showing this person collected anything.
double on_use(const Look& at) {
  const auto& all = at.dossier.collects;
  const auto next = std::lower_bound(all.begin(), all.end(), at.sight.time);
  return next == all.end() ? -static_cast<double>(kSecondsPerDay) : -apart(*next, at.sight.time);
}

double order(const Look& at) { return -std::abs(at.trace.turn - at.row.turn); }
double log_order(const Look& at) { return -std::abs(at.trace.turn - at.row.place); }

double enrolled_clock(const Look& at) {
  return -std::abs(static_cast<double>(at.sight.late() + at.dossier.skew));
}

double quota(const Look& at) {
  const auto used = at.dossier.used.find(at.trace.of);
  return used == at.dossier.used.end() ? 0 : static_cast<double>(used->second);
}

template <class A, class B>
double unlike_bits(const A& a, const B& b) {
  int out = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    out += std::popcount(static_cast<unsigned>(a[i] ^ b[i]));
  return out;
}

// best is the highest of what each message of the row gives.
template <class Score>
double best(const Look& at, const Score& score) {
  double out = -1e9;
  for (std::size_t i = 0; i < at.row.messages.size(); ++i) out = std::max(out, score(i));
  return out;
}

double message_bits(const Look& at) {
  return best(
      at, [&](std::size_t i) { return -unlike_bits(at.row.messages[i].bytes, at.trace.encoded); });
}

double signature_bits(const Look& at) {
  return best(at,
              [&](std::size_t i) { return -unlike_bits(at.row.answers[i].bytes, at.sight.rsa); });
}

// The one factor that would tie the token to this message, if it was this one.
Wide factor(const Look& at, std::size_t i) {
  return at.ring.product(at.trace.inverse, at.row.answers[i].view());
}

double size_of_factor(const Look& at) {
  return best(at, [&](std::size_t i) {
    const Wide wide = factor(at, i);
    std::size_t zeros = 0;
    while (zeros < wide.size() && wide[zeros] == 0) ++zeros;
    return static_cast<double>(zeros) - wide[std::min(zeros, wide.size() - 1)] / 256.0;
  });
}

double bits_of_factor(const Look& at) {
  return best(at, [&](std::size_t i) { return -unlike_bits(factor(at, i), Wide{}); });
}

double symbols(const Look& at) {
  return best(at, [&](std::size_t i) { return at.row.symbols[i] == at.trace.symbols ? 1.0 : 0.0; });
}

double fell_back(const Look& at) {
  const auto alone = at.dossier.alone.find(at.trace.of.first);
  if (alone == at.dossier.alone.end()) return 0;
  return std::any_of(alone->second.begin(), alone->second.end(), [&](UnixTime time) {
    return time > at.sight.time && day_of(time) == at.sight.day;
  });
}

double about(const Look& at) {
  return std::any_of(at.dossier.seen.begin(), at.dossier.seen.end(),
                     [&](UnixTime time) { return day_of(time) == at.sight.day; });
}

}  // namespace

std::vector<Suspicion> suspicions() {
  return {{"collect minute", "collected at the same time of day", minute},
          {"collect on use", "collected soon after the showing", on_use},
          {"collect order", "collected as early, of all, as it was shown", order},
          {"log order", "its entry as early in the log as it was shown", log_order},
          {"enrolled clock", "the clock as wrong as at the enrolment", enrolled_clock},
          {"quota", "what the register counts for fact and day", quota},
          {"message bits", "request and token alike bit by bit", message_bits},
          {"signature bits", "answer and signature alike bit by bit", signature_bits},
          {"factor size", "answer / signature a small number", size_of_factor},
          {"factor bits", "answer / signature with few bits", bits_of_factor},
          {"symbols", "request and token squares modulo the same primes", symbols}};
}

std::vector<Suspicion> admitted_suspicions() {
  return {{"fell back", "showed it with a revocable code later that day", fell_back},
          {"about", "seen that day with a revocable code", about}};
}

}  // namespace whit::privacy
