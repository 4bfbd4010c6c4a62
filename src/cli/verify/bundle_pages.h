// SPDX-License-Identifier: Apache-2.0
// Whether web pages are the office's: held against what its signed head says of them
// (spec/trust.md, 6.13).
#pragma once

#include <string>

#include "cli/common/message.h"
#include "whit/trust.h"

namespace whit::cli {

// compare_pages looks at each file that `head` vouches for, below `from`: an address, or a folder
// with one for each page in it. A folder with the files of one page stands for that which it is
// most like. Exit::yes: all are what they should be; Exit::no: some aren't, each is
// named. A Failure where the head vouches for none, or `from` can't be read at all.
Exit compare_pages(const Head& head, const std::string& from, const std::string& ca_file);

}  // namespace whit::cli
