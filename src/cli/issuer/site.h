// SPDX-License-Identifier: Apache-2.0
// A bundle as plain files, for any web server: the same paths as the HTTP service has.
#pragma once

#include <string>

#include "serve/routes.h"
#include "whit/trust.h"

namespace whit::cli {

// write_site puts `published` into FOLDER/v1/bundle/: segments first, then the whole, the head
// last, so that whoever fetches a head finds all that it names. A segment, named by its hash, is
// never written again. One that no head has listed for the life of a bundle is removed; `head` is
// that of `published`.
void write_site(const std::string& folder, const Published& published, const Head& head);

}  // namespace whit::cli
