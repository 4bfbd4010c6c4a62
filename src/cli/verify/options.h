// SPDX-License-Identifier: Apache-2.0
// What whit-verify was asked to do, as typed.
#pragma once

#include <optional>
#include <string>

namespace whit::cli {

// CheckOptions is one check: every field is a text as on the command line, empty if not given. A
// line of --batch has the same fields and falls back to these.
struct CheckOptions {
  std::string file = "-";
  std::string dir, trust, bundle, issuer;  // issuer: whose data where nothing says it
  std::string preset, policy, name, nonce, answer;
  std::string at, floor, elapsed, until;
  std::string keep_hashes;
  bool json = false, batch = false, training = false, hashes_at_gate = false;
};

// GateOptions is a gate: where codes come from, what is asked, and how it is shown.
struct GateOptions {
  std::string dir, issuer;
  std::string preset, policy, name, at;
  std::string serial, folder, camera;  // empty: the scanner types like a keyboard
  unsigned baud = 9600;
  std::string hook;
  bool json = false, plain = false, training = false, quiet = false;
};

// AskOptions is one question.
struct AskOptions {
  std::string dir, trust, bundle, issuer;
  std::string preset, policy, name, span, at;
  std::string output;
  bool posted = false, json = false;
};

// PinOptions is where the site PIN comes from, if it is given.
struct PinOptions {
  bool ask = false;  // at the terminal
  std::optional<int> fd;
};

// SiteOptions is one command of `site`. What `set` doesn't name stays as it is; an empty text
// takes it back.
struct SiteOptions {
  std::string dir;
  std::optional<std::string> preset, policy, name, issuer;
  PinOptions pin;
  bool json = false;
};

// PresetOptions is `preset list`.
struct PresetOptions {
  std::string dir, lang, issuer;
  bool json = false;
};

// TrustOptions and BundleOptions are those of `trust` and `bundle`.
struct TrustOptions {
  std::string dir, file, words, iss, ca_file;
  PinOptions pin;
  bool yes = false;
};
struct BundleOptions {
  std::string dir, file, url, ca_file, at, issuer;
  bool json = false;
};

}  // namespace whit::cli
