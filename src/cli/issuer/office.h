// SPDX-License-Identifier: Apache-2.0
// Office is the running issuer: its service, what it publishes, and all that it does by itself.
#pragma once

#include <sys/types.h>

#include <ctime>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cli/common/service_log.h"
#include "cli/issuer/blind_view.h"
#include "cli/issuer/jobs.h"
#include "cli/issuer/log_view.h"
#include "cli/issuer/pages.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/radar.h"
#include "cli/issuer/service_file.h"
#include "cli/issuer/session.h"
#include "serve/metrics.h"
#include "serve/routes.h"
#include "store/inspect.h"

namespace whit::cli {

// FileMark tells one writing of a file from the next: each is a new file. Zero: there is none.
struct FileMark {
  ino_t inode = 0;
  timespec changed{};
};

// Addresses is where the office can be reached, for service.json, where its bundle is laid out, and
// which page it gives out.
struct Addresses {
  std::string url, staff_url, tls_certificate;
  std::string site;  // folder for a web server, empty for none
  Pages pages;
};

class Office {
 public:
  // The passphrase is read here. `clock` tells what to make of a clock far ahead.
  Office(const Common& common, ClockRule clock, Rng& rng);

  // begin is the work of a start: midnight, the word of the witnesses, a bundle, keys. It comes
  // after the port was taken, so that a second service beside this one ends before it has published
  // anything. A Failure where nothing could be signed: a clock far ahead, no bundle at all, or a
  // register that is older than what witnesses have seen. Where too few of them answer it goes on
  // with the bundle at hand and keeps asking.
  void begin(const Addresses& addresses);
  // work does whatever is due; from one thread, twice a second.
  void work() { jobs_.run(now()); }
  // end says in service.json that this was an orderly end.
  void end();

  UnixTime now() const;
  IssuerService& service() { return *service_; }
  const Folder& folder() const { return folder_; }
  const Shelf& shelf() const { return shelf_; }
  const ServiceLog& log() const { return log_; }
  std::uint64_t version() const { return version_; }
  LogStore& store() { return keeper_.store(); }
  // lost is why the service has to end: a witness has shown that the register is an older one.
  const std::optional<Failure>& lost() const { return lost_; }
  // ready is the line that a start ends with.
  std::string ready(const Common& common) const;
  // oldest_data is how old data may be at the most patient checker; from any thread.
  Seconds oldest_data() const;

  // answered counts and logs one answer, and metrics is the page; both from any thread.
  void answered(const HttpExchange& exchange);
  HttpResponse metrics() const;

 private:
  // Vitals is what the metrics page tells beside the counters; looked up once a minute at most.
  struct Vitals {
    Figures figures;
    StoreFigures store;
    LogView log;
    BlindView blind;
    std::vector<Ending> endings;
    std::uint64_t version = 0;
    UnixTime issued = 0, expires = 0;
    std::uint64_t seeds = 0;  // withdrawn, in the bundle
    Seconds oldest_data = 0;  // of its presets
  };

  void add_jobs();
  void start_day(UnixTime now);
  void load();
  void reload(UnixTime now);
  void look_at_key_list(UnixTime now);
  UnixTime close_epochs(UnixTime now);
  UnixTime publish_now(UnixTime now);
  void ask_witnesses();
  UnixTime stock_up(UnixTime now);
  UnixTime lay_out(UnixTime now);
  UnixTime look(UnixTime now);
  UnixTime scan(UnixTime now);
  void count_tokens(std::uint64_t leaves, UnixTime now);
  static void write(MetricsText& page, const Vitals& vitals);
  static void write_log(MetricsText& page, const LogView& log);
  void write_jobs(MetricsText& page) const;

  UnixTime ahead_;   // of the machine's clock, with --at; may wrap around, and back
  ClockRule clock_;  // of the start alone: somebody looked at the clock then, not every night
  Folder folder_;
  ServiceLog log_;
  Rng& rng_;
  Vault vault_;
  std::unique_ptr<IssuerService> service_;
  LogKeeper keeper_;
  std::optional<Failure> lost_;
  Jobs jobs_;
  Metrics metrics_;
  Shelf shelf_;
  FileMark bundle_, catalogue_;  // as they were loaded
  FileMark list_;                // the key list in the folder, with
  std::uint64_t sequence_ = 0;   // its number, and
  UnixTime list_seen_ = 0;       // since when it isn't published; 0 when it is, or was hurried
  UnixTime next_bundle_ = 0;
  std::uint64_t version_ = 0;
  ServiceFile file_;
  std::string site_;
  Pages pages_;
  std::optional<std::uint64_t> leaves_;  // when they were counted last
  UnixTime counted_ = 0;
  std::vector<int> levels_;  // of the radar's last look
  mutable std::mutex mutex_;
  Vitals vitals_;  // under mutex_
};

}  // namespace whit::cli
