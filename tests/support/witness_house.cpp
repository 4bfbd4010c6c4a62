// SPDX-License-Identifier: Apache-2.0
#include "support/witness_house.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <map>
#include <mutex>
#include <thread>

#include "crypto/hash.h"
#include "crypto/rng.h"
#include "log/merkle.h"
#include "log/text.h"
#include "serve/http_server.h"
#include "serve/witness_routes.h"

namespace whit::test {
namespace {

UnixTime system_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<UnixTime>(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

SigningKey seeded(const std::string& name) {
  start_crypto();
  const Hash seed = sha256(as_bytes(name));
  return SigningKey::from_seed(std::span<const std::uint8_t, 32>(seed.bytes));
}

// Memory is a witness's state without a disk.
class Memory final : public WitnessStore {
 public:
  audit::Judged decide(std::string_view origin, const Decision& decision) override {
    const std::lock_guard lock(guard_);
    const auto found = logs_.find(std::string(origin));
    audit::Judged judged = decision(found == logs_.end() ? nullptr : &found->second);
    if (judged.status == 200) found->second = judged.next;
    return judged;
  }
  std::optional<std::string> newest(const Hash& origin) override {
    const std::lock_guard lock(guard_);
    for (const auto& [name, log] : logs_) {
      if (sha256(as_bytes(name)) == origin && !log.note.empty()) return log.note;
    }
    return std::nullopt;
  }
  void put(const audit::WitnessedLog& log) {
    const std::lock_guard lock(guard_);
    logs_[log.origin] = log;
  }
  std::optional<audit::WitnessedLog> get(std::string_view origin) const {
    const std::lock_guard lock(guard_);
    const auto found = logs_.find(std::string(origin));
    return found == logs_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  mutable std::mutex guard_;
  std::map<std::string, audit::WitnessedLog> logs_;
};

HttpResponse reply(int status, std::string body) {
  HttpResponse out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

}  // namespace

class WitnessHouse::One {
 public:
  explicit One(const std::string& name)
      : secret_(seeded(name)),
        other_(seeded("other " + name)),
        signer_(*make_note_signer(name, NoteKeyType::cosignature, secret_)) {
    listen();
  }
  ~One() { close(); }

  void be(Mood mood) {
    {
      const std::lock_guard lock(guard_);
      mood_ = mood;
      changed_.notify_all();
    }
    if (mood == Mood::dead) close();
    if (mood != Mood::dead && !server_) listen();
  }
  void clock(std::function<UnixTime()> now) {
    const std::lock_guard lock(guard_);
    now_ = std::move(now);
  }
  const NoteKey& key() const { return signer_.key; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::size_t asked() const { return asked_; }

  Memory memory;

 private:
  void listen() {
    HttpOptions options;
    options.port = port_;
    options.threads = 4;
    options.stop_seconds = 1;
    routes_ = witness_routes(memory, signer_, [this] { return now(); });
    std::vector<HttpRoute> shown = routes_;
    for (HttpRoute& route : shown) {
      route.handler = [this, inner = route.handler](const HttpRequest& request) {
        return answer(request, inner);
      };
    }
    closing_ = false;
    server_ = std::make_unique<HttpServer>(options, std::move(shown));
    const auto port = server_->bind();
    if (!port) std::abort();  // another program took it: no test can go on
    port_ = *port;
    thread_ = std::thread([this] { server_->run(); });
  }
  void close() {
    if (!server_) return;
    {
      const std::lock_guard lock(guard_);
      closing_ = true;
      changed_.notify_all();
    }
    server_->stop();
    thread_.join();
    server_.reset();
  }
  UnixTime now() {
    const std::lock_guard lock(guard_);
    return now_();
  }

  HttpResponse answer(const HttpRequest& request,
                      const std::function<HttpResponse(const HttpRequest&)>& inner) {
    ++asked_;
    Mood mood;
    {
      std::unique_lock lock(guard_);
      changed_.wait(lock, [this] { return mood_ != Mood::silent || closing_; });
      mood = mood_;
    }
    switch (mood) {
      case Mood::good:
        return inner(request);
      case Mood::refusing:
        return reply(403, "no\n");
      case Mood::huge:
        return reply(200, std::string(std::size_t{10} << 20, 'x'));
      case Mood::redirecting: {
        HttpResponse out = reply(303, "");
        out.location = "http://127.0.0.1:" + std::to_string(port_) + "/elsewhere";
        return out;
      }
      default:
        return request.body.empty() ? inner(request) : lie(request, mood, inner);
    }
  }
  HttpResponse lie(const HttpRequest& request, Mood mood,
                   const std::function<HttpResponse(const HttpRequest&)>& inner) {
    const auto asked = audit::parse_add_checkpoint(as_text(request.body));
    const auto note = asked ? parse_note(asked->note) : Result<Note>(Errc::truncated);
    const auto checkpoint =
        note ? parse_checkpoint(note->text) : Result<Checkpoint>(Errc::truncated);
    if (!checkpoint) return inner(request);
    Checkpoint other = *checkpoint;
    other.root.bytes[0] ^= 1;
    NoteSigner signer = signer_;
    const auto log = memory.get(checkpoint->origin);
    switch (mood) {
      case Mood::wrong_key:
        signer.secret = &other_;
        return reply(200, format(*cosign_note(note->text, now(), signer)));
      case Mood::stranger:
        signer = *make_note_signer("stranger.example", NoteKeyType::cosignature, other_);
        return reply(200, format(*cosign_note(note->text, now(), signer)));
      case Mood::other_checkpoint:
        return reply(200, format(*cosign_note(format(other), now(), signer)));
      case Mood::future:
        return reply(200, format(*cosign_note(note->text, now() + kSecondsPerDay, signer)));
      case Mood::boastful:
        return reply(409, logtext::decimal(checkpoint->size + 256) + "\n");
      case Mood::muddled:
        return reply(409, logtext::decimal(log ? log->size : 0) + "\n");
      default:
        return inner(request);
    }
  }

  const SigningKey secret_, other_;
  const NoteSigner signer_;
  std::vector<HttpRoute> routes_;
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
  std::uint16_t port_ = 0;
  std::atomic<std::size_t> asked_{0};
  std::mutex guard_;
  std::condition_variable changed_;
  std::function<UnixTime()> now_ = system_time;
  Mood mood_ = Mood::good;
  bool closing_ = false;
};

WitnessHouse::WitnessHouse(std::size_t count) {
  for (std::size_t i = 1; i <= count; ++i) {
    all_.push_back(std::make_unique<One>("w" + std::to_string(i) + ".example"));
  }
}
WitnessHouse::~WitnessHouse() = default;

std::size_t WitnessHouse::size() const { return all_.size(); }

std::string WitnessHouse::policy(std::size_t threshold) const {
  std::string lines, names;
  for (std::size_t row = 0; row < all_.size(); ++row) {
    const std::string name = "w" + std::to_string(row + 1);
    lines += "witness " + name + " " + format(key(row)) + " " + url(row) + "\n";
    names += " " + name;
  }
  return lines + "group all-of-them " + std::to_string(threshold) + names +
         "\nquorum all-of-them\n";
}

const NoteKey& WitnessHouse::key(std::size_t row) const { return all_.at(row)->key(); }
std::string WitnessHouse::url(std::size_t row) const { return all_.at(row)->url(); }

void WitnessHouse::know(const NoteKey& log) {
  for (const auto& one : all_) one->memory.put({log.name, {log}, 0, empty_root(), ""});
}
void WitnessHouse::be(std::size_t row, Mood mood) { all_.at(row)->be(mood); }
void WitnessHouse::be(Mood mood) {
  for (const auto& one : all_) one->be(mood);
}
void WitnessHouse::clock(std::function<UnixTime()> now) {
  for (const auto& one : all_) one->clock(now);
}

std::optional<audit::WitnessedLog> WitnessHouse::kept(std::size_t row,
                                                      std::string_view origin) const {
  return all_.at(row)->memory.get(origin);
}
void WitnessHouse::keep(std::size_t row, const audit::WitnessedLog& log) {
  all_.at(row)->memory.put(log);
}
std::size_t WitnessHouse::asked(std::size_t row) const { return all_.at(row)->asked(); }

}  // namespace whit::test
