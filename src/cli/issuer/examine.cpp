// SPDX-License-Identifier: Apache-2.0
// Looking at an issuer, for status and doctor. Nothing is changed, and no secret is needed.
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "cli/common/files.h"
#include "cli/issuer/backup.h"
#include "cli/issuer/blind_keys.h"
#include "cli/issuer/doctor.h"
#include "cli/issuer/key_names.h"
#include "cli/issuer/machine.h"
#include "cli/issuer/publish.h"
#include "store/schema.h"
#include "store/staff.h"

namespace whit::cli {
namespace {

namespace fs = std::filesystem;

// others tells whether group or others have any right on `path`; false where there is nothing.
bool others(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && (about.st_mode & 077U) != 0;
}

// owner is the user that `path` belongs to; absent where there is nothing.
std::optional<uid_t> owner(const std::string& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return std::nullopt;
  return about.st_uid;
}

void look_at_files(const Folder& folder, Exam& out) {
  out.folder_open = others(folder.path());
  std::vector<std::string> secrets = {folder.file("vault.key"), folder.register_file(),
                                      folder.file("register.db-wal"), folder.file("keys")};
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder.file("keys"), error)) {
    secrets.push_back(entry.path().string());
  }
  for (const std::string& path : secrets) {
    if (others(path)) out.open_to_others.push_back(path);
    const auto belongs = owner(path);
    if (belongs && belongs != owner(folder.path())) out.of_others.push_back(path);
  }
}

void look_at_staff(IssuerService& service, Depth depth, Exam& out) {
  StaffOffice office(service);
  const auto accounts = office.list();
  const auto proposals = office.proposals(out.now);
  const auto head = office.journal_head();
  if (!accounts || !proposals || !head) throw Failure("the register can't be read");
  for (const Account& account : *accounts) {
    if (account.disabled) continue;
    Actor actor;
    actor.roles = account.roles;
    out.staff.accounts += 1;
    out.staff.registrars += actor.has(Role::registrar) ? 1U : 0U;
    out.staff.keys += actor.has(Role::keys) ? 1U : 0U;
    out.staff.locked += account.locked_until > out.now ? 1U : 0U;
  }
  for (const Proposal& one : *proposals) out.staff.proposals += one.approved_by.empty() ? 1U : 0U;
  out.staff.head = head->seq;
  if (depth == Depth::quick) return;
  const auto broken = office.check_journal();
  out.staff.broken = broken ? *broken : 1;
}

void look_at_register(const Folder& folder, Depth depth, Rng& rng, Exam& out) {
  try {
    // Counting needs no secret, so none is asked for.
    const auto service = open_service(folder, SecretBuffer(32), rng);
    const auto figures = service->figures();
    const auto store = inspect_store(folder.register_file(), out.now);
    const auto schema = schema_of(folder.register_file());
    if (!figures || !store || !schema) throw Failure("the register can't be read");
    out.figures = *figures;
    out.store = *store;
    out.schema = *schema;
    out.log = look_at_log(folder, *service, out.now);
    out.blind = look_at_blind(folder, *service, out.now,
                              depth == Depth::full ? CountWaiting::yes : CountWaiting::no);
    look_at_staff(*service, depth, out);
    if (depth == Depth::full) {
      const auto sound = is_sound(folder.register_file());
      out.sound = sound && *sound;
    }
  } catch (const Failure& failure) {
    out.store_error = failure.error();
    out.store_hint = failure.hint();
  }
}

void look_at_catalogue(const Folder& folder, Exam& out) {
  try {
    const Catalogue catalogue = read_catalogue(folder);
    for (const Preset& preset : catalogue.presets) {
      if (largest_answer(folder.name().iss, catalogue, preset) <= kMaxPresentation) continue;
      out.catalogue_error = "an answer to preset " + preset.slug + " doesn't fit into one code";
    }
  } catch (const Failure& failure) {
    out.catalogue_error = failure.error();
  }
}

bool says_withdrawn(const KeyList& list, const TokenKey& row) {
  return std::any_of(list.tokens.begin(), list.tokens.end(), [&](const TokenKey& other) {
    return other.key == row.key && other.state == KeyState::withdrawn;
  });
}

bool says_withdrawn(const KeyList& list, const BlindKey& row) {
  return std::any_of(list.blind.begin(), list.blind.end(), [&](const BlindKey& other) {
    return other.modulus == row.modulus && other.state == KeyState::withdrawn;
  });
}

