// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/serve_command.h"

#include <optional>
#include <thread>

#include "cli/common/listen.h"
#include "cli/common/ready.h"
#include "cli/issuer/office.h"
#include "cli/issuer/office_routes.h"
#include "serve/http_server.h"

namespace whit::cli {
namespace {

constexpr std::chrono::milliseconds kTick{500};
constexpr std::size_t kStaffThreads = 64;

ListenOptions public_listener(const ServeOptions& options) {
  return {options.listen, options.tls_certificate, options.tls_key, ""};
}

ListenOptions staff_listener(const ServeOptions& options) {
  const bool own = !options.staff_certificate.empty() || !options.staff_key.empty();
  return {options.staff_listen, own ? options.staff_certificate : options.tls_certificate,
          own ? options.staff_key : options.tls_key, options.client_ca};
}

// Listener is a server and, from start() on, its thread.
class Listener {
 public:
  Listener(ListenOptions options, HttpOptions http, std::vector<HttpRoute> routes)
      : options_(std::move(options)), server_(std::move(http), std::move(routes)) {
    url_ = url_of(options_, bound(server_, options_));
  }
  ~Listener() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void start() {
    thread_ = std::thread([this] { server_.run(); });
  }
  const std::string& url() const { return url_; }

 private:
  ListenOptions options_;
  HttpServer server_;
  std::string url_;
  std::thread thread_;
};

HttpOptions options_for(Office& office, HttpOptions http, std::size_t threads) {
  http.threads = threads;
  http.log = [&office](const HttpExchange& exchange) { office.answered(exchange); };
  return http;
}

void run(const Console& console, const Common& common, Office& office, Listener& open,
         Listener* staff) {
  open.start();
  print("listening on " + open.url());
  if (staff != nullptr) {
    staff->start();
    print("staff on " + staff->url());
  }
  flush_output();
  notify_ready();
  console.say(office.ready(common));
  while (!stop_asked(kTick) && !office.service().failed() && !office.lost()) office.work();
}

}  // namespace

Exit serve(const Console& console, const Common& common, const ServeOptions& options, Rng& rng) {
  const ListenOptions open_options = public_listener(options),
                      staff_options = staff_listener(options);
  const HttpOptions open_http = http_options(open_options, "--listen");
  const bool has_staff = !options.staff_listen.empty();
  HttpOptions staff_http;
  if (has_staff) {
    staff_http = http_options(staff_options, "--staff-listen");
    check_staff_address(staff_options, staff_http.host);
  } else if (!options.client_ca.empty()) {
    throw Failure("--client-ca is for staff pages", "give --staff-listen too");
  }
  Pages pages = read_pages(options.pages);
  block_stop_signals();
  Office office(common, options.clock, rng);
  {
    Listener open(open_options, options_for(office, open_http, options.threads),
                  routes_for_all(office, pages.served()));
    StaffSessions sessions(rng);
    std::optional<Listener> staff;
    if (has_staff) {
      staff.emplace(staff_options, options_for(office, staff_http, kStaffThreads),
                    routes_for_staff(office, sessions));
    }
    office.begin({open.url(), staff ? staff->url() : "", options.tls_certificate, options.site,
                  std::move(pages)});
    run(console, common, office, open, staff ? &*staff : nullptr);
  }
  if (office.service().failed()) {
    throw Failure("the disk refused to keep what was signed; stopped before it was handed out",
                  "look at the disk, then start again");
  }
  office.end();
  if (office.lost()) throw Failure(*office.lost());
  console.say("stopped");
  return Exit::yes;
}

}  // namespace whit::cli
