// SPDX-License-Identifier: Apache-2.0
// publish and serve: what the issuer gives out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/common/message.h"
#include "cli/issuer/session.h"

namespace whit::cli {

struct PublishOptions {
  std::string folder;  // v1/bundle/... for any web server; empty: none
  std::string whole;   // one file; empty: none
  std::string pages;   // folder of the built pages (pages.h)
  ClockRule clock = ClockRule::doubt;
  std::vector<std::string> dropped;  // presets that checkers may lose
};
Exit publish_command(const Console& console, const Common& common, const PublishOptions& options,
                     Rng& rng);

struct ServeOptions {
  std::string listen = "127.0.0.1:8440";
  std::string staff_listen;  // empty: no staff pages and no metrics
  std::string site;   // folder that every bundle is laid out in, as publish does; empty: none
  std::string pages;  // folder of the built pages (pages.h)
  std::string tls_certificate, tls_key;
  std::string staff_certificate, staff_key;  // empty: the same as above
  std::string client_ca;                     // of staff certificates
  std::size_t threads = 256;
  ClockRule clock = ClockRule::doubt;
};
// serve runs until SIGTERM or SIGINT. It prints "listening on URL" once it answers, and "staff on
// URL" below that.
Exit serve(const Console& console, const Common& common, const ServeOptions& options, Rng& rng);

}  // namespace whit::cli
