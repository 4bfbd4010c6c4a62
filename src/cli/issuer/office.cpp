// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/office.h"

#include <sys/stat.h>

#include <algorithm>
#include <chrono>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/issuer/site.h"

namespace whit::cli {
namespace {

constexpr Seconds kPublishEarly = 300;  // before the bundle says that there is a newer one
constexpr Seconds kLookEvery = 60;
constexpr std::uint64_t kLookShare = 100;  // looking takes at most this fraction of the time

Issuing nothing_yet(const std::string& iss) {
  Issuing out;
  out.iss = iss;
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
      service_(
          open_service(folder_, nothing_yet(folder_.name().iss), vault_.get(kRegisterKey), rng)),
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
  begin_day(*service_, now(), clock_);
  // With an older bundle at hand checkers and wallets go on while a reason not to publish is
  // mended.
  if (!exists(folder_.bundle_file())) publish(folder_, vault_, *service_, now(), rng_);
  load();
  add_jobs();
  work();
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
  jobs_.add("publish", [this](UnixTime at) { return publish_now(at); });
  jobs_.add("reload", [this](UnixTime at) {
    struct stat about {};
    const bool there = ::stat(folder_.bundle_file().c_str(), &about) == 0;
    if (there && (about.st_ino != inode_ || about.st_mtim.tv_sec != changed_.tv_sec ||
                  about.st_mtim.tv_nsec != changed_.tv_nsec)) {
      load();
    }
    return at;
  });
  if (!site_.empty()) jobs_.add("site", [this](UnixTime at) { return lay_out(at); });
  jobs_.add("radar", [this](UnixTime at) { return scan(at); });
  jobs_.add("figures", [this](UnixTime at) { return look(at); });
}

void Office::start_day(UnixTime now) {
  begin_day(*service_, now, ClockRule::doubt);
  destroy_dead_keys(read_key_list(folder_).list, day_of(now), vault_);
}

void Office::load() {
  struct stat about {};
  const bool there = ::stat(folder_.bundle_file().c_str(), &about) == 0;
  const auto newest = there ? published(folder_) : std::nullopt;
  auto parts = newest ? published_from(newest->bytes) : Result<Published>(Errc::not_found);
  if (!parts) throw Failure("the published bundle is gone");
  const Bundle& bundle = newest->bundle;
  service_->configure(issuing_of(bundle.key_list(), bundle.head().catalogue, vault_));
  shelf_.put(*std::move(parts));
  inode_ = about.st_ino;
  changed_ = about.st_mtim;
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

UnixTime Office::publish_now(UnixTime now) {
  publish(folder_, vault_, *service_, now, rng_);
  load();
  return next_bundle_ - kPublishEarly;
}

UnixTime Office::lay_out(UnixTime now) {
  const auto newest = published(folder_);
  const auto parts = newest ? published_from(newest->bytes) : Result<Published>(Errc::not_found);
  if (!parts) throw Failure("the published bundle is gone");
  write_site(site_, *parts, newest->bundle.head());
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
  count_tokens(figures->logged, now);
  note_growth(file_, day_of(now), store->bytes);
  file_.seen = now;
  file_.jobs = jobs_.states();
  write_service_file(folder_, file_);
  const std::lock_guard lock(mutex_);
  vitals_.figures = *figures;
  vitals_.store = *store;
  const auto spent = std::chrono::steady_clock::now() - begin;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(spent * kLookShare);
  return now + std::max<Seconds>(kLookEvery, static_cast<Seconds>(seconds.count()));
}

}  // namespace whit::cli
