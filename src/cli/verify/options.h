// SPDX-License-Identifier: Apache-2.0
// What whit-verify was asked to do, as typed.
#pragma once

#include <string>

namespace whit::cli {

// CheckOptions is one check: every field is a text as on the command line, empty if not given. A
// line of --batch has the same fields and falls back to these.
struct CheckOptions {
  std::string file = "-";
  std::string dir, trust, bundle;
  std::string preset, policy, name, nonce, answer;
  std::string at, floor, elapsed, until;
  std::string keep_hashes;
  bool json = false, batch = false, training = false, hashes_at_gate = false;
};

// AskOptions is one question.
struct AskOptions {
  std::string dir, trust, bundle;
  std::string preset, policy, name, span, at;
  std::string output;
  bool posted = false, json = false;
};

// TrustOptions and BundleOptions are those of `trust` and `bundle`.
struct TrustOptions {
  std::string dir, file, words, iss;
  bool yes = false;
};
struct BundleOptions {
  std::string dir, file, url, ca_file, at, issuer;
  bool json = false;
};

}  // namespace whit::cli
