// SPDX-License-Identifier: Apache-2.0
// Putting a newer bundle in the place of the old one. Spec: spec/trust.md, section 7.
#pragma once

#include <optional>
#include <string>

#include "cli/verify/data.h"

namespace whit::cli {

// Installed is what install() did.
struct Installed {
  std::string iss;
  std::uint64_t version = 0, before = 0;  // before: 0 where nothing was installed
  UnixTime issued = 0, expires = 0;
  bool is_new = false;    // false: this one was installed already
  std::string new_words;  // six words of the root that took over, empty where none did
};

// install opens `file` under the trust of `iss`, holds it against what is installed, and puts it in
// its place. A refusal is a Failure, and the old bundle stays. After a crash at any instant the old
// bundle works under the old root, or the new one under its root.
Installed install(const DataFolder& folder, const std::string& iss, Bytes file, UnixTime now);

// refuse_head is all of install's refusals that a head alone can tell, before its segments are
// fetched: for Failures "no such trust", other root, signatures, log, expired, older.
void refuse_head(const DataFolder& folder, const std::string& iss, Bytes head, UnixTime now);

// InstalledData is what lies in the folder for an issuer.
struct InstalledData {
  std::vector<std::uint8_t> file;  // empty where there is none
  std::optional<Opened> opened;
};
InstalledData installed(const DataFolder& folder, const std::string& iss);

}  // namespace whit::cli
