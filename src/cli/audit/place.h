// SPDX-License-Identifier: Apache-2.0
// Where the logs of an issuer lie: a web server, a folder, a stick. Spec: spec/log.md, section 13.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace whit::cli {

// Place is an address below which log 1, log 2 and so on lie, or the address of one log.
struct Place {
  std::string base;      // without a slash at its end
  bool numbered = true;  // a log's number follows `base`; else it is log 1 itself
  std::string site;      // where v1/bundle/head lies; empty where that can't be told

  // prefix is the address of log `number`; empty where it can't be told.
  std::string prefix(std::uint64_t number) const;
};

// served_head is the head of the bundle that a site serves now; nothing where there is none.
std::optional<std::vector<std::uint8_t>> served_head(const std::string& site,
                                                     const std::string& ca_file = "");

// find_place takes the address of a site, of its log folder or of log 1, and tells which it is by
// where a checkpoint lies. A Failure with code 2 where there is none.
Place find_place(std::string where, const std::string& ca_file = "");

}  // namespace whit::cli
