// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/bundle_pages.h"

#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "cli/common/files.h"
#include "cli/common/program.h"
#include "crypto/hash.h"
#include "serve/http_client.h"

namespace whit::cli {
namespace {

constexpr std::size_t kMaxPage = 8 * kMegabyte;

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

  // is_one_page tells whether it is a folder without one for each page.
  bool is_one_page(const std::set<std::string>& pages) const {
    return !client_ && std::none_of(pages.begin(), pages.end(), [this](const std::string& page) {
      return exists(from_ + page);
    });
  }

  // get is absent where there is no such file.
  Content get(const std::string& path) {
    if (!is_plain(path)) return std::nullopt;
    if (!client_) {
      const std::string file = from_ + path;
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

// Compared is the files below `page`: how many there should be, and a line for each that isn't one.
struct Compared {
  std::size_t all = 0;
  std::vector<std::string> wrong;
};

// Where `strip` is set, the copy is a folder of this page alone.
Compared compare(const Head& head, const std::string& page, bool strip, Copies& copies) {
  Compared out;
  for (const Page& file : head.pages) {
    if (file.path.compare(0, page.size(), page) != 0) continue;
    ++out.all;
    const Content content = copies.get(strip ? file.path.substr(page.size() - 1) : file.path);
    if (content && sha256(*content) == file.hash) continue;
    out.wrong.push_back(printable(file.path) + ": " + (content ? "another file" : "not there"));
  }
  return out;
}

// pages_of is the folders that the files stand in: /check/, /wallet/.
std::set<std::string> pages_of(const Head& head) {
  std::set<std::string> out;
  for (const Page& file : head.pages) {
    const std::size_t slash = file.path.find('/', 1);
    if (slash != std::string::npos) out.insert(file.path.substr(0, slash + 1));
  }
  return out;
}

Compared compare(const Head& head, Copies& copies) {
  const std::set<std::string> pages = pages_of(head);
  if (!copies.is_one_page(pages)) return compare(head, "/", false, copies);
  std::optional<Compared> most;
  for (const std::string& page : pages) {
    Compared one = compare(head, page, true, copies);
    const auto like = [](const Compared& it) { return it.all - it.wrong.size(); };
    if (!most || like(one) > like(*most)) most = std::move(one);
  }
  return most ? std::move(*most) : Compared{};
}

}  // namespace

Exit compare_pages(const Head& head, const std::string& from, const std::string& ca_file) {
  if (head.pages.empty()) {
    throw Failure(head.iss + ": its data vouches for no pages");
  }
  Copies copies(from, ca_file);
  const Compared found = compare(head, copies);
  for (const std::string& line : found.wrong) print(line);
  const std::string all = std::to_string(found.all), version = std::to_string(head.version);
  const bool same = found.all != 0 && found.wrong.empty();
  print(same ? "the page is " + head.iss + "'s: all " + all + " files, as in v" + version
             : "not " + head.iss + "'s page: " + std::to_string(found.wrong.size()) + " of " + all +
                   " files differ from v" + version);
  return same ? Exit::yes : Exit::no;
}

}  // namespace whit::cli
