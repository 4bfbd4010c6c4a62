// SPDX-License-Identifier: Apache-2.0
// The radar: what ends, when, and how soon that is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/issuer/folder.h"
#include "cli/issuer/service_keys.h"

namespace whit::cli {

// Days before an end from which on it is spoken of, and from which on it is red.
inline constexpr std::int64_t kSpeakDays = 90, kRedDays = 30, kLastDays = 7;

// Ending is one thing that ends.
struct Ending {
  std::string what;       // "keys", "bundle" and "log" key, their spares, "manifest", "tls"
  std::int64_t days = 0;  // until it no longer holds; 0 and less: it is over, or isn't there
  std::string command;    // what to do
  Day end = 0;            // first day on which it no longer holds; 0: not known
};

// endings looks at the certified keys and, if there is a file, at the TLS certificate. Nothing is
// found before `key install`. Spares stand there where they end on another day than the key in use.
std::vector<Ending> endings(const Folder& folder, const std::string& tls_certificate, UnixTime now);

// sentence_of says it to a person: "the key for bundle ends in 12 days, on 24 Nov
// 2027".
std::string sentence_of(const Ending& ending);

// level_of is 0 for far away, then 1, 2, 3 from kSpeakDays, kRedDays and kLastDays on.
int level_of(const Ending& ending);

}  // namespace whit::cli
