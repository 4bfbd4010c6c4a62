// SPDX-License-Identifier: Apache-2.0
#include "whit/errc.h"

#include <cstddef>

namespace whit {
namespace {

struct Row {
  Errc code;
  std::string_view name;
  std::string_view sentence;
};

constexpr Row kRows[] = {
    {Errc::truncated, "truncated", "the data ends too early"},
    {Errc::trailing, "trailing", "something follows the end of the data"},
    {Errc::not_canonical, "not_canonical", "the data isn't in its one canonical encoding"},
    {Errc::wrong_type, "wrong_type", "the data has another shape than expected"},
    {Errc::wrong_label, "wrong_label", "the data has a field that doesn't belong there"},
    {Errc::wrong_length, "wrong_length", "a field has the wrong length"},
    {Errc::out_of_range, "out_of_range", "a field is outside what it may hold"},
    {Errc::not_ascending, "not_ascending", "a list is out of order or names something twice"},
    {Errc::too_large, "too_large", "the data is larger than it may be"},
    {Errc::bad_character, "bad_character", "the text has a character that doesn't belong there"},
    {Errc::bad_base45, "bad_base45", "the text is damaged"},
    {Errc::unknown_prefix, "unknown_prefix", "the text is another kind of whit code"},
    {Errc::no_prefix, "no_prefix", "not a whit code"},
    {Errc::wrong_algorithm, "wrong_algorithm", "the data names another algorithm or type"},
    {Errc::mixed_set, "mixed_set", "the tokens don't belong to one set"},
    {Errc::bad_tag, "bad_tag", "a document tag is missing or stands where none may be"},
    {Errc::wrong_issuer, "wrong_issuer", "parts of the data come from different issuers"},
    {Errc::wrong_root, "wrong_root", "signed by a root that isn't trusted here"},
    {Errc::bad_signature, "bad_signature", "a signature doesn't verify"},
    {Errc::unknown_key, "unknown_key", "signed by a key that the root hasn't certified"},
    {Errc::key_out_of_date, "key_out_of_date", "signed by a service key outside its days"},
    {Errc::manifest_ended, "manifest_ended", "the root's list of service keys has ended"},
    {Errc::manifest_void, "manifest_void", "the root's list of service keys names a key twice"},
    {Errc::key_list_void, "key_list_void", "the key list has two live keys for one day"},
    {Errc::wrong_key_list, "wrong_key_list", "the log commits to another key list"},
    {Errc::no_log_proof, "no_log_proof", "it carries no proof from the public log"},
    {Errc::bad_log_proof, "bad_log_proof", "the proof from the public log can't be read"},
    {Errc::wrong_log, "wrong_log", "the proof is of another log or another place in it"},
    {Errc::unproven_log, "unproven_log", "the public log doesn't hold this key list"},
    {Errc::no_quorum, "no_quorum", "too few witnesses of the public log vouch for it"},
    {Errc::old_cosignature, "old_cosignature", "the witnesses saw the public log too long ago"},
    {Errc::bad_policy, "bad_policy", "the trust file's list of witnesses can't be read"},
    {Errc::weak_policy, "weak_policy", "a single witness is enough only for training data"},
    {Errc::bad_times, "bad_times", "the data's own dates contradict each other"},
    {Errc::bad_catalogue, "bad_catalogue", "the catalogue contradicts itself"},
    {Errc::bad_preset, "bad_preset", "a preset names a fact twice or an unknown one"},
    {Errc::segment_missing, "segment_missing", "a withdrawal segment is missing"},
    {Errc::segment_damaged, "segment_damaged", "a withdrawal segment is damaged"},
    {Errc::older_version, "older_version", "older than what is installed"},
    {Errc::version_conflict, "version_conflict", "differs from what is installed as this version"},
    {Errc::broken_chain, "broken_chain", "doesn't follow what is installed"},
    {Errc::older_manifest, "older_manifest",
     "has an older list of service keys than what is installed"},
    {Errc::older_key_list, "older_key_list", "has an older key list than what is installed"},
    {Errc::other_successor, "other_successor", "its root names another next root than before"},
    {Errc::unannounced_root, "unannounced_root",
     "signed by a root that the one trusted here didn't announce"},
    {Errc::false_root, "false_root", "names another root than the one that signed it"},
    {Errc::other_issuer, "other_issuer", "of another issuer than what is installed"},
    {Errc::other_training, "other_training",
     "for training, and what is installed isn't, or the other way round"},
    {Errc::unknown_preset, "unknown_preset", "the issuer's data has no preset of this name"},
    {Errc::policy_widens, "policy_widens", "the policy allows more than its preset"},
    {Errc::wrong_passphrase, "wrong_passphrase", "wrong passphrase, or the file is damaged"},
    {Errc::bad_key_file, "bad_key_file", "not a whit key file"},
    {Errc::weak_key, "weak_key", "not a usable public key"},
    {Errc::clock_back, "clock_back", "the clock stands before something already signed"},
    {Errc::refused, "refused", "refused"},
    {Errc::sequence_conflict, "sequence_conflict", "out of sequence"},
    {Errc::key_reused, "key_reused", "a holder key was used before"},
    {Errc::bad_proof, "bad_proof", "a proof of possession doesn't verify"},
    {Errc::quota_reached, "quota_reached", "as many as one day allows were collected already"},
    {Errc::not_found, "not_found", "not found"},
    {Errc::already_exists, "already_exists", "exists already"},
    {Errc::storage_failed, "storage_failed", "the storage failed"},
    {Errc::newer_store, "newer_store",
     "the database was written by a newer version of this program"},
    {Errc::clock_ahead, "clock_ahead", "the clock stands days after everything signed so far"},
    {Errc::forbidden, "forbidden", "this account may not do that"},
    {Errc::needs_second, "needs_second", "a second person has to approve this first"},
    {Errc::too_many, "too_many", "it would end more facts than one act may"},
    {Errc::unreachable, "unreachable", "the log can't be reached"},
    {Errc::corrupt_tile, "corrupt_tile", "a tile of the log isn't what its checkpoint commits to"},
    {Errc::rolled_back, "rolled_back", "witnesses saw more of the log than there is here"},
    {Errc::hsm_not_built, "hsm_not_built", "this program was built without PKCS#11"},
    {Errc::hsm_no_module, "hsm_no_module", "the PKCS#11 module can't be loaded"},
    {Errc::hsm_no_token, "hsm_no_token", "the HSM has no token of this label, or two"},
    {Errc::hsm_wrong_pin, "hsm_wrong_pin", "the HSM refused the PIN, which is not tried again"},
    {Errc::hsm_pin_locked, "hsm_pin_locked", "the HSM has locked its PIN"},
    {Errc::hsm_last_try, "hsm_last_try", "one try of the HSM's PIN is left and wasn't risked"},
    {Errc::hsm_unfit, "hsm_unfit", "the HSM can't make or use Ed25519 keys"},
    {Errc::hsm_no_key, "hsm_no_key", "the HSM doesn't have this key"},
    {Errc::hsm_failed, "hsm_failed", "the HSM is gone or doesn't answer"},
    {Errc::hsm_faulty, "hsm_faulty", "the HSM gave a wrong signature, which was thrown away"},
};

// The rows stand in the order of the enumerators, so that a code is its own index.
constexpr bool rows_are_complete() {
  for (std::size_t i = 0; i < std::size(kRows); ++i) {
    if (static_cast<std::size_t>(kRows[i].code) != i + 1) return false;
  }
  return static_cast<std::size_t>(Errc::hsm_faulty) == std::size(kRows);
}
static_assert(rows_are_complete());

const Row& row(Errc code) noexcept {
  const auto index = static_cast<std::size_t>(code) - 1;
  if (index >= std::size(kRows)) __builtin_trap();
  return kRows[index];
}

}  // namespace

std::string_view name(Errc code) noexcept { return row(code).name; }
std::string_view sentence(Errc code) noexcept { return row(code).sentence; }

}  // namespace whit
