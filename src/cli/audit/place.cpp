// SPDX-License-Identifier: Apache-2.0
#include "cli/audit/place.h"

#include <filesystem>

#include "cli/common/files.h"
#include "cli/common/log_source.h"
#include "cli/common/message.h"
#include "log/note.h"
#include "log/path.h"
#include "serve/http_client.h"

namespace whit::cli {
namespace {

constexpr const char* kHeadPath = "/v1/bundle/head";

bool is_url(const std::string& where) { return where.find("://") != where.npos; }

bool has_checkpoint(const std::string& where, const std::string& ca_file) {
  if (!is_url(where) && !std::filesystem::is_directory(where)) return false;
  const auto source = open_log_source(where, ca_file);
  const auto found = source->get("checkpoint", kMaxNoteSize);
  if (found) return true;
  if (found.error().code == Errc::not_found) return false;
  throw Failure(printable(where) + ": " + source->trouble(), "", Exit::cannot_tell);
}

// place_above is the place of which `log` is log 1.
Place place_above(const std::string& log) {
  constexpr std::string_view kFirst = "/1", kLogs = "/log";
  Place out;
  out.base = log;
  out.numbered = log.ends_with(kFirst);
  if (!out.numbered) return out;
  out.base.resize(log.size() - kFirst.size());
  if (out.base.ends_with(kLogs)) out.site = out.base.substr(0, out.base.size() - kLogs.size());
  return out;
}

}  // namespace

std::string Place::prefix(std::uint64_t number) const {
  if (numbered) return base + "/" + std::to_string(number);
  return number == 1 ? base : std::string();
}

std::optional<std::vector<std::uint8_t>> served_head(const std::string& site,
                                                     const std::string& ca_file) {
  if (!is_url(site)) {
    const std::string path = site + kHeadPath;
    if (!exists(path)) return std::nullopt;
    return read_file(path, kMaxLogObject);
  }
  HttpReply reply = HttpClient(site, {}, ca_file).get(kHeadPath, kMaxLogObject);
  if (!reply.ok() || !reply.encoding.empty()) return std::nullopt;
  return std::move(reply.body);
}

Place find_place(std::string where, const std::string& ca_file) {
  (void)open_log_source(where, ca_file);  // a Failure where there is nothing
  if (!is_url(where)) where = std::filesystem::absolute(where).lexically_normal();
  while (where.size() > 1 && where.back() == '/') where.pop_back();
  for (const char* below : {"", "/1", "/log/1"}) {
    if (has_checkpoint(where + below, ca_file)) return place_above(where + below);
  }
  throw Failure(printable(where) + ": no log there",
                "a log has a file named checkpoint, and log 1 of an issuer lies at .../log/1",
                Exit::cannot_tell);
}

}  // namespace whit::cli
