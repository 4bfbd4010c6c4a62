// SPDX-License-Identifier: Apache-2.0
// Where a log is read from: a web server, or a folder. Nothing that comes is believed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "log/source.h"

namespace whit::cli {

// Wanted is one file and the most that it may be.
struct Wanted {
  std::string path;
  std::size_t limit = 0;
};

// Upstream is a source that can be told what will be asked for next, so that a server far away is
// asked for several files at once.
class Upstream : public LogSource {
 public:
  // fetch_ahead gets `wanted` now; get() gives each of them once. What couldn't be had is asked for
  // again then. At most some hundreds of tiles.
  virtual void fetch_ahead(const std::vector<Wanted>& wanted) = 0;
};

bool is_url(const std::string& where);

// open_upstream reads below a URL, with the certificate authorities of `ca_file` beside the
// system's, or below a folder. An address that is none is a Failure.
std::unique_ptr<Upstream> open_upstream(const std::string& where, const std::string& ca_file = "");

}  // namespace whit::cli
