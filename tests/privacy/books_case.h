// SPDX-License-Identifier: Apache-2.0
// Case: what judge_books.cpp and claim_books.cpp work on.
#pragma once

#include <random>
#include <vector>

#include "privacy/dossier.h"
#include "privacy/judge.h"

namespace whit::privacy {

// Case is all that is judged here.
struct Case {
  const std::vector<Sight>& sights;
  const Books& books;
  std::vector<std::size_t> people;  // by row of sights
  Rings rings;
  Dossiers dossiers;
  std::vector<Trace> traces;
  std::uint64_t seed;
};

// trace_by_register follows the seeds that the register has: they lead forward to every handle from
// their day on, and to none before.
Row trace_by_register(const Case& at, const Register& books, std::string where);

// claim tells how many of `pairs` are one person's: rows of sights that somebody says are.
Row claim(const Case& at, std::string attack, std::string idea, const Pairs& pairs);
// claims are the bytes of a blind showing in the issuer's books, requests that were not blinded,
// equal salts, and equal blinding factors.
std::vector<Row> claims(const Case& at);

}  // namespace whit::privacy