void look_at_taken_back(const Folder& folder, const KeyList& published, TakenBack& out) {
  const KeyList list = read_key_list(folder).list;
  for (std::size_t i = 0; i < list.tokens.size(); ++i) {
    const TokenKey& row = list.tokens[i];
    if (row.state != KeyState::withdrawn) continue;
    out.withdrawn.push_back(token_key_name(list, i));
    out.until = std::max(out.until, row.last + kListedAfter);
    out.unpublished = out.unpublished || !says_withdrawn(published, row);
  }
  const auto catalogue = register_issuing(folder).catalogue;
  for (const BlindKey& row : list.blind) {
    if (row.state != KeyState::withdrawn) continue;
    out.withdrawn.push_back(blind_key_name(row, catalogue));
    out.until = std::max(out.until, row.day + kBlindListedAfter);
    out.unpublished = out.unpublished || !says_withdrawn(published, row);
  }
}

void look_at_retired(const Folder& folder, const RootManifest& manifest, TakenBack& out) {
  for (const RetiredKey& retired : read_retired(folder)) {
    const bool certified =
        std::any_of(manifest.keys.begin(), manifest.keys.end(),
                    [&](const ServiceKey& key) { return key.key == retired.key; });
    if (certified) out.retired.push_back(service_key_name(retired.use, retired.key));
    out.unreplaced = out.unreplaced || !retired.replaced;
  }
}

void look_at_bundle(const Folder& folder, Exam& out) {
  try {
    const auto newest = published(folder);
    if (!newest) return;
    const Head& head = newest->bundle.head();
    out.bundle = BundleView{head.version, head.issued, head.next_update, head.expires, 0, 0, 0};
    for (const Withdrawals& row : newest->bundle.withdrawals()) {
      out.bundle->seeds += row.seeds.size();
    }
    for (const TokenKey& row : newest->bundle.key_list().tokens) {
      out.bundle->last_key = std::max(out.bundle->last_key, row.last);
    }
    for (const Preset& preset : head.presets) {
      out.bundle->oldest_data = std::max(out.bundle->oldest_data, preset.max_age);
    }
    look_at_taken_back(folder, newest->bundle.key_list(), out.taken_back);
    out.lost_keys = lost_keys(newest->bundle.key_list(), day_of(out.now), folder.path());
    out.uncovered = uncovered(newest->bundle.key_list(), dealt_facts(head), out.now, out.now);
    out.still_shown = still_shown(read_shown(folder), day_of(out.now));
  } catch (const Failure& failure) {
    out.bundle_error = failure.error();
  }
}

void look_at_keys(const Folder& folder, Exam& out) {
  try {
    const RootManifest manifest = installed_manifest(folder);
    out.certified = true;
    out.specimen = manifest.specimen;
    out.keys = key_lines(folder, manifest, day_of(out.now));
    look_at_retired(folder, manifest, out.taken_back);
    out.endings = endings(folder, out.service ? out.service->tls_certificate : "", out.now);
  } catch (const Failure&) {
    out.certified = false;
  }
}

void look_at_token(const Folder& folder, Exam& out) {
  try {
    out.hsm = look_at_hsm(folder.path());
    if (!out.hsm) out.hsm_unknown = hsm_keys(folder.path()).size();
  } catch (const Failure&) {  // a damaged hsm.json
    out.hsm_unknown = hsm_keys(folder.path()).size();
  }
}

}  // namespace

Exam examine(const Common& common, Depth depth, Rng& rng) {
  const Folder folder(common.dir);
  Exam out;
  out.name = folder.name();
  out.dir = common.dir;
  out.now = now_of(common);
  out.service = read_service_file(folder);
  if (out.service) {
    out.answer = ask_health(out.service->url);
    out.growth = growth_a_day(*out.service);
  }
  look_at_files(folder, out);
  look_at_register(folder, depth, rng, out);
  look_at_keys(folder, out);
  if (depth == Depth::full) look_at_token(folder, out);
  look_at_catalogue(folder, out);
  if (out.certified) look_at_bundle(folder, out);
  out.backup = last_backup(folder);
  out.machine = look_at_machine(folder.path());
  if (depth == Depth::quick) out.environment = false;
  return out;
}

}  // namespace whit::cli
