// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/bundle_pages.h"

#include <optional>
#include <vector>

#include "cli/common/files.h"
#include "cli/common/program.h"
#include "crypto/hash.h"
#include "serve/http_client.h"

namespace whit::cli {
namespace {

constexpr std::size_t kMaxPage = 8 * kMegabyte;
constexpr std::string_view kFolder = "/check/";

using Content = std::optional<std::vector<std::uint8_t>>;

bool is_address(const std::string& from) {
  return from.compare(0, 7, "http://") == 0 || from.compare(0, 8, "https://") == 0;
}

// A name that a request or a path below a folder can have.
bool is_plain(const std::string& path) {
  if (path.empty() || path.front() != '/' || path.find("..") != std::string::npos) return false;
  for (const char c : path) {
    if (c <= ' ' || c > '~' || c == '?' || c == '#' || c == '%' || c == '\\') return false;
  }
  return true;
}

class Copies {
 public:
  Copies(const std::string& from, const std::string& ca_file) : from_(from) {
    if (!is_address(from)) {
      if (!exists(from)) throw Failure(printable(from) + ": no such folder");
      return;
    }
    HttpLimits limits;
    limits.max_body = kMaxPage;
    client_.emplace(from, limits, ca_file);
  }

  // get is absent where there is no such file.
  Content get(const std::string& path) {
    if (!is_plain(path)) return std::nullopt;
    if (!client_) {
      const bool below = path.compare(0, kFolder.size(), kFolder) == 0;
      const std::string file = from_ + "/" + path.substr(below ? kFolder.size() : 1);
      if (!exists(file)) return std::nullopt;
      return read_file(file, kMaxPage);
    }
    HttpReply reply = client_->get(path);
    if (reply.failure != HttpFailure::none) {
      throw Failure(printable(from_) + ": " + std::string(sentence(reply.failure)));
    }
    if (!reply.ok() || !reply.encoding.empty()) return std::nullopt;
    return std::move(reply.body);
  }

 private:
  std::string from_;
  std::optional<HttpClient> client_;
};

}  // namespace

Exit compare_pages(const Head& head, const std::string& from, const std::string& ca_file) {
  if (head.pages.empty()) {
    throw Failure(head.iss + ": its data vouches for no pages");
  }
  Copies copies(from, ca_file);
  std::size_t wrong = 0;
  for (const Page& page : head.pages) {
    const Content content = copies.get(page.path);
    if (content && sha256(*content) == page.hash) continue;
    ++wrong;
    print(printable(page.path) + ": " + (content ? "another file" : "not there"));
  }
  const std::string all = std::to_string(head.pages.size());
  print(wrong == 0 ? "the page is " + head.iss + "'s: all " + all + " files, as in v" +
                         std::to_string(head.version)
                   : "not " + head.iss + "'s page: " + std::to_string(wrong) + " of " + all +
                         " files differ from v" + std::to_string(head.version));
  return wrong == 0 ? Exit::yes : Exit::no;
}

}  // namespace whit::cli
