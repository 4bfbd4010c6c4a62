// SPDX-License-Identifier: Apache-2.0
// Why something couldn't be read or done. Names and numbers may change in any release: for logs,
// tests and sentences. What a verification answers is a Verdict (whit/verdict.h) instead.
#pragma once

#include <cstdint>
#include <string_view>

namespace whit {

enum class Errc : std::uint16_t {
  // encodings
  truncated = 1,   // ends in the middle of an item
  trailing,        // something follows the end
  not_canonical,   // not the one encoding of this value
  wrong_type,      // another CBOR type stands here
  wrong_label,     // a map holds another label here
  wrong_length,    // a string or list has another length
  out_of_range,    // a number or text is outside what the CDDL allows
  not_ascending,   // a sorted list isn't, or names something twice
  too_large,       // longer than this object may be
  bad_character,   // a character that Base45 doesn't have
  bad_base45,      // Base45 that no bytes encode to
  unknown_prefix,  // text that starts like ours but isn't read here
  no_prefix,       // not text of ours at all
  // tokens
  wrong_algorithm,  // an alg, typ or key type outside the CDDL
  mixed_set,        // unequal issuer, expiry or holder key in one presentation
  bad_tag,          // a document tag where none may be, or none where one must be
  // trust
  wrong_issuer,      // two parts name different issuers
  wrong_root,        // signed by a root that isn't trusted
  bad_signature,     // a signature of the bundle doesn't verify
  unknown_key,       // no service key of this use and kid
  key_out_of_date,   // the service key isn't in its days
  manifest_ended,    // the root manifest has ended
  manifest_void,     // the manifest names a key twice
  key_list_void,     // two live keys for one day, or one key twice
  wrong_key_list,    // the log's header commits to another key list
  no_log_proof,      // a bundle without a proof from the log
  bad_log_proof,     // the log's proof isn't one
  wrong_log,         // the log's proof is about another log or another place
  unproven_log,      // the log's proof doesn't hold
  no_quorum,         // too few witnesses saw the log's checkpoint
  old_cosignature,   // no witness saw it near enough to the head's time
  bad_policy,        // the trust file's witness policy can't be read
  weak_policy,       // one witness would be enough, and this isn't for training
  bad_times,         // issued, next update and expiry contradict each other
  bad_catalogue,     // names a fact twice, or a field that its kinds don't have
  bad_preset,        // names a fact twice or one that isn't in the catalogue
  segment_missing,   // a withdrawal segment isn't at hand
  segment_damaged,   // a withdrawal segment isn't the one that the head names
  older_version,     // older than what is installed
  version_conflict,  // the same version with other content
  broken_chain,      // the next version, and it doesn't name the installed one as the one before
  older_manifest,    // a root manifest older than the installed one
  older_key_list,    // a key list older than the installed one
  other_successor,   // the root names another next root than before
  unannounced_root,  // signed by a root that the installed one doesn't name as the next
  false_root,        // the manifest's field 7 isn't the root that signed it
  other_issuer,      // of another issuer than what is installed
  other_training,    // for training, and what is installed isn't, or the other way round
  unknown_preset,    // the bundle has no preset of this name
  policy_widens,     // a policy that allows more than its preset
  // keys and roles
  wrong_passphrase,  // or the file is damaged
  bad_key_file,
  weak_key,           // a key of small order or not canonical
  clock_back,         // the clock stands before something already signed
  refused,            // the rules of the protocol refuse this
  sequence_conflict,  // neither the next number nor the last one again
  key_reused,         // a holder key seen before
  bad_proof,          // a proof of possession doesn't verify
  quota_reached,      // as many as one day allows
  not_found,
  already_exists,
  storage_failed,  // the database or the file system refused
  newer_store,     // the database was written by a newer version
  clock_ahead,     // the clock stands too far after all that was signed
  forbidden,       // this account may not do that
  needs_second,    // a second person has to approve it first
  too_many,        // it would end more facts than one act may without their exact number
  // logs
  unreachable,   // nothing came from where the log's files lie
  corrupt_tile,  // a tile or bundle of entries that isn't what the checkpoint commits to
  rolled_back,   // witnesses saw a tree that this store doesn't have
  // keys in a device (src/crypto/hsm.h)
  hsm_not_built,   // this program was built without PKCS#11
  hsm_no_module,   // the module can't be loaded or started
  hsm_no_token,    // no token of that label is there
  hsm_wrong_pin,   // the token refused the PIN; it is not tried again
  hsm_pin_locked,  // the token takes no PIN any more
  hsm_last_try,    // one try of the PIN is left, and it wasn't risked
  hsm_unfit,       // the token can't make or use Ed25519 keys
  hsm_no_key,      // the token has no such key
  hsm_failed,      // the device is gone or doesn't do what it was asked
  hsm_faulty,      // the device gave a signature that doesn't verify
};

// name is the spelling of `code` in logs and tests, like "not_canonical".
[[nodiscard]] std::string_view name(Errc code) noexcept;

// sentence says `code` to a person: lower case, no period, no detail of the input.
[[nodiscard]] std::string_view sentence(Errc code) noexcept;

}  // namespace whit
