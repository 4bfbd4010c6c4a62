// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/fetch.h"

#include "base/hex.h"
#include "cli/common/clock.h"
#include "cli/common/files.h"
#include "cli/common/message.h"
#include "cli/common/progress.h"
#include "cli/verify/install.h"
#include "cli/verify/refuse.h"
#include "cli/verify/segment_store.h"
#include "crypto/hash.h"
#include "serve/http_client.h"

namespace whit::cli {
namespace {

constexpr std::string_view kHeadPath = "/v1/bundle/head", kSegmentPath = "/v1/bundle/segment/";
constexpr const char* kKept = "what is installed keeps working until it is too old";

// A slow line may need this long for one file; who sends nothing for 15 s is left earlier.
HttpLimits limits() {
  HttpLimits out;
  out.total_seconds = 600;
  out.max_body = kMaxBundle;
  return out;
}

[[noreturn]] void no_news(const std::string& why, const std::string& hint = kKept) {
  throw Failure("no new data: " + why, hint);
}

std::string segment_text(const SegmentRow& row) { return "segment " + std::to_string(row.day); }

// One server, and what it can answer that isn't a file.
class Server {
 public:
  Server(const std::string& url, const std::string& ca_file, UnixTime now)
      : client_(url, limits(), ca_file), now_(now) {}

  std::vector<std::uint8_t> head() {
    HttpReply reply = client_.get(kHeadPath);
    if (reply.failure == HttpFailure::too_large) {
      no_news("the server's head is larger than any bundle may be, " +
              std::to_string(kMaxBundle / kMegabyte) + " MB");
    }
    if (reply.failure == HttpFailure::none && reply.status == 404) {
      no_news("the server has no bundle at this address (404)",
              "give the address that /v1/bundle/head stands behind");
    }
    refuse_others(reply);
    return std::move(reply.body);
  }

  std::vector<std::uint8_t> segment(const SegmentRow& row) {
    const std::string path = std::string(kSegmentPath) + hex::encode(row.hash.view());
    HttpReply reply = client_.get(path, std::max<std::size_t>(row.size, 1));
    if (reply.failure == HttpFailure::too_large) {
      no_news("the server's " + segment_text(row) + " is larger than its head says");
    }
    if (reply.failure == HttpFailure::none && reply.status == 404) {
      no_news("the server lacks " + segment_text(row) + ", which its head names (404)");
    }
    refuse_others(reply);
    if (reply.body.size() != row.size || !(sha256(reply.body) == row.hash)) {
      no_news("damaged: " + segment_text(row) + " does not match");
    }
    return std::move(reply.body);
  }

 private:
  void refuse_others(const HttpReply& reply) const {
    if (reply.failure == HttpFailure::bad_url) {
      no_news(std::string(sentence(reply.failure)),
              "a file is installed by whit-verify bundle install FILE");
    }
    if (reply.failure == HttpFailure::untrusted) {
      no_news(std::string(sentence(reply.failure)),
              "give --ca-file if it has an authority of its own; this computer says " +
                  format_time(now_));
    }
    if (reply.failure != HttpFailure::none) no_news(std::string(sentence(reply.failure)));
    if (reply.status >= 300 && reply.status < 400) {
      no_news("the server sends on to another address (" + std::to_string(reply.status) +
                  "), which is not followed",
              "whit-verify bundle update URL, with the address where the data is");
    }
    if (reply.status != 200) no_news("the server answered " + std::to_string(reply.status));
    if (!reply.encoding.empty()) no_news("the server packs the data, which was not asked for");
  }

  HttpClient client_;
  UnixTime now_;
};

Head head_in(Bytes signed_head) {
  auto head = read_head(signed_head);
  if (!head) no_news("damaged: what the server gives as a head is none");
  return *std::move(head);
}

// must_fit sums up what the head names.
std::size_t must_fit(const Head& head, std::size_t head_size) {
  std::size_t sum = head_size;
  for (const SegmentRow& row : head.segments) {
    if (row.size > kMaxBundle || sum + row.size > kMaxBundle) {
      no_news("the head names more than a bundle may have, " +
              std::to_string(kMaxBundle / kMegabyte) + " MB");
    }
    sum += row.size;
  }
  return sum - head_size;
}

}  // namespace

Fetched fetch_bundle(const DataFolder& folder, const std::string& url, const std::string& ca_file,
                     UnixTime now) {
  Server server(url, ca_file, now);
  const auto signed_head = server.head();
  const Head head = head_in(signed_head);
  const std::size_t size = must_fit(head, signed_head.size());
  refuse_head(folder, head.iss, signed_head, now);
  Fetched out{head.iss, {}, 0, signed_head.size()};
  const SegmentStore store(folder, head.iss);
  store.keep_only(head.segments);
  std::vector<std::vector<std::uint8_t>> segments;
  Progress progress("fetch", size);
  std::size_t done = 0;
  for (const SegmentRow& row : head.segments) {
    auto held = store.get(row);
    if (!held) {
      held = server.segment(row);
      store.put(row, *held);
      ++out.segments;
      out.bytes += held->size();
    }
    done += held->size();
    progress.at(done);
    segments.push_back(*std::move(held));
  }
  const std::vector<Bytes> views(segments.begin(), segments.end());
  out.file = encode_bundle_file(signed_head, views);
  return out;
}

}  // namespace whit::cli
