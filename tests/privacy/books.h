// SPDX-License-Identifier: Apache-2.0
// Books: what an issuer has to itself, and would bring to a conspiracy with the sites: every
// request and answer with its time, its register as it stood at several times, and its secret keys.
//
// People are known there by name. Nothing in it says whose a showing is.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "issue/issuing.h"
#include "token/collect.h"
#include "whit/time.h"

namespace whit::privacy {

// Exchange is a request that was answered.
struct Exchange {
  UnixTime time = 0;  // by the issuer's clock
  ByteVector request, answer;
};

// Register is the issuer's database: all of its tables, read by SQL and not by our own code.
struct Register {
  struct Chain {
    std::size_t person = 0;
    Vct vct = 0;
    Seed seed;
    Day day = 0;  // of the seed
  };
  std::map<CollectionId, std::size_t> people;
  std::vector<Chain> chains;
  std::map<std::tuple<std::size_t, Vct, Day>, std::uint64_t> blind_used;
  ByteVector cells;  // of every row of every table, one after the other
};
// read_register reads it while nobody writes. It throws CouldNot (house.h).
Register read_register(const std::string& path);

struct Books {
  std::vector<Exchange> enrols, collects;
  Register evening, morning, last;  // of a day in the middle, of the morning after, and of the end
  Day raid = 0;                     // that day
  std::vector<BlindSecret> keys;
};

}  // namespace whit::privacy
