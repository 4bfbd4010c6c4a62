// SPDX-License-Identifier: Apache-2.0
// What the log is called, whose word its checkpoints are, and who witnesses it.
// Spec: spec/log.md, sections 6, 9 and 11.
#pragma once

#include <string>
#include <vector>

#include "cli/issuer/folder.h"
#include "cli/issuer/key_store.h"
#include "log/policy.h"

namespace whit::cli {

// log_origin is the trust file's origin and the log's number.
std::string log_origin(const std::string& origin, std::uint64_t number);

// log_keys are the log keys of `manifest`, of any day, under the name `origin`.
std::vector<NoteKey> log_keys(const RootManifest& manifest, const std::string& origin);
// used_log_keys are those of the installed manifest that weren't retired: what witnesses have to
// know.
std::vector<NoteKey> used_log_keys(const Folder& folder, const std::string& origin);
// kept_log_keys are those of the manifest, those of manifests before it whose secret is still in
// the store, and those that were retired: what they have signed is this log's word too.
std::vector<NoteKey> kept_log_keys(const Folder& folder, const KeyStore& store,
                                   const std::string& origin);

// witness_policy is the issuer's own; a Failure for one that can't be read.
WitnessPolicy witness_policy(const std::string& policy);
// check_earnest_policy is a Failure, which says what to do, unless it takes two witnesses to meet
// `policy`.
void check_earnest_policy(const std::string& policy);

}  // namespace whit::cli
