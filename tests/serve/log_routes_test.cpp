// SPDX-License-Identifier: Apache-2.0
#include "serve/log_routes.h"

#include <atomic>
#include <catch2/catch.hpp>
#include <map>

#include "serve/http_client.h"
#include "serve/service.h"

namespace whit {
namespace {

using test::RawClient;
using test::Service;

const std::string kHex = "8c924ecac64469a09169245f22995f5aa730dff565df8b15bd65969c382b9a97";

TEST_CASE("each path of a log has one form, a type and a time", "[serve][log-13]") {
  const auto type = [](std::string_view path) {
    const auto file = log_file(path);
    return file ? file->content_type : std::string_view("none");
  };
  CHECK(type("checkpoint") == "text/plain; charset=utf-8");
  CHECK(log_file("checkpoint")->cache_control == "public, max-age=10");
  for (const std::string path : {"tile/0/000", "tile/0/x001/x234/067", "tile/63/000.p/255",
                                 "tile/entries/x001/000", "tile/entries/000.p/1"}) {
    INFO(path);
    CHECK(type(path) == "application/octet-stream");
    CHECK(log_file(path)->cache_control == "public, max-age=31536000, immutable");
  }
  for (const std::string& path :
       {std::string("header/0"), std::string("header/9223372036854775807"), "key-list/" + kHex,
        "head/" + kHex, "segment/" + kHex}) {
    INFO(path);
    CHECK(type(path) == "application/cbor");
  }
  std::string upper = kHex;
  upper[1] = 'C';
  for (const std::string& path : {std::string(),
                                  std::string("/"),
                                  std::string("checkpoint/"),
                                  std::string("Checkpoint"),
                                  std::string("tile"),
                                  std::string("tile/"),
                                  std::string("tile/64/000"),
                                  std::string("tile/00/000"),
                                  std::string("tile/0/0"),
                                  std::string("tile/0/x000/"),
                                  std::string("tile/0/x000/000"),
                                  std::string("tile/0/001/000"),
                                  std::string("tile/0/000.p/0"),
                                  std::string("tile/0/000.p/256"),
                                  std::string("tile/0/000.p/01"),
                                  std::string("tile/0/../0/000"),
                                  std::string("tile//000"),
                                  std::string("tile/-1/000"),
                                  std::string("tile/Entries/000"),
                                  "tile/0/" + std::string(200, '9'),
                                  std::string("header/"),
                                  std::string("header/00"),
                                  std::string("header/-1"),
                                  std::string("header/9223372036854775808"),
                                  std::string("header/1/"),
                                  std::string("header/0x1"),
                                  "head/" + upper,
                                  "head/" + kHex.substr(2),
                                  "head/" + kHex + "00",
                                  "head/" + kHex + "/",
                                  "head//" + kHex,
                                  "list/" + kHex,
                                  "key-list/../head/" + kHex,
                                  std::string("registry.db")}) {
    INFO(path);
    CHECK_FALSE(log_file(path).has_value());
  }
}

// Shown is a log of three files, and a count of how often it was asked for one.
struct Shown {
  std::map<std::string, std::string> files = {{"checkpoint", "one\n"},
                                              {"tile/0/000", std::string(8192, 'h')},
                                              {"header/0", std::string("\0\xff", 2)}};
  std::atomic<int> asked{0};
  LogRead read() {
    return [this](std::uint64_t number, std::string_view path) -> Result<ByteVector> {
      ++asked;
      if (number == 3) return Errc::refused;
      const auto found = files.find(std::string(path));
      if (number != 1 || found == files.end()) return Errc::not_found;
      const Bytes content = as_bytes(found->second);
      return ByteVector(content.begin(), content.end());
    };
  }
};

TEST_CASE("a log's files are served as they are", "[serve][log-13]") {
  Shown shown;
  const Service service({}, log_routes(shown.read()));
  HttpClient client("http://127.0.0.1:" + std::to_string(service.port));
  for (const auto& [path, content] : shown.files) {
    INFO(path);
    const HttpReply reply = client.get("/log/1/" + path);
    CHECK(reply.status == 200);
    CHECK(as_text(reply.body) == content);
    CHECK(reply.content_type == log_file(path)->content_type);
  }
  CHECK(client.get("/log/1/%63heckpoint").status == 200);  // the same path, by RFC 3986
  CHECK(client.get("/log/2/checkpoint").status == 404);
  CHECK(client.get("/log/1/tile/1/000").status == 404);
  CHECK(client.get("/log/3/checkpoint").status == 503);
  CHECK(client.post("/log/1/checkpoint", "text/plain", {}).status == 405);
}

TEST_CASE("HEAD says what GET would", "[serve][log-13]") {
  Shown shown;
  const Service service({}, log_routes(shown.read()));
  const auto ask = [&](const std::string& path) {
    const RawClient client(service.port);
    client.send("HEAD " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return client.read_all();
  };
  const std::string tile = ask("/log/1/tile/0/000");
  CHECK(tile.find("HTTP/1.1 200") == 0);
  CHECK(tile.find("Content-Length: 8192\r\n") != std::string::npos);
  CHECK(tile.find("Cache-Control: public, max-age=31536000, immutable\r\n") != std::string::npos);
  CHECK(tile.find("hhhh") == std::string::npos);
  CHECK(ask("/log/1/checkpoint").find("Cache-Control: public, max-age=10\r\n") !=
        std::string::npos);
  const std::string missing = ask("/log/1/tile/0/001");
  CHECK(missing.find("HTTP/1.1 404") == 0);
  CHECK(missing.find("immutable") == std::string::npos);  // it may be there tomorrow
}

TEST_CASE("odd paths are 404 before anything is looked up", "[serve][log-13]") {
  Shown shown;
  const Service service({}, log_routes(shown.read()));
  const auto status = [&](const std::string& path) {
    const RawClient client(service.port);
    client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    return test::status_of(client.read_all());
  };
  for (const std::string path : {"/log/",
                                 "/log/1",
                                 "/log/1/",
                                 "/log//checkpoint",
                                 "/log/0/checkpoint",
                                 "/log/01/checkpoint",
                                 "/log/-1/checkpoint",
                                 "/log/18446744073709551617/checkpoint",
                                 "/log/1//checkpoint",
                                 "/log/1/checkpoint/",
                                 "/log/1/./checkpoint",
                                 "/log/1/%2e/checkpoint",
                                 "/log/1/%2e%2e/1/checkpoint",
                                 "/log/1/..%2f1%2fcheckpoint",
                                 "/log/1/tile/0/x000/",
                                 "/log/1/tile/0/000.p/",
                                 "/log/1/CHECKPOINT",
                                 "/log/1/head/..%2f..%2f..%2fetc%2fpasswd",
                                 "/log/1/tile/0/99999999999999999999",
                                 "/log/1/%252e%252e/checkpoint",
                                 "/log/1/checkpoint%20",
                                 "/LOG/1/checkpoint"}) {
    INFO(path);
    CHECK(status(path) == 404);
  }
  CHECK(status("/log/1/tile/0/" + std::string(300, '0')) == 414);
  CHECK(status("/log/1/%00") == 400);
  CHECK(shown.asked == 0);
}

}  // namespace
}  // namespace whit
