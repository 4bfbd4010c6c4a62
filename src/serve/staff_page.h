// SPDX-License-Identifier: Apache-2.0
// The staff pages: what they share. There is no script in any of them; every act is a form.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "serve/page_form.h"
#include "serve/page_shell.h"
#include "serve/staff_parts.h"

namespace whit::page {

// Visit is one request for a page on its way.
struct Visit {
  StaffParts& parts;
  const HttpRequest& request;
  const Languages& languages;
  const Texts& say;
  HttpMethod method{};
  UnixTime now = 0;
  Form fields;           // of the query or, of a POST, of the form
  std::string cookie;    // what this page's forms are bound to
  StaffSession session;  // without a login where nobody is signed in

  const Actor& actor() const { return session.actor; }
  bool signed_in() const { return !session.actor.login.empty(); }
};

// Fields are names and values for a link or a form; an empty value is left out.
using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// link is a path of ours with these fields, and the language that was chosen.
std::string link(const Visit& visit, std::string_view path, Fields fields = {});
// form opens a POST form with these hidden fields, the language and the token that binds it.
Html form(const Visit& visit, std::string_view path, Fields fields = {});
// button closes such a form: with what it does on it.
Html button(std::string_view text);

// show is a page of ours; go sends the browser on to one.
HttpResponse show(const Visit& visit, std::string title, Html main, int status = 200);
HttpResponse go(const Visit& visit, std::string_view path, Fields fields = {});
// problem is the page that says why something wasn't done.
HttpResponse problem(const Visit& visit, Errc code);
HttpResponse problem(const Visit& visit, int status, std::string_view key);

// what_was_done is the sentence for the field `done` that go() sent along, if there is one.
Html what_was_done(const Visit& visit);

// label names a fact in the visitor's language.
std::string label(const Visit& visit, Vct vct);

// The pages, by what they are about.
HttpResponse sign_in_page(Visit& visit);
HttpResponse sign_in(Visit& visit);
HttpResponse sign_out(Visit& visit);
HttpResponse home(Visit& visit);
HttpResponse own_people(Visit& visit);

HttpResponse person(Visit& visit);
HttpResponse ask_end(Visit& visit);
HttpResponse end_fact(Visit& visit);
HttpResponse reinstate(Visit& visit);

HttpResponse invite(Visit& visit);
HttpResponse ask_lost_phone(Visit& visit);
HttpResponse lost_phone(Visit& visit);

HttpResponse notices(Visit& visit);
HttpResponse decide_notice(Visit& visit);
HttpResponse proposals(Visit& visit);
HttpResponse approve(Visit& visit);
HttpResponse journal(Visit& visit);

}  // namespace whit::page

namespace whit {

// staff_page_routes answers all pages, and whatever else begins with /staff/.
std::vector<HttpRoute> staff_page_routes(const std::shared_ptr<StaffParts>& parts);

}  // namespace whit
