// SPDX-License-Identifier: Apache-2.0
// Reads one token inside something larger. Spec: spec/token.md, section 4.
#pragma once

#include "base/cbor_reader.h"
#include "whit/token.h"

namespace whit {

// read_token reads one revocable or blind token and moves behind it.
Result<Token> read_token(cbor::Reader& in) noexcept;

// read_value reads a value and checks its characters or range, not the catalogue.
Result<Value> read_value(cbor::Reader& in) noexcept;

// read_vct reads the number of a fact.
Result<Vct> read_vct(cbor::Reader& in) noexcept;

// read_iss reads the name of an issuer.
Result<std::string_view> read_iss(cbor::Reader& in) noexcept;

// read_day and read_secs read a UTC day and a time inside the spec's range.
Result<Day> read_day(cbor::Reader& in) noexcept;
Result<UnixTime> read_secs(cbor::Reader& in) noexcept;

}  // namespace whit
