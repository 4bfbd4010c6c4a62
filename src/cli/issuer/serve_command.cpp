// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/serve_command.h"

#include <sys/stat.h>

#include <charconv>
#include <cstdio>
#include <functional>
#include <thread>

#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/program.h"
#include "cli/issuer/publish.h"
#include "cli/issuer/ready.h"
#include "serve/http_server.h"
#include "serve/routes.h"

namespace whit::cli {
namespace {

constexpr Seconds kPublishEarly = 300;  // before the bundle says that there is a newer one
constexpr Seconds kRetryAfter = 60;     // when publishing failed
constexpr std::chrono::milliseconds kTick{500};

struct Address {
  std::string host;
  std::uint16_t port = 0;
};

Address parse_listen(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  Address out;
  bool good = colon != std::string::npos && colon != 0;
  if (good) {
    out.host = text.substr(0, colon);
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + colon + 1, end, out.port);
    good = read.ec == std::errc{} && read.ptr == end;
  }
  if (!good) throw Failure("--listen " + printable(text) + ": want HOST:PORT", "127.0.0.1:8440");
  if (out.host.front() == '[' && out.host.back() == ']') {
    out.host = out.host.substr(1, out.host.size() - 2);
  }
  return out;
}

// Stamp tells one version of a file from the next: every write is a new file.
struct Stamp {
  ino_t inode = 0;
  timespec changed{};
  bool operator==(const Stamp& other) const {
    return inode == other.inode && changed.tv_sec == other.changed.tv_sec &&
           changed.tv_nsec == other.changed.tv_nsec;
  }
};
Stamp stamp_of(const std::string& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return {};
  return {about.st_ino, about.st_mtim};
}

// Log writes one JSON object a line, with nothing in it that leads to a person or a place.
class Log {
 public:
  explicit Log(std::function<UnixTime()> now) : now_(std::move(now)) {}
  void request(const HttpExchange& exchange) const {
    line("request", ",\"route\":" + json_quoted(exchange.route) +
                        ",\"status\":" + std::to_string(exchange.status) +
                        ",\"in\":" + std::to_string(exchange.bytes_in) +
                        ",\"out\":" + std::to_string(exchange.bytes_out) +
                        ",\"us\":" + std::to_string(exchange.microseconds));
  }
  void event(std::string_view name, const std::string& text) const {
    line(name, ",\"text\":" + json_quoted(text));
  }

 private:
  void line(std::string_view event, const std::string& rest) const {
    const std::string out = "{\"time\":" + json_quoted(format_rfc3339(now_())) +
                            ",\"event\":" + json_quoted(event) + rest + "}\n";
    std::fwrite(out.data(), 1, out.size(), stderr);  // one call: lines don't mix
  }
  std::function<UnixTime()> now_;
};

// Office is the running issuer: the service, what it publishes, and its hourly and nightly work.
class Office {
 public:
  Office(const Common& common, Rng& rng)
      : ahead_(now_of(common) - system_now()),
        folder_(common.dir),
        log_([this] { return now(); }),
        rng_(rng),
        vault_(open_vault(common)) {
    Issuing nothing_yet;
    nothing_yet.iss = folder_.name().iss;
    service_ = open_service(folder_, std::move(nothing_yet), vault_.get(kRegisterKey), rng_);
  }

  // begin is the work of a start. It comes after the port was taken, so that a second server beside
  // this one ends before it has published anything.
  void begin() {
    publish(folder_, vault_, now(), rng_);
    load();
    start_day();
  }

  UnixTime now() const { return system_now() + ahead_; }
  IssuerService& service() { return *service_; }
  const Shelf& shelf() const { return shelf_; }
  const Log& log() const { return log_; }
  std::uint64_t version() const { return version_; }

  // work does whatever is due. It is called every half second, from one thread.
  void work() {
    if (!(stamp_of(folder_.bundle_file()) == stamp_)) load();
    if (day_of(now()) != day_) start_day();
    if (now() >= publish_at_) publish_again();
  }

