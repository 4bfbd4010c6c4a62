// SPDX-License-Identifier: Apache-2.0
// The operations of the staff API, each from a request that was read to its answer.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "serve/page_form.h"
#include "serve/staff_api_json.h"

namespace whit::api {

// Call is one request on its way: who asks, about what, with what.
struct Call {
  StaffParts& parts;
  const HttpRequest& request;
  UnixTime now = 0;
  StaffSession session;
  std::string_view name;  // what stands in the path's braces
  JsonObject body;        // of a POST
  Form query;

  const Actor& actor() const { return session.actor; }
  std::shared_ptr<const Issuing> issuing() const { return parts.service.issuing(); }
  std::int64_t number() const { return read_number(name); }
};

// other_member refuses a body with a member that isn't one of `fields`, or isn't a text.
std::optional<HttpResponse> other_member(const Call& call,
                                         std::initializer_list<std::string_view> fields);

HttpResponse sign_in(Call& call);
HttpResponse sign_out(Call& call);
HttpResponse me(Call& call);
HttpResponse own_people(Call& call);
HttpResponse find_person(Call& call);
HttpResponse invite(Call& call);
HttpResponse lost_phone(Call& call);
HttpResponse end_fact(Call& call);
HttpResponse reinstate(Call& call);
HttpResponse notices(Call& call);
HttpResponse confirm(Call& call);
HttpResponse refuse(Call& call);
HttpResponse journal(Call& call);
HttpResponse proposals(Call& call);
HttpResponse approve(Call& call);

}  // namespace whit::api
