// SPDX-License-Identifier: Apache-2.0
#include "serve/http_screen.h"

#include <catch2/catch.hpp>

namespace whit {
namespace {

const std::vector<HttpRoute>& routes() {
  static const std::vector<HttpRoute> all = {
      {HttpMethod::post, "/v1/enrol", HttpMatch::exact, {}},
      {HttpMethod::get, "/v1/bundle/segment/", HttpMatch::prefix, {}},
  };
  return all;
}

HttpHead good_post() {
  HttpHead asked;
  asked.method = "POST";
  asked.path = "/v1/enrol";
  asked.content_type = "application/cbor";
  asked.content_length = "12";
  asked.content_lengths = 1;
  return asked;
}

int status(const HttpHead& asked) { return screen(asked, routes(), 1000).status; }

TEST_CASE("a request in good order reaches its route", "[serve]") {
  CHECK(screen(good_post(), routes(), 1000).route == &routes()[0]);
  HttpHead asked;
  asked.method = "HEAD";
  asked.path = "/v1/bundle/segment/ab";
  CHECK(screen(asked, routes(), 1000).route == &routes()[1]);
}

TEST_CASE("lengths are plain digits and at most the limit", "[serve]") {
  HttpHead asked = good_post();
  for (const char* bad : {"", " 12", "+12", "-1", "1e3", "12 ", "99999999999999999999999"}) {
    asked.content_length = bad;
    CHECK(status(asked) == 400);
  }
  asked.content_length = "1000";
  CHECK(screen(asked, routes(), 1000).route != nullptr);
  asked.content_length = "1001";
  CHECK(status(asked) == 413);
}

TEST_CASE("the refusal that protects the connection comes first", "[serve]") {
  HttpHead asked = good_post();
  asked.path = "/nowhere";
  asked.transfer_encoded = true;
  asked.content_encoded = true;
  CHECK(status(asked) == 411);
  asked.transfer_encoded = false;
  CHECK(status(asked) == 400);
  asked.content_encoded = false;
  CHECK(status(asked) == 404);
}

}  // namespace
}  // namespace whit
