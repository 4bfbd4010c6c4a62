// SPDX-License-Identifier: Apache-2.0
// A staff listener over a register of its own: the real routes, served over HTTP.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "serve/http_server.h"
#include "serve/staff_routes.h"
#include "store/accounts.h"
#include "store/desk.h"

namespace whit::test {

inline constexpr Vct kEmployed = 65006;

// staff_issuing is make_issuing() with employed-by, which its key signs too.
Issuing staff_issuing();

// Reply is an answer taken apart.
struct Reply {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
  bool has(std::string_view text) const { return body.find(text) != std::string::npos; }
  std::string header(const std::string& name) const;
};

using Fields = std::vector<std::pair<std::string, std::string>>;
std::string form_body(const Fields& fields);

// Listener serves routes on a port of its own.
class Listener {
 public:
  explicit Listener(std::vector<HttpRoute> routes);
  ~Listener();
  // ask sends one request on a connection of its own; `more` are header lines.
  Reply ask(const std::string& method, const std::string& path, const std::string& more = {},
            const std::string& type = {}, const std::string& body = {}) const;
  std::uint16_t port() const { return port_; }

 private:
  HttpServer server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

class StaffHouse {
 public:
  // `draw` draws QR codes; without one there is an empty picture.
  using Draw = std::function<std::string(std::string_view)>;
  explicit StaffHouse(Draw draw = nullptr);

  // account makes one that has no password, which saves its Argon2id.
  std::int64_t account(const std::string& login, std::uint8_t roles,
                       const std::string& employer = {});
  // token and cookie begin a session for an account made so.
  std::string token(const std::string& login);
  std::string cookie(const std::string& login);

  Reply get(const std::string& path, const std::string& token) const;
  Reply post(const std::string& path, const std::string& token, const std::string& json) const;
  std::vector<JournalLine> journal(std::string_view act);
  std::int64_t account_of(const std::string& login) const { return accounts_.at(login); }

  Office office{staff_issuing()};
  Accounts accounts{office.service()};
  std::atomic<UnixTime> now{kNoon};
  SeededRng rng{77};
  StaffSessions sessions{rng};
  Listener listener;

 private:
  std::map<std::string, std::int64_t> accounts_;
};

// Browser keeps the cookie and the last page, as browsers do.
class Browser {
 public:
  explicit Browser(const Listener& listener, std::string cookie = {})
      : listener_(listener), cookie_(std::move(cookie)) {}

  const Reply& get(const std::string& path, const std::string& more = {});
  // submit sends the form of the last page that leads to `action`: its hidden fields, and `fields`
  // in place of the others.
  const Reply& submit(const std::string& action, const Fields& fields = {});
  // follow asks for where the last answer sent the browser.
  const Reply& follow();
  const Reply& post(const std::string& path, const Fields& fields);

  const Reply& page() const { return page_; }
  const std::string& cookie() const { return cookie_; }
  void set_cookie(std::string cookie) { cookie_ = std::move(cookie); }
  // hidden is the hidden fields of the last page's form that leads to `action`.
  Fields hidden(const std::string& action) const;

 private:
  const Reply& take(Reply reply);
  const Listener& listener_;
  std::string cookie_;
  Reply page_;
};

}  // namespace whit::test
