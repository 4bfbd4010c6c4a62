// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <cmath>
#include <string>

#include "privacy/adversary.h"

namespace whit::privacy {
namespace {

double apart(std::uint64_t a, std::uint64_t b) noexcept {
  return static_cast<double>(a > b ? a - b : b - a);
}

// on_common calls `act` with the tokens of each fact that both showings have.
template <class Act>
void on_common(const Sight& a, const Sight& b, const Act& act) {
  for (const SeenToken& x : a.tokens) {
    for (const SeenToken& y : b.tokens) {
      if (x.vct == y.vct) act(x, y);
    }
  }
}

double clock(const Sight& a, const Sight& b) {
  return -std::abs(static_cast<double>(a.late() - b.late()));
}

// The quarters of a minute that are shown: a wallet could sign at its own.
double quarter(const Sight& a, const Sight& b) { return a.iat % 60 == b.iat % 60 ? 1 : 0; }

double minute(const Sight& a, const Sight& b) {
  const double away = apart(a.time % kSecondsPerDay / 60, b.time % kSecondsPerDay / 60);
  return -std::min(away, 1440 - away);
}

double soon(const Sight& a, const Sight& b) { return -apart(a.time, b.time); }

int unlike_bits(Bytes a, Bytes b) noexcept {
  int out = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    out += std::popcount(static_cast<unsigned>(a[i] ^ b[i]));
  }
  return out;
}

double bits(const Sight& a, const Sight& b) {
  int out = unlike_bits(a.holder.view(), b.holder.view()) +
            unlike_bits(a.signature.view(), b.signature.view());
  on_common(a, b, [&](const SeenToken& x, const SeenToken& y) {
    out += unlike_bits(x.handle.view(), y.handle.view());
    out += unlike_bits(x.signature.view(), y.signature.view());
  });
  return -out;
}

std::uint64_t number_of(const Handle& handle) noexcept {
  std::uint64_t out = 0;
  for (const std::uint8_t byte : handle.bytes) out = out << 8 | byte;
  return out;
}

double handles(const Sight& a, const Sight& b) {
  double out = 0;
  on_common(a, b, [&](const SeenToken& x, const SeenToken& y) {
    out -= apart(number_of(x.handle), number_of(y.handle));
  });
  return out;
}

// Entries of one epoch stand in the order of their hashes, whoever they were made for.
double place(const Sight& a, const Sight& b) {
  double out = 0;
  on_common(a, b, [&](const SeenToken& x, const SeenToken& y) { out -= apart(x.place, y.place); });
  return out;
}

double kid(const Sight& a, const Sight& b) {
  double out = 0;
  on_common(a, b, [&](const SeenToken& x, const SeenToken& y) { out += x.kid == y.kid ? 1 : 0; });
  return out;
}

double size(const Sight& a, const Sight& b) { return -apart(a.size, b.size); }
double mode(const Sight& a, const Sight& b) { return a.mode == b.mode ? 1 : 0; }
double strip(const Sight& a, const Sight& b) { return a.ahead > 1 && b.ahead > 1 ? 1 : 0; }

double same_strip(const Sight& a, const Sight& b) { return a.ahead == b.ahead ? 1 : 0; }

double same_value(const Sight& a, const Sight& b) {
  double out = 0;
  on_common(a, b,
            [&](const SeenToken& x, const SeenToken& y) { out += x.value == y.value ? 1 : 0; });
  return out;
}

double same_log_day(const Sight& a, const Sight& b) {
  double out = 0;
  on_common(a, b,
            [&](const SeenToken& x, const SeenToken& y) { out += x.logged == y.logged ? 1 : 0; });
  return out;
}

}  // namespace

std::vector<Guesser> guessers() {
  return {{"clock", "iat is as far behind the site's clock", clock},
          {"iat residue", "iat at the same quarter of a minute", quarter},
          {"minute", "the same minute of the day", minute},
          {"soon", "one soon after the other", soon},
          {"bits", "keys, handles and signatures alike bit by bit", bits},
          {"handle order", "handles near to each other as numbers", handles},
          {"log place", "leaves near to each other in the log", place},
          {"kid", "signed by the same token key", kid},
          {"size", "as many bytes", size},
          {"mode", "shown in the same way", mode},
          {"strip", "both of a strip further ahead than tomorrow's", strip}};
}

std::vector<Admitted> admitted() {
  return {{"value", "the same value of a fact", kValues, same_value},
          {"borrowed", "both of today's strip, or both borrowed", kStrip, same_strip},
          {"log day", "tokens logged on the same day", kLogDays, same_log_day}};
}

std::string alike(const Sight& sight, unsigned facets) {
  std::string out = std::to_string(sight.id.site) + "/" + std::to_string(sight.day);
  if ((facets & kStrip) != 0 && sight.ahead == 1) out += " borrowed";
  for (const SeenToken& token : sight.tokens) {
    out += " " + std::to_string(token.vct);
    if ((facets & kValues) != 0) out += "=" + std::string(token.value.text.view());
    if ((facets & kLogDays) != 0) out += "@" + std::to_string(sight.expires - token.logged);
  }
  return out;
}

}  // namespace whit::privacy
