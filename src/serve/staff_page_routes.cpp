// SPDX-License-Identifier: Apache-2.0
// Which path shows which page, and who may come that far.
#include "serve/page_style.h"
#include "serve/staff_api.h"
#include "serve/staff_page.h"

namespace whit {

std::span<const EmbeddedFile> staff_web_files() noexcept;  // web/staff, built in

namespace {

using page::Visit;

enum class Door : std::uint8_t { staff, open };

struct Row {
  HttpMethod method{};
  std::string_view path;
  HttpResponse (*answer)(Visit&);
  Door door{};
};

constexpr auto kGet = HttpMethod::get, kPost = HttpMethod::post;
constexpr std::string_view kSignIn = "/staff/sign-in";

constexpr Row kRows[] = {
    {kGet, kSignIn, page::sign_in_page, Door::open},
    {kPost, kSignIn, page::sign_in, Door::open},
    {kPost, "/staff/sign-out", page::sign_out},
    {kGet, "/staff/", page::home},
    {kGet, "/staff/people", page::own_people},
    {kGet, "/staff/person", page::person},
    {kGet, "/staff/end", page::ask_end},
    {kPost, "/staff/end", page::end_fact},
    {kPost, "/staff/reinstate", page::reinstate},
    {kPost, "/staff/invite", page::invite},
    {kGet, "/staff/lost-phone", page::ask_lost_phone},
    {kPost, "/staff/lost-phone", page::lost_phone},
    {kGet, "/staff/notices", page::notices},
    {kPost, "/staff/notice", page::decide_notice},
    {kGet, "/staff/proposals", page::proposals},
    {kPost, "/staff/approve", page::approve},
    {kGet, "/staff/journal", page::journal},
};

HttpResponse nowhere(Visit& visit) { return page::problem(visit, 404, "error.path"); }
constexpr Row kNowhere[] = {{kGet, "/staff/", nowhere, Door::open},
                            {kPost, "/staff/", nowhere, Door::open}};

// enter finds out who comes, if anybody is signed in.
Status enter(Visit& visit) {
  const std::string_view cookie = visit.request.cookie;
  auto session = visit.parts.sessions.find(visit.parts.office, cookie, SessionUse::page,
                                           visit.request.certificate, visit.now);
  if (session) {
    visit.session = *std::move(session);
    return {};
  }
  const bool guest = StaffSessions::is_stranger(cookie);
  if (!guest) visit.cookie = visit.parts.sessions.stranger();
  return session.error();
}

HttpResponse answer(const Row& row, StaffParts& parts, const Languages& languages,
                    const HttpRequest& request) {
  Form fields =
      Form::parse(row.method == kPost ? as_text(request.body) : std::string_view(request.query));
  const Texts& say = languages.choose(fields["lang"], request.languages);
  Visit visit{parts,      request,     languages,         say,
              row.method, parts.now(), std::move(fields), std::string(request.cookie),
              {}};
  const Status entered = enter(visit);
  if (!entered && entered.error().code != Errc::forbidden) {
    return page::problem(visit, entered.error().code);
  }
  if (!visit.fields.good()) return page::problem(visit, 400, "error.form");
  if (row.door == Door::open) return row.answer(visit);
  if (!entered) {
    const bool had_one = !request.cookie.empty() && !StaffSessions::is_stranger(request.cookie);
    return page::go(visit, kSignIn, {{"done", had_one ? "expired" : ""}});
  }
  if (row.method == kPost && !parts.sessions.fits(visit.fields["form"], request.cookie)) {
    return page::problem(visit, 403, "error.old-form");
  }
  return row.answer(visit);
}

}  // namespace

std::vector<HttpRoute> staff_page_routes(const std::shared_ptr<StaffParts>& parts) {
  const auto languages = std::make_shared<const Languages>(staff_web_files());
  std::vector<HttpRoute> out;
  const auto add = [&](const Row& row, HttpMatch match) {
    out.push_back({row.method, std::string(row.path), match,
                   [parts, languages, &row](const HttpRequest& request) {
                     return answer(row, *parts, *languages, request);
                   },
                   HttpBody::form});
  };
  for (const Row& row : kRows) add(row, HttpMatch::exact);
  out.push_back(style_route("/staff/style.css"));
  for (const Row& row : kNowhere) add(row, HttpMatch::prefix);
  const auto to_home = [](const HttpRequest&) {
    HttpResponse reply;
    reply.status = 303;
    reply.location = "/staff/";
    return reply;
  };
  out.push_back({kGet, "/", HttpMatch::exact, to_home});
  out.push_back({kGet, "/staff", HttpMatch::exact, to_home});
  return out;
}

std::vector<HttpRoute> staff_routes(IssuerService& service, StaffSessions& sessions, StaffLook look,
                                    std::function<UnixTime()> now) {
  const auto parts =
      std::make_shared<StaffParts>(service, sessions, std::move(look), std::move(now));
  std::vector<HttpRoute> out = staff_api_routes(parts);
  for (HttpRoute& route : staff_page_routes(parts)) out.push_back(std::move(route));
  return out;
}

}  // namespace whit
