// SPDX-License-Identifier: Apache-2.0
// The log over HTTP while it grows: whoever reads sees whole trees only, and never a smaller one.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "log/checkpoint.h"
#include "log/tile.h"
#include "serve/http_client.h"
#include "serve/log_routes.h"
#include "serve/service.h"
#include "store/log_house.h"

namespace whit {
namespace {

using namespace test;

// Reader checks what it is shown as anybody could who knows the log's key.
class Reader {
 public:
  Reader(std::uint16_t port, NoteKey key)
      : client_("http://127.0.0.1:" + std::to_string(port)), key_(std::move(key)) {}

  // look reads the newest checkpoint and the whole tree under it; what is wrong is counted.
  void look() {
    const HttpReply reply = client_.get("/log/1/checkpoint");
    if (reply.status == 404) return;
    const auto note = parse_note(as_text(reply.body));
    const auto tree = note ? parse_checkpoint(note->text) : Result<Checkpoint>(Errc::truncated);
    const bool good = tree && check_note(*note, key_).check == NoteCheck::good &&
                      tree->size >= size && root_of(tree->size) == tree->root;
    if (!good) {
      ++wrong;
      return;
    }
    size = tree->size;
    ++looks;
  }

  std::uint64_t size = 0;
  int looks = 0, wrong = 0;

 private:
  Hash root_of(std::uint64_t leaves) {
    CompactTree out;
    for (std::uint64_t i = 0; i < full_tiles(0, leaves); ++i) {
      const HttpReply tile = client_.get("/log/1/" + path({0, i, kTileWidth}));
      if (!tile.ok() || tile.body.size() != kTileWidth * Hash::kSize) return Hash{};
      for (std::size_t at = 0; at < tile.body.size(); at += Hash::kSize) {
        out.append(Hash::from(Bytes(tile.body).subspan(at, Hash::kSize)));
      }
    }
    return out.root();
  }
  HttpClient client_;
  NoteKey key_;
};

TEST_CASE("many read a log while an epoch closes", "[serve][log-13]") {
  LogHouse house;
  LogStore log = house.log();
  const Service service({}, log_routes(log));
  const NoteSigner signer = signer_of();
  std::atomic<bool> over{false};
  std::vector<Reader> readers;
  for (int i = 0; i < 6; ++i) readers.emplace_back(service.port, signer.key);
  std::vector<std::thread> threads;
  for (Reader& reader : readers) {
    threads.emplace_back([&] {
      while (!over) reader.look();
      reader.look();
    });
  }
  const auto publish = [&] {
    const std::uint64_t size = house.state().size;
    (void)house.sign();
    REQUIRE(log.offer(size).ok());
  };
  house.close(control_of(kToday));
  publish();
  house.write(tokens_from(0, kLeavesPerCommit + 1000));  // two commits
  house.close(order_of(kToday));
  publish();
  over = true;
  for (std::thread& thread : threads) thread.join();
  for (const Reader& reader : readers) {
    CHECK(reader.wrong == 0);
    CHECK(reader.looks > 0);
    CHECK(reader.size == house.state().size);
  }
}

}  // namespace
}  // namespace whit
