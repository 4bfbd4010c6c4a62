// SPDX-License-Identifier: Apache-2.0
// A small HTTP client: one answer within time and size limits, or one reason why there is none.
// It follows no redirects, takes no compressed bodies and never turns certificate checks off.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "whit/bytes.h"
#include "whit/time.h"

namespace whit {

enum class HttpFailure : std::uint8_t {
  none = 0,
  bad_url,      // not http://host[:port][/path] or https://..., or with user, query or fragment
  unreachable,  // no such host, nobody listens, or the connection broke
  timed_out,    // not answered in time
  untrusted,    // the server's certificate isn't good for this host
  too_large,    // the answer is longer than the limit
};

// sentence says `failure` to a person: lower case, no period, no address.
std::string_view sentence(HttpFailure failure) noexcept;

// HttpReply is what came back. `status` is 0 unless `failure` is none.
struct HttpReply {
  HttpFailure failure = HttpFailure::none;
  int status = 0;
  std::string content_type;
  std::vector<std::uint8_t> body;
  UnixTime date = 0;  // the server's clock by its Date header, 0 for none
  // What the body is packed in, such as "gzip": it was asked for unpacked and is left as it came.
  std::string encoding = {};
  bool ok() const noexcept { return failure == HttpFailure::none && status == 200; }
};

// HttpLimits bound one exchange. `total` is judged while the body arrives, the others by read.
struct HttpLimits {
  std::uint32_t connect_seconds = 5;
  std::uint32_t read_seconds = 15;
  std::uint32_t total_seconds = 60;
  std::size_t max_body = std::size_t{16} << 20;
};

// HttpClient speaks to one server and keeps its connection open between calls. Not for several
// threads at once, cancel() excepted. It ignores SIGPIPE in the whole process.
class HttpClient {
 public:
  // `base_url` is that of the trust file, with or without a slash at its end. `ca_file` names
  // more certificate authorities in PEM than the system's; empty is the usual.
  explicit HttpClient(std::string_view base_url, HttpLimits limits = {},
                      std::string_view ca_file = {});
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  ~HttpClient();

  // set_bearer sends `token` with every request from now on; empty for none again.
  void set_bearer(std::string token);

  // set_certificate shows this certificate (and those after it in its file) to a server that asks
  // for one; both are PEM files. false: can't be read, don't belong together, or no https.
  bool set_certificate(const std::string& certificate_file, const std::string& key_file);

  // `path` starts with a slash and is put behind the base URL's own path.
  // `limit` is for this body alone, 0 for that of HttpLimits.
  HttpReply get(std::string_view path, std::size_t limit = 0);
  HttpReply post(std::string_view path, std::string_view content_type, Bytes body);

  // cancel ends what is under way, and every later call, with `timed_out`. It may be called from
  // any thread and doesn't wait. Only a look-up of the host's name goes on until it ends by itself.
  void cancel();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace whit
