// SPDX-License-Identifier: Apache-2.0
#include "serve/staff_api.h"

#include <algorithm>
#include <array>
#include <optional>

#include "serve/staff_api_calls.h"

namespace whit {
namespace {

using api::Call;

constexpr std::string_view kBase = "/staff/v1/";

// Operation is one row of the API. What takes an empty object says so with `empty`.
struct Operation {
  HttpMethod method{};
  std::string_view path;  // after kBase
  HttpResponse (*answer)(Call&);
  enum class Takes : std::uint8_t { nothing, empty, members } takes{};
  enum class For : std::uint8_t { staff, anybody } who{};
};
using Takes = Operation::Takes;
constexpr auto kGet = HttpMethod::get, kPost = HttpMethod::post;

constexpr std::array<Operation, 15> kOperations = {{
    {kPost, "sign-in", api::sign_in, Takes::members, Operation::For::anybody},
    {kPost, "sign-out", api::sign_out, Takes::empty},
    {kGet, "me", api::me},
    {kGet, "people", api::own_people},
    {kGet, "people/{reference}", api::find_person},
    {kPost, "people/{reference}/invite", api::invite, Takes::empty},
    {kPost, "people/{reference}/lost-phone", api::lost_phone, Takes::empty},
    {kPost, "people/{reference}/end", api::end_fact, Takes::members},
    {kPost, "people/{reference}/reinstate", api::reinstate, Takes::members},
    {kGet, "notices", api::notices},
    {kPost, "notices/{id}/confirm", api::confirm, Takes::members},
    {kPost, "notices/{id}/refuse", api::refuse, Takes::empty},
    {kGet, "journal", api::journal},
    {kGet, "proposals", api::proposals},
    {kPost, "proposals/{id}/approve", api::approve, Takes::empty},
}};

// match tells whether `rest`, what follows kBase, is `pattern`, and what stands in its braces.
bool match(std::string_view pattern, std::string_view rest, std::string_view& name) {
  const std::size_t open = pattern.find('{');
  if (open == std::string_view::npos) return pattern == rest;
  const std::string_view tail = pattern.substr(pattern.find('}') + 1);
  if (rest.size() <= open + tail.size() || rest.substr(0, open) != pattern.substr(0, open)) {
    return false;
  }
  name = rest.substr(open, rest.size() - open - tail.size());
  return rest.substr(rest.size() - tail.size()) == tail && name.find('/') == std::string_view::npos;
}

std::optional<HttpResponse> read_body(const Operation& operation, Call& call) {
  if (operation.method == kGet) return std::nullopt;
  const JsonFault fault = read_json_object(as_text(call.request.body), call.body);
  switch (fault.kind) {
    case JsonFault::Kind::none:
      break;
    case JsonFault::Kind::syntax:
      return api_error(
          {400, "bad_json", "bad_json at " + std::to_string(fault.at), "send one JSON object"});
    case JsonFault::Kind::duplicate:
      return api_error({400, "bad_json", "a member stands twice", "each member once"});
    case JsonFault::Kind::too_large:
      return bad_request("the body is too large", "at most 65,536 bytes");
    case JsonFault::Kind::nested:
    case JsonFault::Kind::not_object:
    case JsonFault::Kind::type:
      return bad_request("the body is not an object of texts", "an empty one is {}");
  }
  if (operation.takes == Takes::empty) return api::other_member(call, {});
  return std::nullopt;
}

HttpResponse answer(const Operation& operation, Call& call) {
  if (operation.who == Operation::For::staff) {
    auto session = call.parts.sessions.find(call.parts.office, call.request.bearer, SessionUse::api,
                                            call.request.certificate, call.now);
    if (!session && session.error().code == Errc::forbidden) {
      return api_error({401, "sign_in", "not signed in, or not any more",
                        "sign in and send the token as Authorization: Bearer TOKEN"});
    }
    if (!session) return api_error(session.error().code);
    call.session = *std::move(session);
  }
  if (auto refused = read_body(operation, call)) return *std::move(refused);
  const bool person = operation.path.find("{reference}") != std::string_view::npos;
  if (person && !is_subject(call.name)) return api_error(Errc::not_found);
  return operation.answer(call);
}

// dispatch finds the operation of one path.
HttpResponse dispatch(StaffParts& parts, HttpMethod method, const HttpRequest& request) {
  Call call{parts, request, parts.now(), {}, {}, {}, Form::parse(request.query)};
  const std::string_view rest = request.path.substr(std::min(kBase.size(), request.path.size()));
  for (const Operation& operation : kOperations) {
    if (operation.method == method && match(operation.path, rest, call.name)) {
      if (!call.query.good()) return bad_request("the query can not be read", "after=P-0042, say");
      return answer(operation, call);
    }
  }
  return api_error({404, "not_found", "no such path", "see spec/staff-api.json"});
}

}  // namespace

std::vector<StaffPath> staff_api_paths() {
  static const std::vector<std::string> paths = [] {
    std::vector<std::string> out;
    for (const Operation& operation : kOperations) {
      out.push_back(std::string(kBase) += operation.path);
    }
    return out;
  }();
  std::vector<StaffPath> out;
  for (std::size_t i = 0; i < paths.size(); ++i) out.push_back({kOperations[i].method, paths[i]});
  return out;
}

std::vector<HttpRoute> staff_api_routes(const std::shared_ptr<StaffParts>& parts) {
  std::vector<HttpRoute> out;
  const auto add = [&](HttpMethod method, std::string path, HttpMatch match) {
    const auto same = [&](const HttpRoute& route) {
      return route.method == method && route.path == path && route.match == match;
    };
    if (std::any_of(out.begin(), out.end(), same)) return;
    out.push_back(
        {method, std::move(path), match,
         [parts, method](const HttpRequest& request) { return dispatch(*parts, method, request); },
         HttpBody::json});
  };
  for (const StaffPath& one : staff_api_paths()) {
    const std::size_t open = one.path.find('{');
    const bool exact = open == std::string_view::npos;
    add(one.method, std::string(one.path.substr(0, open)),
        exact ? HttpMatch::exact : HttpMatch::prefix);
  }
  // What isn't there is told in JSON too.
  add(kGet, std::string(kBase), HttpMatch::prefix);
  add(kPost, std::string(kBase), HttpMatch::prefix);
  return out;
}

}  // namespace whit
