// SPDX-License-Identifier: Apache-2.0
#include "serve/staff_house.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "serve/page_form.h"
#include "serve/raw_client.h"

namespace whit::test {
namespace {

Reply parse_reply(const std::string& raw) {
  Reply out;
  const std::size_t end = raw.find("\r\n\r\n");
  if (raw.substr(0, 9) != "HTTP/1.1 " || end == std::string::npos) return out;
  out.status = std::stoi(raw.substr(9, 3));
  out.body = raw.substr(end + 4);
  for (std::size_t at = raw.find("\r\n") + 2; at < end;) {
    const std::size_t stop = raw.find("\r\n", at);
    const std::size_t colon = raw.find(": ", at);
    std::string name = raw.substr(at, colon - at);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    out.headers[name] = raw.substr(colon + 2, stop - colon - 2);
    at = stop + 2;
  }
  return out;
}

// attribute is the value of `name` in an element as our pages write it.
std::string attribute(std::string_view element, const std::string& name) {
  const std::string before = " " + name + "=\"";
  const std::size_t at = element.find(before);
  if (at == std::string_view::npos) return {};
  const std::size_t from = at + before.size();
  return std::string(element.substr(from, element.find('"', from) - from));
}

}  // namespace

Issuing staff_issuing() {
  Issuing out = make_issuing();
  CatalogueFact employed = out.catalogue.front();
  employed.vct = kEmployed;
  employed.slug = kEmployedBy;
  employed.value_list = {"ALDER BUILD", "CEDAR PORT"};
  employed.labels = {{"en", "Employed by"}, {"ru", "\xd0\xa0\xd0\xb0\xd0\xb1"}};
  out.catalogue.insert(out.catalogue.begin() + 4, employed);
  auto& facts = out.keys.tokens.front().facts;
  facts.insert(std::find(facts.begin(), facts.end(), kArrival), kEmployed);
  return out;
}

std::string Reply::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string() : found->second;
}

std::string form_body(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    out += (out.empty() ? "" : "&") + name + "=" + url_encoded(value);
  }
  return out;
}

Listener::Listener(std::vector<HttpRoute> routes)
    : server_(
          [] {
            HttpOptions options;
            options.threads = 8;
            return options;
          }(),
          std::move(routes)) {
  const auto bound = server_.bind();
  REQUIRE(bound.ok());
  port_ = *bound;
  thread_ = std::thread([this] { server_.run(); });
}

Listener::~Listener() {
  server_.stop();
  thread_.join();
}

Reply Listener::ask(const std::string& method, const std::string& path, const std::string& more,
                    const std::string& type, const std::string& body) const {
  const RawClient client(port_);
  std::string request =
      method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + more;
  if (method == "POST") {
    request +=
        "Content-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  REQUIRE(client.send(request + "\r\n" + body));
  return parse_reply(client.read_all());
}

StaffHouse::StaffHouse(Draw draw)
    : listener(staff_routes(
          office.service(), sessions,
          {"Labour <office>", "coral ladder pepper sixty otter velvet",
           draw ? std::move(draw)
                : [](std::string_view) {
                    return std::string("<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>");
                  },
           "https://labour.example/stop"},
          [this] { return now.load(); })) {
  office.import(
      "subject,fact,value,from,until\n"
      "P-1,work-permit-valid,,,\nP-1,work-permit-until,203512,2026-01-01,2035-12-31\n"
      "P-1,employed-by,CEDAR PORT,2026-03-01,\nP-1,tax-current,,,\n"
      "P-2,work-permit-valid,,,\nP-2,employed-by,ALDER BUILD,,\n"
      "P-3,tax-current,,2027-01-01,\n");
}

std::int64_t StaffHouse::account(const std::string& login, std::uint8_t roles,
                                 const std::string& employer) {
  NewAccount account;
  account.login = login;
  account.roles = roles;
  account.certificate = rng.make<Hash>();
  if (!employer.empty()) {
    account.employer.type = Value::Type::text;
    account.employer.text = Text<16>::from(employer);
  }
  REQUIRE(accounts.staff().add(operator_actor(), account, now).ok());
  const auto list = accounts.staff().list();
  REQUIRE(list.ok());
  for (const Account& one : *list) accounts_[one.login] = one.id;
  return accounts_.at(login);
}

std::string StaffHouse::token(const std::string& login) {
  return sessions.begin(accounts_.at(login), SessionUse::api, {}, now).token;
}
std::string StaffHouse::cookie(const std::string& login) {
  return sessions.begin(accounts_.at(login), SessionUse::page, {}, now).token;
}

Reply StaffHouse::get(const std::string& path, const std::string& token) const {
  return listener.ask("GET", "/staff/v1/" + path, "Authorization: Bearer " + token + "\r\n");
}
Reply StaffHouse::post(const std::string& path, const std::string& token,
                       const std::string& json) const {
  return listener.ask("POST", "/staff/v1/" + path, "Authorization: Bearer " + token + "\r\n",
                      "application/json", json);
}

std::vector<JournalLine> StaffHouse::journal(std::string_view act) {
  auto lines = accounts.staff().journal(operator_actor(), 0, 1000);
  REQUIRE(lines.ok());
  std::erase_if(*lines, [act](const JournalLine& line) { return line.act != act; });
  return *std::move(lines);
}

const Reply& Browser::take(Reply reply) {
  page_ = std::move(reply);
  const std::string set = page_.header("set-cookie");
  const std::string before = std::string(kSessionCookie) + "=";
  if (set.substr(0, before.size()) == before) {
    cookie_ = set.substr(before.size(), set.find(';') - before.size());
  }
  return page_;
}

const Reply& Browser::get(const std::string& path, const std::string& more) {
  return take(listener_.ask(
      "GET", path, "Cookie: " + std::string(kSessionCookie) + "=" + cookie_ + "\r\n" + more));
}

const Reply& Browser::post(const std::string& path, const Fields& fields) {
  return take(listener_.ask("POST", path,
                            "Cookie: " + std::string(kSessionCookie) + "=" + cookie_ + "\r\n",
                            "application/x-www-form-urlencoded", form_body(fields)));
}

Fields Browser::hidden(const std::string& action) const {
  const std::size_t from = page_.body.find("<form method=\"post\" action=\"" + action + "\">");
  REQUIRE(from != std::string::npos);
  const std::string form = page_.body.substr(from, page_.body.find("</form>", from) - from);
  Fields out;
  for (std::size_t at = form.find("<input "); at != std::string::npos;
       at = form.find("<input ", at + 1)) {
    const std::string element = form.substr(at, form.find('>', at) - at);
    if (attribute(element, "type") != "hidden") continue;
    out.emplace_back(attribute(element, "name"), attribute(element, "value"));
  }
  return out;
}

const Reply& Browser::submit(const std::string& action, const Fields& fields) {
  Fields all = hidden(action);
  for (const auto& [name, value] : fields) {
    std::erase_if(all, [&name = name](const auto& one) { return one.first == name; });
    all.emplace_back(name, value);
  }
  return post(action, all);
}

const Reply& Browser::follow() {
  REQUIRE(page_.status == 303);
  return get(page_.header("location"));
}

}  // namespace whit::test
