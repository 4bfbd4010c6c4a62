// SPDX-License-Identifier: Apache-2.0
// What an issuer answers its wallets: enrolled and collected. Spec: spec/collect.md.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "token/collect.h"

namespace whit {

// Enrolled answers enrol. `facts` are those of the person, each with the bits of its kinds.
struct Enrolled {
  struct Fact {
    Vct vct = 0;
    std::uint8_t kinds = 0;
  };
  CollectionId id;
  UnixTime time = 0;        // the issuer's clock
  std::vector<Fact> facts;  // ascending
};
Result<Enrolled> parse_enrolled(Bytes body);
ByteVector encode(const Enrolled& enrolled);

// Collected answers collect. A row has one token for each key of the request's row, in its order;
// what can't be had (another day, a fact that ended) has no row.
struct Collected {
  struct Dealt {
    Handle handle;
    std::optional<DocumentTag> tag;
    Signature signature;
  };
  struct Row {
    Day day = 0;
    Vct vct = 0;
    Value value;
    std::vector<Dealt> tokens;
  };
  std::uint64_t seq = 0;
  std::vector<Row> rows;
  std::vector<BlindAsk> blind;  // signatures in place of messages
};
Result<Collected> parse_collected(Bytes body);
ByteVector encode(const Collected& collected);

}  // namespace whit
