// SPDX-License-Identifier: Apache-2.0
// What the staff API says, as JSON.
#pragma once

#include <string>
#include <string_view>

#include "serve/http_server.h"
#include "serve/json_body.h"
#include "serve/staff_parts.h"

namespace whit {

// ApiError is one of the API's own refusals.
struct ApiError {
  int status = 500;
  std::string_view code;
  std::string message, hint;
};
HttpResponse api_error(const ApiError& error);
// api_error says why a function of the store refused.
HttpResponse api_error(Errc code);
HttpResponse bad_request(std::string message, std::string hint);

HttpResponse api_answer(std::string json);

// json_me adds who is signed in.
void json_me(JsonOut& out, const StaffSession& session);
std::string json_of(const PersonView& person, const Issuing& issuing);
std::string json_of(const Invited& invited);
std::string json_of(const NoticeView& notice, const Issuing& issuing);
std::string json_of(const JournalLine& line, const Issuing& issuing);
std::string json_of(const Proposal& proposal);

}  // namespace whit
