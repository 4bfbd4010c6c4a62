// SPDX-License-Identifier: Apache-2.0
#include "serve/http_fields.h"

#include <catch2/catch.hpp>

namespace whit {
namespace {

TEST_CASE("a bearer token is what follows the word, and nothing else is one", "[serve]") {
  CHECK(bearer_of("Bearer abc.def") == "abc.def");
  CHECK(bearer_of("bearer   abc ") == "abc");
  CHECK(bearer_of("Basic abc").empty());
  CHECK(bearer_of("Bearer").empty());
  CHECK(bearer_of("Bearer ").empty());
  CHECK(bearer_of("").empty());
}

TEST_CASE("one cookie is read, and only where it stands once", "[serve]") {
  CHECK(cookie_of("whit-session=abc") == "abc");
  CHECK(cookie_of("a=b; whit-session=a=c;d=e") == "a=c");
  CHECK(cookie_of("xwhit-session=abc").empty());
  CHECK(cookie_of("whit-sessionx=abc").empty());
  CHECK(cookie_of("whit-session=abc; whit-session=def").empty());
  CHECK(cookie_of("whit-session").empty());
  CHECK(cookie_of(";;=;").empty());
}

TEST_CASE("a media type is compared without case and parameters", "[serve]") {
  CHECK(media_type_of("Application/JSON ; charset=utf-8") == "application/json");
  CHECK(media_type_of("") == "");
  CHECK(takes(HttpBody::cbor, "application/cbor"));
  CHECK_FALSE(takes(HttpBody::cbor, "application/json"));
  CHECK(takes(HttpBody::json | HttpBody::form, "application/x-www-form-urlencoded"));
  CHECK_FALSE(takes(HttpBody::json | HttpBody::form, "application/cbor"));
  CHECK_FALSE(takes(HttpBody::json | HttpBody::form | HttpBody::cbor, "text/plain"));
  CHECK(takes(HttpBody::any, "text/plain"));
  CHECK(takes(HttpBody::any, ""));
}

TEST_CASE("gzip is taken where it is named, and not weighed with nothing", "[serve]") {
  CHECK(lists_gzip("gzip"));
  CHECK(lists_gzip("br, deflate , GZip;q=0.5"));
  CHECK(lists_gzip("gzip;q=1"));
  for (const char* other : {"", "br", "*", "gzip;q=0", "gzip; q=0.000", "x-gzip", "gzipped"}) {
    INFO(other);
    CHECK_FALSE(lists_gzip(other));
  }
}

TEST_CASE("a reply is known by its tag, strong or weak, or by a star", "[serve]") {
  CHECK(knows("\"a\"", "\"a\""));
  CHECK(knows("\"b\" , W/\"a\"", "\"a\""));
  CHECK(knows(" * ", "\"a\""));
  for (const char* other : {"", "\"b\"", "a", "\"a", "\"aa\"", ",,", "W/"}) {
    INFO(other);
    CHECK_FALSE(knows(other, "\"a\""));
  }
}

TEST_CASE("the session cookie is out of reach for scripts and other sites", "[serve]") {
  CHECK(set_cookie_field("abc", true) ==
        "whit-session=abc; Path=/; HttpOnly; SameSite=Strict; Secure");
  CHECK(set_cookie_field("abc", false) == "whit-session=abc; Path=/; HttpOnly; SameSite=Strict");
  CHECK(set_cookie_field("-", true) ==
        "whit-session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0; Secure");
  CHECK(set_cookie_field("a;b", true).empty());
  CHECK(set_cookie_field("a\r\nX: y", true).empty());
}

}  // namespace
}  // namespace whit
