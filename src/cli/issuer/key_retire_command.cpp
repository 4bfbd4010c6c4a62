// SPDX-License-Identifier: Apache-2.0
// Giving a service key up without the root. Spec: spec/incidents.md.
#include <algorithm>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/issuer/key_commands.h"
#include "cli/issuer/key_names.h"
#include "cli/issuer/log_name.h"
#include "cli/issuer/publish.h"

namespace whit::cli {
namespace {

constexpr const char* kCeremony =
    "whit-issuer key request -o requests/, whit-issuer root certify, whit-issuer key install";

struct Order {
  Use use{};
  PublicKey key;
  std::string name;
  bool is_active = false;
  bool is_again = false;  // it was given up before,
  bool is_done = false;   // and nothing is left to be done
};

std::optional<Use> use_of(const std::string& text) {
  for (const Use use : {Use::keys, Use::bundle, Use::log}) {
    if (text == name(use)) return use;
  }
  return std::nullopt;
}

// before is the last key of that use that was given up, as long as the root certifies it: said once
// more, `key retire bundle` means that one and not the spare in its place.
const RetiredKey* before(const std::vector<RetiredKey>& retired, const RootManifest& manifest,
                         Use use) {
  const RetiredKey* out = nullptr;
  for (const RetiredKey& key : retired) {
    const bool certified =
        std::any_of(manifest.keys.begin(), manifest.keys.end(),
                    [&](const ServiceKey& other) { return other.key == key.key; });
    if (key.use == use && (certified || !key.replaced)) out = &key;
  }
  return out;
}

Order look_up(const KeyOffice& office, const RootManifest& manifest,
              const std::vector<RetiredKey>& retired, const std::string& given) {
  const auto use = use_of(given);
  if (use) {
    if (const RetiredKey* key = before(retired, manifest, *use)) {
      return {*use, key->key, service_key_name(*use, key->key), false, true, key->replaced};
    }
    const ServiceKey* active = active_key(office.folder, manifest, *use, day_of(office.now));
    if (active == nullptr) {
      throw Failure("no key for " + given + " is in use", kCeremony);
    }
    return {*use, active->key, service_key_name(*use, active->key), true, false, false};
  }
  const ServiceKey& key = find_service_key(manifest, given);
  const ServiceKey* active = active_key(office.folder, manifest, key.use, day_of(office.now));
  const auto again = std::find_if(retired.begin(), retired.end(),
                                  [&](const RetiredKey& one) { return one.key == key.key; });
  return {key.use,
          key.key,
          given,
          active != nullptr && active->key == key.key,
          again != retired.end(),
          again != retired.end() && again->replaced};
}

// want_spare is a Failure where nothing would be left to sign with.
void want_spare(const KeyOffice& office, const RootManifest& manifest, const Order& order) {
  if (!order.is_active) return;
  RootManifest without = manifest;
  std::erase_if(without.keys, [&](const ServiceKey& key) { return key.key == order.key; });
  if (active_key(office.folder, without, order.use, day_of(office.now)) != nullptr) return;
  throw Failure("there is no spare key for " + std::string(name(order.use)) +
                    ": without this one nothing could be published",
                "whit-issuer key request --without " + order.name +
                    " -o requests/, then whit-issuer root certify, whit-issuer key install");
}

// What whoever has the key can go on doing, until the root's next manifest.
std::string_view left_to_a_thief(Use use) {
  switch (use) {
    case Use::keys:
      return "sign key lists with keys of their own; to reach a checker they need a bundle key and "
             "the log key too";
    case Use::bundle:
      return "sign data for checkers that leaves withdrawals out, with other presets, good for 14 "
             "days; it needs a proof from the log of the two days before";
    case Use::log:
      return "put entries into the log, which stops this office until whit-issuer log next; no key "
             "list counts that no keys key has signed";
  }
  return "";
}

void tell(const Console& console, const Order& order) {
  console.say(std::string(order.is_again ? "finishes giving up " : "gives up ") + order.name +
              (order.is_active ? "; a spare takes over" : ""));
  console.say("until the root has signed a manifest without it, whoever has it can " +
              std::string(left_to_a_thief(order.use)));
}

void write_down(const KeyOffice& office, const Order& order, const std::string& reason) {
  const FolderLock lock(office.folder.path());
  std::vector<RetiredKey> retired = read_retired(office.folder);
  if (!is_retired(retired, order.key)) {
    retired.push_back({order.use, order.key, office.now, reason, false});
    write_retired(office.folder, retired);
  }
  office.vault.destroy(vault_name(order.use, order.key));
}

void write_replaced(const KeyOffice& office, const Order& order) {
  const FolderLock lock(office.folder.path());
  std::vector<RetiredKey> retired = read_retired(office.folder);
  for (RetiredKey& key : retired) {
    if (key.key == order.key) key.replaced = true;
  }
  write_retired(office.folder, retired);
}

// tell_witnesses says which keys they have to know: they go by the list that they were given.
void tell_witnesses(const Console& console, const KeyOffice& office, std::uint64_t number) {
  const std::string origin = log_origin(office.folder.name().origin, std::max(number, kFirstLog));
  console.say("witnesses have to know these log keys, and no longer the one given up:");
  for (const NoteKey& key : used_log_keys(office.folder, origin)) print(format(key));
}

void tell_done(const Console& console, const KeyOffice& office, const RootManifest& manifest,
               const Order& order) {
  print(order.name + " is given up already; nothing was changed");
  const ServiceKey* active = active_key(office.folder, manifest, order.use, day_of(office.now));
  if (active == nullptr) return;
  console.hint("the key in its place goes by its name: whit-issuer key retire " +
               service_key_name(order.use, active->key));
}

}  // namespace

Exit key_retire(const Console& console, const Common& common, const KeyRetireOptions& options,
                Rng& rng) {
  KeyOffice office(common, rng);
  begin_day(office.service(), office.now, ClockRule::doubt);
  const RootManifest manifest = installed_manifest(office.folder);
  const Order order = look_up(office, manifest, read_retired(office.folder), options.key);
  if (order.is_done) {
    tell_done(console, office, manifest, order);
    return Exit::yes;
  }
  want_spare(office, manifest, order);
  tell(console, order);
  if (options.doing == Doing::look) {
    print("nothing was changed");
    return Exit::yes;
  }
  if (!order.is_again)
    office.approve("key-retire", "key retire: " + order.name + ", " + options.reason);
  write_down(office, order, options.reason);
  if (order.use == Use::log) {
    const LogState state = must(LogStore(office.service()).state(), "can't be read");
    tell_witnesses(console, office, state.number);
  }
  const Bundle bundle = publish_at_once(office, order.name + " is given up", rng);
  write_replaced(office, order);
  print(order.name + " retired; bundle v" + std::to_string(bundle.head().version) + " published " +
        format_time(bundle.head().issued));
  const ServiceKey* active = active_key(office.folder, manifest, order.use, day_of(office.now));
  if (active != nullptr) print("signs in its place: " + service_key_name(order.use, active->key));
  console.hint(std::string("now the root, which drops what isn't asked for: ") + kCeremony);
  return Exit::yes;
}

}  // namespace whit::cli