 private:
  void load() {
    stamp_ = stamp_of(folder_.bundle_file());
    const auto newest = published(folder_);
    auto parts = newest ? published_from(newest->bytes) : Result<Published>(Errc::not_found);
    if (!parts) throw Failure("the published bundle is gone");
    const Bundle& bundle = newest->bundle;
    service_->configure(issuing_of(bundle.key_list(), bundle.head().catalogue, vault_));
    shelf_.put(*std::move(parts));
    publish_at_ = bundle.head().next_update - kPublishEarly;
    if (version_ == bundle.head().version) return;
    version_ = bundle.head().version;
    log_.event("bundle", "v" + std::to_string(version_));
  }

  void start_day() {
    const Status moved = service_->midnight(now());
    if (!moved) throw Failure(std::string(sentence(moved.error().code)));
    day_ = day_of(now());
    destroy_dead_keys(read_key_list(folder_).list, day_, vault_);
    load();  // without the keys that are gone, so that they leave memory too
  }

  // A service that can't publish goes on: its last bundle is good for days.
  void publish_again() {
    try {
      publish(folder_, vault_, now(), rng_);
      load();
    } catch (const Failure& failure) {
      log_.event("error", failure.error());
      publish_at_ = now() + kRetryAfter;
    }
  }

  UnixTime ahead_;  // of the machine's clock, with --at; may wrap around, and back
  Folder folder_;
  Log log_;
  Rng& rng_;
  Vault vault_;
  std::unique_ptr<IssuerService> service_;
  Shelf shelf_;
  Stamp stamp_;
  Day day_ = 0;
  UnixTime publish_at_ = 0;
  std::uint64_t version_ = 0;
};

HttpOptions http_options(const ServeOptions& options) {
  const Address address = parse_listen(options.listen);
  HttpOptions out;
  out.host = address.host;
  out.port = address.port;
  out.threads = options.threads;
  out.tls_certificate = options.tls_certificate;
  out.tls_key = options.tls_key;
  if (options.tls_certificate.empty() != options.tls_key.empty()) {
    throw Failure("--tls-cert and --tls-key go together");
  }
  if (!options.tls_key.empty()) (void)read_private_file(options.tls_key);
  return out;
}

std::uint16_t bind(HttpServer& server, const ServeOptions& options) {
  const auto port = server.bind();
  if (port) return *port;
  if (port.error().code == Errc::bad_key_file) {
    throw Failure("the TLS certificate and key don't go together, or can't be read");
  }
  throw Failure("cannot listen on " + printable(options.listen) + ": in use, or not ours",
                "--listen 127.0.0.1:0 takes any free port");
}

// Running is the server's own thread, for as long as this lives.
class Running {
 public:
  explicit Running(HttpServer& server) : server_(server), thread_([&server] { server.run(); }) {}
  ~Running() {
    server_.stop();
    thread_.join();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  HttpServer& server_;
  std::thread thread_;
};

std::string url_of(const ServeOptions& options, std::uint16_t port) {
  const std::string host = options.listen.substr(0, options.listen.rfind(':'));
  return (options.tls_key.empty() ? "http://" : "https://") + host + ":" + std::to_string(port);
}

}  // namespace

Exit serve(const Console& console, const Common& common, const ServeOptions& options, Rng& rng) {
  HttpOptions http = http_options(options);
  block_stop_signals();
  Office office(common, rng);
  http.log = [&office](const HttpExchange& exchange) { office.log().request(exchange); };
  HttpServer server(std::move(http),
                    issuer_routes(office.service(), office.shelf(), [&] { return office.now(); }));
  const std::uint16_t port = bind(server, options);
  office.begin();
  {
    const Running running(server);
    print("listening on " + url_of(options, port));
    flush_output();
    notify_ready();
    console.say("ready; bundle v" + std::to_string(office.version()));
    while (!stop_asked(kTick) && !office.service().failed()) office.work();
  }
  if (office.service().failed()) {
    throw Failure("the disk refused to keep what was signed; stopped before it was handed out",
                  "look at the disk, then start again");
  }
  console.say("stopped");
  return Exit::yes;
}

}  // namespace whit::cli
