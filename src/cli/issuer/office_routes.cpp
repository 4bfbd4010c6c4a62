// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/office_routes.h"

#include "cli/qr/qr.h"
#include "serve/log_routes.h"
#include "serve/routes.h"
#include "serve/staff_routes.h"
#include "serve/stop_page.h"
#include "trust/words.h"

namespace whit::cli {
namespace {

std::string drawn(std::string_view text) {
  const auto code = make_qr(text);
  return code ? qr_svg(*code, text) : std::string();
}

void append(std::vector<HttpRoute>& to, std::vector<HttpRoute> from) {
  for (HttpRoute& route : from) to.push_back(std::move(route));
}

std::function<UnixTime()> clock_of(const Office& office) {
  return [&office] { return office.now(); };
}

}  // namespace

std::vector<HttpRoute> routes_for_all(Office& office, const std::vector<PageFile>& pages) {
  std::vector<HttpRoute> out = issuer_routes(office.service(), office.shelf(), clock_of(office));
  append(out, log_routes(office.store()));
  StopLook look;
  look.office = office.folder().name().name;
  look.oldest_data = [&office] { return office.oldest_data(); };
  append(out, public_pages(office.service(), look, clock_of(office)));
  append(out, page_routes(pages));
  return out;
}

std::vector<HttpRoute> routes_for_staff(Office& office, StaffSessions& sessions) {
  StaffLook look;
  look.office = office.folder().name().name;
  look.words = six_words(office.folder().trust().root);
  look.draw_qr = drawn;
  const std::string url = office.folder().name().url;
  look.stop_page = url + (url.empty() || url.back() != '/' ? "/stop" : "stop");
  auto out = staff_routes(office.service(), sessions, look, clock_of(office));
  for (HttpRoute& route : issuer_routes(office.service(), office.shelf(), clock_of(office))) {
    if (route.path == "/healthz") out.push_back(std::move(route));
  }
  const auto metrics = [&office](const HttpRequest&) { return office.metrics(); };
  out.push_back({HttpMethod::get, "/metrics", HttpMatch::exact, metrics});
  return out;
}

}  // namespace whit::cli
