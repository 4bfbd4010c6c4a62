// SPDX-License-Identifier: Apache-2.0
// A bundle and the log as plain files, for any web server: the same paths as the HTTP service has.
#pragma once

#include <string>

#include "cli/issuer/folder.h"
#include "serve/routes.h"
#include "store/log_store.h"
#include "whit/trust.h"

namespace whit::cli {

// site_parts is all that is given out of a bundle's one-file form, and the trust file beside it.
Published site_parts(const Folder& folder, Bytes file);

// write_site puts `published` into FOLDER/v1/bundle/ (its trust file is FOLDER/v1/trust) and the
// log into FOLDER/log/<number>/, only what is new, and in an order in which whoever fetches a file
// finds all that it names: segments, tiles, entries, headers and signed parts, then the checkpoint,
// the whole, and the head last. What is named by its hash or its place in the tree is never written
// again. A segment that no head has listed for the life of a bundle is removed; `head` is that of
// `published`.
void write_site(const std::string& folder, const Published& published, const Head& head,
                LogStore& log);

// write_log is the part of it below FOLDER/log/.
void write_log(const std::string& folder, LogStore& log);

}  // namespace whit::cli
