// SPDX-License-Identifier: Apache-2.0
// Every number that IANA has given, was asked for, or that is ours: spec/registry.md in code.
#pragma once

#include <cstdint>

namespace whit::registry {

// COSE header parameters (RFC 9052, RFC 9596; 13 by the SD-CWT draft) and algorithms.
inline constexpr std::int64_t kAlg = 1, kKid = 4, kKcwt = 13, kTyp = 16;
inline constexpr std::int64_t kMoreTokens = -65540;  // ours: the rest of a set
inline constexpr std::int64_t kEd25519 = -19;        // RFC 9864
inline constexpr std::int64_t kPs384 = -38;          // RFC 8230
inline constexpr std::uint64_t kSign1Tag = 18;

// typ values. 293 and 294 were asked for by the SD-CWT draft; 650xx are experimental.
inline constexpr std::int64_t kTypCwt = 61, kTypSdCwt = 293, kTypKbt = 294;
inline constexpr std::int64_t kTypManifest = 65010, kTypHead = 65011, kTypReceipt = 65012,
                              kTypCollect = 65013, kTypEnrol = 65014, kTypRequest = 65015,
                              kTypKeyList = 65016, kTypNotice = 65017;

// CWT claims (RFC 8392, RFC 8747; 11 and 39 by the SD-CWT draft), and ours.
inline constexpr std::int64_t kIss = 1, kSub = 2, kAud = 3, kExp = 4, kIat = 6, kCti = 7, kCnf = 8,
                              kVct = 11, kCnonce = 39;
inline constexpr std::int64_t kValue = -65537, kDocumentTag = -65538, kKindWanted = -65541;

}  // namespace whit::registry
