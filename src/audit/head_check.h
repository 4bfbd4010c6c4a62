// SPDX-License-Identifier: Apache-2.0
// The signatures of a head and the checkpoint that it carries, each judged apart, so that it can be
// said which one isn't good. Spec: spec/trust.md, 7.1; spec/log.md, section 6.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "audit/finding.h"
#include "log/note.h"
#include "whit/time.h"
#include "whit/trust.h"

namespace whit::audit {

// HeadSigned is who signed a head and its parts. `fault` is empty where all is well; without a
// trust file only the shapes are looked at.
struct HeadSigned {
  std::string fault;
  bool specimen = false;
  RootManifest manifest;
};
HeadSigned check_head_signatures(Bytes signed_head, const Head& head, const TrustFile* trust);

// is_signed_by_its_own tells whether a head is signed by a key that its own manifest names. Who
// signed that manifest is another question.
bool is_signed_by_its_own(Bytes signed_head, const Head& head);

// is_signed_under tells whether a head is signed by a key that `manifest` names for its day.
bool is_signed_under(Bytes signed_head, const Head& head, const RootManifest& manifest);
// manifest_of is the manifest that a head carries, whoever signed it.
Result<RootManifest> manifest_of(const Head& head);

// The roots of an issuer follow each other (spec/trust.md, section 10). `newest` is the newest
// manifest that was believed, as it was signed, or empty. root_now is the root that signed it;
// root_for is the one that has to have signed `signed_manifest`: the announced one where that is
// what field 7 says, else root_now.
PublicKey root_now(Bytes newest, const TrustFile& trust);
PublicKey root_for(Bytes signed_manifest, Bytes newest, const TrustFile& trust);
// is_newer tells whether a believed manifest, of the root `root`, replaces `newest`.
bool is_newer(const RootManifest& manifest, const PublicKey& root, Bytes newest,
              const TrustFile& trust);
// root_fault is what other_root is said of: a manifest that another root signed in its own name, or
// that announces another one than before. Empty for any other fault, and for none.
std::string root_fault(Bytes signed_manifest, Bytes newest, const TrustFile& trust);
// is_before tells whether a manifest announces the root of `trust` and so is of the one before it,
// whose signature nobody can check who knows the later one alone.
bool is_before(Bytes signed_manifest, const TrustFile& trust);

// check_manifest gives a manifest that the root of `trust` signed. check_list tells who signed a
// key list: good, a key that the manifest doesn't name on that day (absent), or nobody (bad).
Result<RootManifest> check_manifest(Bytes signed_manifest, const TrustFile& trust);
NoteCheck check_list(Bytes signed_list, const RootManifest& manifest, Day day);

// HeadProof is what the proof text of a head says of the log.
struct HeadProof {
  std::vector<std::pair<Finding, std::string>> found;
  std::uint64_t size = 0;  // of the checkpoint's tree; 0 where there is no proof to believe
  Hash root;               // of that tree
  std::string note;        // the checkpoint as it was signed
  UnixTime oldest = 0, newest = 0;  // of the witnesses' times; 0 without a trust file
};
HeadProof check_head_proof(const Head& head, const TrustFile* trust);

}  // namespace whit::audit
