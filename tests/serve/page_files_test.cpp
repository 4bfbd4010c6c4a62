// SPDX-License-Identifier: Apache-2.0
// The pages that work in a browser, as they are given out.
#include "serve/page_files.h"

#include <catch2/catch.hpp>

#include "serve/staff_house.h"

namespace whit {
namespace {

using namespace test;

const std::string kIndex = "<!doctype html>", kScript(4000, 'x'), kPacked = "\x1f\x8b packed",
                  kWallet = "<!doctype html><title>wallet";

struct PageHouse {
  PageHouse()
      : listener(page_routes({{"check/index.html", kIndex},
                              {"check/check.js", kScript, kPacked},
                              {"check/lang/ru.json", "{}"},
                              {"check/whit.wasm", std::string("\0asm", 4)},
                              {"check/page.webmanifest", "{}"},
                              {"wallet/index.html", kWallet}})) {}
  explicit PageHouse(std::vector<HttpRoute> routes) : listener(std::move(routes)) {}
  Reply get(const std::string& path, const std::string& more = {}) const {
    return listener.ask("GET", path, more);
  }
  Listener listener;
};

TEST_CASE("the folder is the page, and each file has its type", "[pages]") {
  const PageHouse house;
  CHECK(house.get("/check/").body == kIndex);
  CHECK(house.get("/check/?setup=1").body == kIndex);
  CHECK(house.get("/check/index.html").body == kIndex);
  CHECK(house.get("/check/").header("content-type") == "text/html; charset=utf-8");
  CHECK(house.get("/check/check.js").body == kScript);
  CHECK(house.get("/check/check.js").header("content-type") == "text/javascript; charset=utf-8");
  CHECK(house.get("/check/lang/ru.json").header("content-type") == "application/json");
  CHECK(house.get("/check/whit.wasm").header("content-type") == "application/wasm");
  CHECK(house.get("/check/whit.wasm").body == std::string("\0asm", 4));
  CHECK(house.get("/check/page.webmanifest").header("content-type") == "application/manifest+json");
  const Reply without_slash = house.get("/check");
  CHECK(without_slash.status == 308);
  CHECK(without_slash.header("location") == "check/");
}

TEST_CASE("each page has its own folder", "[pages]") {
  const PageHouse house;
  CHECK(house.get("/wallet/").body == kWallet);
  CHECK(house.get("/wallet").header("location") == "wallet/");
  CHECK(house.get("/").status == 307);  // the address on a letter
  CHECK(house.get("/").header("location") == "wallet/");
  CHECK_FALSE(house.get("/wallet/").header("content-security-policy").empty());
  CHECK(house.get("/wallet/check.js").status == 404);
  CHECK(house.get("/wallet/check/check.js").status == 404);
  const PageHouse alone(page_routes({{"wallet/index.html", kWallet}}));
  CHECK(alone.get("/wallet/").status == 200);
  CHECK(alone.get("/check/").status == 404);
  CHECK(page_routes({}).empty());
}

TEST_CASE("only a name that was read at the start is found", "[pages]") {
  const PageHouse house;
  for (const char* path :
       {"/check/no.js", "/check/lang/", "/check/lang", "/check/../check/index.html",
        "/check/%2e%2e/etc/passwd", "/check//index.html", "/check/./index.html",
        "/check/index.html/", "/check/INDEX.html", "/checks", "/check/index.html%00"}) {
    INFO(path);
    const int status = house.get(path).status;
    CHECK((status == 404 || status == 400));
  }
  CHECK(house.listener.ask("POST", "/check/", {}, "text/plain", "x").status == 405);
}

TEST_CASE("every file holds the page to its own origin", "[pages]") {
  const PageHouse house;
  for (const char* path : {"/check/", "/check/check.js", "/check/whit.wasm"}) {
    INFO(path);
    const Reply reply = house.get(path);
    const std::string policy = reply.header("content-security-policy");
    CHECK(policy.rfind("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ", 0) == 0);
    CHECK(policy.find("connect-src 'self';") != std::string::npos);
    CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
    CHECK(policy.find("unsafe-inline") == std::string::npos);
    CHECK(reply.header("x-content-type-options") == "nosniff");
    CHECK(reply.header("referrer-policy") == "no-referrer");
    CHECK(reply.header("permissions-policy") == "camera=(self), microphone=(), geolocation=()");
    CHECK(reply.header("cross-origin-opener-policy") == "same-origin");
    CHECK(reply.header("cache-control") == "no-cache");
    CHECK(reply.header("set-cookie").empty());
  }
}

TEST_CASE("what is packed goes to whoever takes it so, under a tag of its own", "[pages]") {
  const PageHouse house;
  const Reply packed = house.get("/check/check.js", "Accept-Encoding: gzip, br\r\n");
  const Reply plain = house.get("/check/check.js", "Accept-Encoding: gzip;q=0\r\n");
  CHECK(packed.body == kPacked);
  CHECK(packed.header("content-encoding") == "gzip");
  CHECK(packed.header("content-length") == std::to_string(kPacked.size()));
  CHECK(packed.header("vary") == "Accept-Encoding");
  CHECK(plain.body == kScript);
  CHECK(plain.header("content-encoding").empty());
  CHECK(plain.header("vary") == "Accept-Encoding");
  CHECK(packed.header("etag") != plain.header("etag"));
  const Reply small = house.get("/check/", "Accept-Encoding: gzip\r\n");
  CHECK(small.body == kIndex);
  CHECK(small.header("content-encoding").empty());
}

TEST_CASE("who has a file is told so, and gets another one whole", "[pages]") {
  const PageHouse house;
  const Reply reply = house.get("/check/check.js");
  const std::string tag = reply.header("etag");
  REQUIRE(tag.size() == 34);
  for (const std::string& known : {tag, "W/" + tag, "\"x\", " + tag}) {
    const Reply same = house.get("/check/check.js", "If-None-Match: " + known + "\r\n");
    CHECK(same.status == 304);
    CHECK(same.body.empty());
    CHECK(same.header("etag") == tag);
    CHECK_FALSE(same.header("content-security-policy").empty());
  }
  CHECK(house.get("/check/whit.wasm", "If-None-Match: " + tag + "\r\n").status == 200);
  const Reply head = house.listener.ask("HEAD", "/check/check.js");
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  CHECK(head.header("content-length") == std::to_string(kScript.size()));
}

}  // namespace
}  // namespace whit
