// SPDX-License-Identifier: Apache-2.0
// How large the files of an issuer may be: what one side promises, the other reads.
// Spec: spec/trust.md, 6.12.
#pragma once

#include <cstddef>

namespace whit {

// kMaxBundle bounds a bundle in its one-file form, and so its head and each of its segments, in
// bytes. An issuer publishes nothing larger, and nobody reads more.
inline constexpr std::size_t kMaxBundle = std::size_t{16} * 1000 * 1000;

// kMaxTrustFile bounds a trust file: its three texts have at most 65,536 bytes each.
inline constexpr std::size_t kMaxTrustFile = std::size_t{256} * 1000;

}  // namespace whit
