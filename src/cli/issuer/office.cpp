// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/office.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/issuer/blind_keys.h"
#include "cli/issuer/doctor_judge.h"
#include "cli/issuer/site.h"

namespace whit::cli {
namespace {

constexpr Seconds kPublishEarly = 300;  // before the bundle says that there is a newer one
constexpr Seconds kLookEvery = 60;
constexpr Seconds kStockEvery = 300;
constexpr Seconds kFinishAfter = 60;  // a key list in the folder that nobody publishes
constexpr Seconds kEpochAfter = 300;  // behind midnight, when all that was under way is committed
constexpr std::uint64_t kLookShare = 100;  // looking takes at most this fraction of the time

// has_bundle tells whether there is one that opens. One from before bundles carried proofs doesn't.
bool has_bundle(const Folder& folder) {
  try {
    return published(folder).has_value();
  } catch (const Failure&) {
    return false;
  }
}

FileMark mark_of(const std::string& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return {};
  return {about.st_ino, about.st_mtim};
}

bool operator==(const FileMark& a, const FileMark& b) {
  return a.inode == b.inode && a.changed.tv_sec == b.changed.tv_sec &&
         a.changed.tv_nsec == b.changed.tv_nsec;
}

// issuing_now deals no more than the head shows, and at once no more than the catalogue wants. A
// catalogue that can't be read stops publishing; dealing goes on by the head.
Issuing issuing_now(const Folder& folder, const Bundle& bundle, const Vault& vault, Day today) {
  const std::vector<CatalogueFact>& shown = bundle.head().catalogue;
  Issuing out = issuing_of(bundle.key_list(), shown, vault, today);
  try {
    out.dealt = narrowed(shown, read_catalogue(folder).facts);
  } catch (const Failure&) {
    out.dealt = dealt_facts(bundle.head());
  }
  return out;
}

}  // namespace

Office::Office(const Common& common, ClockRule clock, Rng& rng)
    : ahead_(now_of(common) - system_now()),
      clock_(clock),
      folder_(common.dir),
      log_([this] { return now(); }),
      rng_(rng),
      vault_(open_vault(common)),
      service_(open_service(folder_, vault_.get(kRegisterKey), rng)),
      keeper_(folder_, vault_, *service_, rng),
      jobs_([this](std::string_view job, const std::string& error) { log_.failed(job, error); }) {
  if (const auto before = read_service_file(folder_)) file_.growth = before->growth;
}

UnixTime Office::now() const { return system_now() + ahead_; }

Seconds Office::oldest_data() const {
  const std::lock_guard lock(mutex_);
  return vitals_.oldest_data;
}

void Office::begin(const Addresses& addresses) {
  file_.url = addresses.url;
  file_.staff_url = addresses.staff_url;
  file_.tls_certificate = addresses.tls_certificate;
  file_.started = now();
  site_ = addresses.site;
  pages_ = addresses.pages;
  begin_day(*service_, now(), clock_);
  ask_witnesses();
  // With an older bundle at hand checkers and wallets go on while a reason not to publish is
  // mended.
  if (!has_bundle(folder_)) {
    publish(keeper_, now(), ClockRule::doubt, {}, Gather::all, pages_.rows());
  }
  load();
  add_jobs();
  work();
}

std::string Office::ready(const Common& common) const {
  const Exam exam = examine(common, Depth::quick, rng_);
  const std::vector<Check> checks = judge(exam);
  const auto warnings = static_cast<std::uint64_t>(
      std::count_if(checks.begin(), checks.end(),
                    [](const Check& check) { return check.colour != Colour::green; }));
  return "ready; log " + several(exam.log.state.size, "leaf", "leaves") + "; bundle v" +
         std::to_string(version_) + "; " +
         several(exam.log.cosigners(), "witness agrees", "witnesses agree") + "; " +
         several(warnings, "warning", "warnings");
}

void Office::ask_witnesses() {
  const Interlock interlock = keeper_.ask(now());
  if (interlock.state == Interlock::State::ahead) throw RolledBack(interlock);
  if (interlock.state == Interlock::State::deaf) {
    log_.event("witnesses", deaf_sentence(interlock));
  }
}

void Office::end() {
  file_.stopped = file_.seen = now();
  file_.jobs = jobs_.states();
  write_service_file(folder_, file_);
}

// In the order in which they run when several are due.
void Office::add_jobs() {
  jobs_.add("midnight", [this](UnixTime at) {
    start_day(at);
    load();  // without the keys that are gone, so that they leave memory too
    return whit::midnight(day_of(at) + 1);
  });
  jobs_.add("epoch", [this](UnixTime at) { return close_epochs(at); });
  jobs_.add("publish", [this](UnixTime at) { return publish_now(at); });
  jobs_.add("reload", [this](UnixTime at) {
    reload(at);
    return at;
  });
  if (!site_.empty()) jobs_.add("site", [this](UnixTime at) { return lay_out(at); });
  jobs_.add("blind keys", [this](UnixTime at) { return stock_up(at); });
  jobs_.add("radar", [this](UnixTime at) { return scan(at); });
  jobs_.add("figures", [this](UnixTime at) { return look(at); });
}

void Office::start_day(UnixTime now) {
  begin_day(*service_, now, ClockRule::doubt);
  const KeyList list = read_key_list(folder_).list;
  destroy_dead_keys(list, day_of(now), vault_);
  destroy_dead_blind_keys(list, day_of(now), vault_);
}

// reload takes what another process has published, and a catalogue that was applied.
void Office::reload(UnixTime now) {
  const bool other = !(mark_of(folder_.catalogue_file()) == catalogue_);
  const FileMark bundle = mark_of(folder_.bundle_file());
  if (other || (bundle.inode != 0 && !(bundle == bundle_))) load();
  if (other) jobs_.hurry("publish", now);  // wallets have to know what they can ask for
  look_at_key_list(now);
}

// Whoever withdraws a key writes a key list and publishes it. Where that wasn't finished within
// kFinishAfter, it is finished here, once: from then on it waits like any other publication.
void Office::look_at_key_list(UnixTime now) {
  const FileMark list = mark_of(folder_.key_list_file());
  if (list.inode != 0 && !(list == list_)) {
    sequence_ = read_key_list(folder_).list.sequence;
    list_ = list;
    list_seen_ = now;
  }
  if (sequence_ <= service_->issuing()->keys.sequence) list_seen_ = 0;
  if (list_seen_ == 0 || now < list_seen_ + kFinishAfter) return;
  list_seen_ = 0;
  jobs_.hurry("publish", now);
}

void Office::load() {
  const FileMark mark = mark_of(folder_.bundle_file());
  const FileMark catalogue = mark_of(folder_.catalogue_file());
  const auto newest = mark.inode != 0 ? published(folder_) : std::nullopt;
  if (!newest) throw Failure("the published bundle is gone");
  const Bundle& bundle = newest->bundle;
  service_->configure(issuing_now(folder_, bundle, vault_, day_of(now())));
  shelf_.put(site_parts(folder_, newest->bytes));
  bundle_ = mark;
  catalogue_ = catalogue;
  next_bundle_ = bundle.head().next_update;
  {
    const std::lock_guard lock(mutex_);
    vitals_.version = bundle.head().version;
    vitals_.issued = bundle.head().issued;
    vitals_.expires = bundle.head().expires;
    vitals_.seeds = 0;
    for (const Withdrawals& row : bundle.withdrawals()) vitals_.seeds += row.seeds.size();
    vitals_.oldest_data = 0;
    for (const Preset& preset : bundle.head().presets) {
      vitals_.oldest_data = std::max(vitals_.oldest_data, preset.max_age);
    }
  }
  jobs_.hurry("publish", next_bundle_ - kPublishEarly);
  jobs_.hurry("site", 0);
  if (version_ == bundle.head().version) return;
  version_ = bundle.head().version;
  log_.event("bundle", "v" + std::to_string(version_));
}

UnixTime Office::close_epochs(UnixTime now) {
  const UnixTime today = whit::midnight(day_of(now)) + kEpochAfter;
  if (now < today) return today;
  begin_day(*service_, now, ClockRule::doubt);  // a wrong clock would sign days to come
  // Publishing closes the day with a header for the new day's key list. Where it can't, the day is
  // closed all the same, and its own job says why.
  try {
    if (keeper_.is_day_due(now)) publish_now(now);
  } catch (const RolledBack&) {
    throw;
  } catch (const Failure&) {
    jobs_.hurry("publish", now);
  }
  try {
    agree(keeper_, now, "close an epoch");
    const FolderLock lock(folder_.path());
    // What is closed goes out with the next bundle, and that is now.
    if (keeper_.close_days(now) != 0) jobs_.hurry("publish", now);
    keeper_.sign(now);
  } catch (const RolledBack& failure) {
    lost_ = failure;
    throw;
  }
  return today + kSecondsPerDay;
}

UnixTime Office::publish_now(UnixTime now) {
  try {
    publish(keeper_, now, ClockRule::doubt, {}, Gather::due, pages_.rows());
  } catch (const RolledBack& failure) {
    lost_ = failure;
    throw;
  }
  load();
  return next_bundle_ - kPublishEarly;
}

// One key at a time, so that nothing else waits for more than one.
UnixTime Office::stock_up(UnixTime now) {
  const std::size_t wanted = stock_wanted(read_catalogue(folder_).facts);
  if (wanted == 0) return now + kStockEvery;
  if (blind_stock(read_key_list(folder_).list, folder_.path()).size() >= wanted)
    return now + kStockEvery;
  add_to_stock(vault_, rng_);
  return now;
}

UnixTime Office::lay_out(UnixTime now) {
  const auto newest = published(folder_);
  if (!newest) throw Failure("the published bundle is gone");
  write_pages(site_, pages_.served());
  write_site(site_, site_parts(folder_, newest->bytes), newest->bundle.head(), keeper_.store());
  return now + kPublishEvery;
}

UnixTime Office::scan(UnixTime now) {
  const std::vector<Ending> found = endings(folder_, file_.tls_certificate, now);
  std::vector<int> levels;
  for (std::size_t i = 0; i < found.size(); ++i) {
    levels.push_back(level_of(found[i]));
    const bool news = i >= levels_.size() || levels[i] > levels_[i] || levels[i] == 3;
    if (levels[i] > 0 && news) log_.event("expiry", sentence_of(found[i]));
  }
  levels_ = std::move(levels);
  const std::lock_guard lock(mutex_);
  vitals_.endings = found;
  return whit::midnight(day_of(now) + 1);
}

void Office::count_tokens(std::uint64_t leaves, UnixTime now) {
  if (day_of(counted_) != day_of(now)) file_.tokens_peak = 0;
  if (leaves_ && leaves >= *leaves_ && now > counted_) {
    file_.tokens_minute = (leaves - *leaves_) * 60 / (now - counted_);
    file_.tokens_peak = std::max(file_.tokens_peak, file_.tokens_minute);
  }
  leaves_ = leaves;
  counted_ = now;
}

UnixTime Office::look(UnixTime now) {
  const auto begin = std::chrono::steady_clock::now();
  const auto figures = service_->figures();
  const auto store = inspect_store(folder_.register_file(), now);
  if (!figures || !store) throw Failure("the register can't be counted");
  LogView view = look_at_log(folder_, *service_, now);
  BlindView blind = look_at_blind(folder_, *service_, now, CountWaiting::no);
  count_tokens(figures->logged, now);
  note_growth(file_, day_of(now), store->bytes);
  file_.seen = now;
  file_.jobs = jobs_.states();
  write_service_file(folder_, file_);
  const std::lock_guard lock(mutex_);
  vitals_.figures = *figures;
  vitals_.store = *store;
  vitals_.log = std::move(view);
  vitals_.blind = std::move(blind);
  const auto spent = std::chrono::steady_clock::now() - begin;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(spent * kLookShare);
  return now + std::max<Seconds>(kLookEvery, static_cast<Seconds>(seconds.count()));
}

}  // namespace whit::cli
