// SPDX-License-Identifier: Apache-2.0
#include "cli/common/log_source.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "cli/common/message.h"
#include "log/log_files.h"
#include "log/path.h"
#include "log/tile_reader.h"
#include "support/small_server.h"

namespace whit::cli {
namespace {

namespace fs = std::filesystem;
using test::GrownLog;
using test::SmallServer;

// A folder that goes with the test.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "whit log XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, std::string_view content) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << content;
  }
  fs::path operator/(const char* name) const { return path_ / name; }
  std::string name() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string as_string(const std::vector<std::uint8_t>& bytes) {
  return {bytes.begin(), bytes.end()};
}

const GrownLog& log_of_70000() {
  static const GrownLog log = [] {
    GrownLog out;
    out.grow(70000);
    return out;
  }();
  return log;
}

const char* const kNoLogPaths[] = {"",
                                   ".",
                                   "..",
                                   "../checkpoint",
                                   "checkpoint/",
                                   "/checkpoint",
                                   "tile/../checkpoint",
                                   "tile//0/000",
                                   "header/01",
                                   "header/-1",
                                   "header/",
                                   "header/../checkpoint",
                                   "head/00",
                                   "secret",
                                   "tile/0/000 ",
                                   "tile/0/000%00"};

TEST_CASE("only a log's own paths are read below a folder", "[log-13]") {
  const Folder folder;
  folder.write("site/checkpoint", "a checkpoint");
  folder.write("site/secret", "no");
  folder.write("secret", "no");
  folder.write("site/header/12", "a header");
  folder.write("site/tile/0/x001/067", "a tile");
  const std::string list = object_path(kKeyListFolder, Hash{});
  folder.write("site/" + list, "a list");
  const auto log = open_log_source(folder.name() + "/site");
  CHECK(as_string(*log->get("checkpoint", 100)) == "a checkpoint");
  CHECK(as_string(*log->get("header/12", 100)) == "a header");
  CHECK(as_string(*log->get("tile/0/x001/067", 100)) == "a tile");
  CHECK(as_string(*log->get(list, 100)) == "a list");
  CHECK(log->trouble().empty());
  for (const char* path : kNoLogPaths) {
    INFO(path);
    CHECK(log->get(path, 100).error().code == Errc::not_found);
  }
  CHECK(log->get("header/13", 100).error().code == Errc::not_found);
  CHECK(log->get("checkpoint", 11).error().code == Errc::too_large);
  CHECK(log->get("checkpoint", 12).ok());
}

TEST_CASE("what is no regular file in a folder is not read, and no link is followed", "[log-13]") {
  const Folder folder;
  folder.write("elsewhere/000", "no");
  folder.write("site/header/12", "a header");
  fs::create_symlink(folder / "elsewhere/000", folder / "site/checkpoint");
  fs::create_directories(folder / "site/tile");
  fs::create_symlink(folder / "elsewhere", folder / "site/tile/0");
  fs::create_directories(folder / "site/header/13");
  REQUIRE(::mkfifo((folder / "site/header/14").c_str(), 0600) == 0);
  const auto log = open_log_folder((folder / "site").string());
  CHECK(log->get("checkpoint", 100).error().code == Errc::storage_failed);
  CHECK_FALSE(log->get("tile/0/000", 100).ok());
  CHECK(log->get("header/13", 100).error().code == Errc::storage_failed);
  CHECK(log->get("header/14", 100).error().code == Errc::storage_failed);
  CHECK_FALSE(log->trouble().empty());
  CHECK(log->get("header/12", 100).ok());
  // The folder itself may be named by a link: the person chose it.
  fs::create_directory_symlink(folder / "site", folder / "link");
  CHECK(open_log_source((folder / "link").string())->get("header/12", 100).ok());
}

TEST_CASE("a folder that isn't there is a failure with a hint", "[log-13]") {
  const Folder folder;
  CHECK_THROWS_AS(open_log_source((folder / "none").string()), Failure);
  folder.write("file", "x");
  CHECK_THROWS_AS(open_log_source((folder / "file").string()), Failure);
  CHECK(open_log_folder("/nowhere")->get("checkpoint", 10).error().code == Errc::not_found);
}

TEST_CASE("a whole log is read from a web server, over few connections", "[log-13]") {
  SmallServer server;
  for (const auto& [path, content] : log_of_70000().source.files) {
    server.put("/l/" + path, content);
  }
  server.start();
  const auto log = open_log_source(server.url() + "/l/");
  TileReader reader(*log, 70000, log_of_70000().tiles.root());
  const auto entries = reader.entries(0, 70000);
  REQUIRE(entries.ok());
  CHECK(entries->size() == 70000);
  CHECK(entries->back() == test::ragged_entry(69999));
  CHECK(server.connections() <= 7);
  CHECK(server.requests() == 2 * 274 + 3);
}

TEST_CASE("a packed or overlong answer is refused, and so is any status but 200", "[log-13]") {
  SmallServer server;
  server.put_raw("/checkpoint",
                 "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n\x1f\x8b");
  server.put("/header/1", std::vector<std::uint8_t>(1000));
  server.put_raw("/header/2", "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
  server.put_raw("/header/3",
                 "HTTP/1.1 301 There\r\nLocation: /header/1\r\nContent-Length: 0\r\n\r\n");
  server.put_raw("/header/4", "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n");
  server.put_raw("/header/5", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999\r\n\r\nx");
  server.put_raw("/header/6",
                 "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\n"
                 "Content-Length: 1\r\n\r\nx");
  server.start();
  const auto log = open_log_server(server.url());
  CHECK(log->get("checkpoint", 100).error().code == Errc::corrupt_tile);
  CHECK(log->get("header/1", 999).error().code == Errc::too_large);
  CHECK(log->get("header/1", 1000).ok());
  CHECK(log->get("header/2", 100).error().code == Errc::unreachable);
  CHECK(log->trouble() == "the server answers with status 403");
  CHECK(log->get("header/3", 1000).error().code == Errc::unreachable);
  CHECK(log->get("header/4", 100).error().code == Errc::not_found);
  CHECK(log->get("header/5", 100).error().code == Errc::too_large);
  CHECK(log->get("header/6", 100).ok());
  CHECK(log->get("header/7", 100).error().code == Errc::not_found);
  for (const char* path : kNoLogPaths) {
    CHECK(log->get(path, 100).error().code == Errc::not_found);
  }
  for (const std::string& asked : server.asked()) CHECK(asked.find("..") == std::string::npos);
}

TEST_CASE("a server that fails for a moment is asked again", "[log-13]") {
  SmallServer server;
  server.put("/header/1", std::vector<std::uint8_t>(10));
  server.fail_first("/header/1", 2);
  server.start();
  const auto log = open_log_server(server.url());
  CHECK(log->get("header/1", 100).ok());
  CHECK(server.requests() == 3);
}

TEST_CASE("a server that isn't there is known for it within seconds", "[log-13]") {
  const auto log = open_log_server("http://127.0.0.1:1");
  const auto start = std::chrono::steady_clock::now();
  CHECK(log->get("checkpoint", 100).error().code == Errc::unreachable);
  CHECK(log->trouble() == "not reachable");
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(30));
  CHECK(open_log_server("http://")->get("checkpoint", 100).error().code == Errc::unreachable);
}

TEST_CASE("what was wanted ahead and is not needed any more holds nobody up", "[log-13]") {
  SmallServer server;
  server.put_raw("/header/1", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nslow");
  server.start();
  const auto start = std::chrono::steady_clock::now();
  {
    const auto log = open_log_server(server.url());
    log->soon({"header/1", "../secret", "header/2"});
    while (server.requests() < 2) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(5));
}

TEST_CASE("one wrong byte from a web server is found", "[log-13]") {
  SmallServer server;
  for (const auto& [path, content] : log_of_70000().source.files) {
    auto sent = content;
    if (path == "tile/entries/100") sent.back() ^= 1;
    server.put("/" + path, sent);
  }
  server.start();
  const auto log = open_log_server(server.url());
  TileReader reader(*log, 70000, log_of_70000().tiles.root());
  CHECK(reader.entries(0, 25600).ok());
  CHECK(reader.entries(0, 70000).error().code == Errc::corrupt_tile);
  CHECK(reader.culprit() == "tile/entries/100");
  CHECK(reader.entries(25856, 70000).ok());
}

}  // namespace
}  // namespace whit::cli
