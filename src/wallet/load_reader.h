// SPDX-License-Identifier: Apache-2.0
// The parts that a saved wallet is made of: public ones in CBOR, and the secrets beside them.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "base/cbor_reader.h"
#include "crypto/secret.h"
#include "token/build.h"
#include "whit/result.h"

namespace whit::wallet {

// LoadReader reads items one after the other. What it reads is untrusted: nothing is taken that the
// bytes don't hold.
class LoadReader {
 protected:
  LoadReader(Bytes public_part, Bytes secrets) : in_(public_part), secrets_(secrets) {}

  template <class T, class Read>
  Status each(std::vector<T>& list, Read read_one) {
    WHIT_TRY(const std::size_t count, in_.array());
    for (std::size_t i = 0; i < count; ++i) {
      WHIT_TRY(T item, read_one());
      list.push_back(std::move(item));
    }
    return {};
  }

  template <class T>
  Result<T> number() {
    WHIT_TRY(const std::uint64_t value, in_.uint(0, std::numeric_limits<T>::max()));
    return static_cast<T>(value);
  }

  Result<ByteVector> bytes() {
    WHIT_TRY(const Bytes view, in_.bytes());
    return ByteVector(view.begin(), view.end());
  }

  Result<std::string> text() {
    WHIT_TRY(const std::string_view view, in_.text());
    return std::string(view);
  }

  Result<Bytes> secret(std::size_t size) {
    if (secrets_.size() < size) return in_.fail(Errc::truncated);
    const Bytes out = secrets_.first(size);
    secrets_ = secrets_.subspan(size);
    return out;
  }

  Result<SigningKey> key() {
    WHIT_TRY(const Bytes seed, secret(SigningKey::kSeedSize));
    return SigningKey::from_seed(seed.first<SigningKey::kSeedSize>());
  }

  cbor::Reader in_;
  Bytes secrets_;  // that are left
};

}  // namespace whit::wallet
