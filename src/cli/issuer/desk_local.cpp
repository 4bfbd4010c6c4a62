// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/desk_local.h"

#include "cli/common/program.h"
#include "cli/issuer/actor.h"
#include "cli/issuer/catalogue_shown.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/service_keys.h"
#include "trust/words.h"
#include "whit/qr_text.h"

namespace whit::cli {
namespace {

constexpr int kPage = kWorkPage;

std::unique_ptr<IssuerService> service_of(const Folder& folder, const Common& common, Rng& rng) {
  const Vault vault = open_vault(common);
  return open_service(folder, register_issuing(folder), vault.get(kRegisterKey), rng);
}

WorkFact as_work(const FactView& view, std::string slug) {
  WorkFact out;
  out.slug = std::move(slug);
  out.ended = view.ended;
  if (view.row.from != 0) out.from = view.row.from;
  if (view.row.until != kAlways) out.until = view.row.until;
  if (view.row.value.type == Value::Type::number) {
    out.number = true;
    out.value = std::to_string(view.row.value.number);
  } else if (view.row.value.type == Value::Type::text) {
    out.value = view.row.value.text.view();
  }
  return out;
}

std::vector<std::string> role_names(const Actor& actor) {
  std::vector<std::string> out;
  for (const auto& [role, name] :
       {std::pair(Role::registrar, "register"), std::pair(Role::desk, "desk"),
        std::pair(Role::keys, "keys"), std::pair(Role::employer, "employer")}) {
    if (actor.has(role)) out.emplace_back(name);
  }
  return out;
}

std::optional<std::uint32_t> parse_number(std::string_view digits) {
  std::uint32_t out = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    out = out * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return out >= 65000 && out <= 65535 ? std::optional(out) : std::nullopt;
}

std::string text_of(const Value& value) {
  if (value.type == Value::Type::number) return std::to_string(value.number);
  return value.type == Value::Type::text ? std::string(value.text.view()) : "";
}

}  // namespace

WorkInvited as_texts(const Invited& invited) {
  return {encode_text(Carrier::invitation, encode(invited.invitation)), invited.pin,
          stop_text(invited.stop), invited.expires};
}

LocalDesk::LocalDesk(const Common& common, Rng& rng)
    : common_(common),
      folder_(common.dir),
      service_(service_of(folder_, common, rng)),
      staff_(*service_),
      desk_(*service_),
      actor_(actor_of(common, staff_)) {}

Who LocalDesk::who() {
  return {actor_.login, role_names(actor_), text_of(actor_.employer), "in " + folder_.path(), 0};
}

std::string LocalDesk::slug_of(Vct vct) const {
  const auto issuing = service_->issuing();
  const CatalogueFact* fact = issuing->find_fact(vct);
  return fact == nullptr ? "fact-" + std::to_string(vct) : fact->slug;
}

Vct LocalDesk::vct_of(const std::string& slug) const {
  const auto issuing = service_->issuing();
  if (const CatalogueFact* fact = issuing->find_fact(slug)) return fact->vct;
  if (slug.size() == 10 && slug.substr(0, 5) == "fact-") {  // one that left the catalogue
    if (const auto number = parse_number(slug.substr(5))) return static_cast<Vct>(*number);
  }
  std::vector<std::string> slugs;
  for (const CatalogueFact& fact : issuing->catalogue) slugs.push_back(fact.slug);
  const std::string meant = nearest(slug, slugs);
  throw Failure("unknown fact \"" + printable(slug) + "\"",
                meant.empty() ? "the names are in the catalogue" : meant);
}

Result<WorkPerson> LocalDesk::find(const std::string& subject) {
  WHIT_TRY(const PersonView person, desk_.find(actor_, subject, now()));
  WorkPerson out{person.subject, person.enrolled, person.invited_until, {}};
  for (const FactView& view : person.facts) {
    out.facts.push_back(as_work(view, slug_of(view.row.vct)));
  }
  return out;
}

Result<std::vector<std::string>> LocalDesk::own(const std::string& after) {
  return desk_.own(actor_, after, kPage, now());
}

Result<WorkInvited> LocalDesk::invite(const std::string& subject) {
  WHIT_TRY(const Invited invited, desk_.invite(actor_, subject, now()));
  return as_texts(invited);
}

Result<WorkInvited> LocalDesk::lost_phone(const std::string& subject) {
  WHIT_TRY(const Invited invited, desk_.lost_phone(actor_, subject, now()));
  return as_texts(invited);
}

Status LocalDesk::end_fact(const std::string& subject, const std::string& slug, Day from,
                           const std::string& reason) {
  return desk_.end_fact(actor_, subject, vct_of(slug), from, reason, now());
}

Status LocalDesk::reinstate(const std::string& subject, const std::string& slug) {
  return desk_.reinstate(actor_, subject, vct_of(slug), now());
}

Result<std::vector<WorkNotice>> LocalDesk::notices() {
  WHIT_TRY(const std::vector<NoticeView> waiting, desk_.notices(actor_, kPage, now()));
  std::vector<WorkNotice> out;
  for (const NoticeView& view : waiting) {
    out.push_back({view.id, view.subject, slug_of(view.vct), view.text, view.filed, view.arrived});
  }
  return out;
}

Status LocalDesk::confirm(std::int64_t notice, std::optional<Day> until) {
  return desk_.confirm(actor_, notice, until.value_or(kAlways), now());
}

Status LocalDesk::refuse(std::int64_t notice) { return desk_.refuse(actor_, notice, now()); }

Status LocalDesk::stop(const StopCode& code) {
  const auto issuing = service_->issuing();
  const ByteVector body = encode(StopRequest{issuing->iss, code});
  WHIT_CHECK(service_->stop(body, now()));
  return {};
}

LetterOffice LocalDesk::office() {
  const IssuerName name = folder_.name();
  const TrustFile trust = folder_.trust();
  return {name.name, name.url, six_words(trust.root), installed_manifest(folder_).specimen};
}

UnixTime LocalDesk::next_bundle() {
  const auto newest = published(folder_);
  return newest ? newest->bundle.head().next_update : 0;
}

}  // namespace whit::cli
