// SPDX-License-Identifier: Apache-2.0
// The QR readers that doc/reading-codes.md compares. Each returns the contents of all codes that it
// finds.
#pragma once

#include <string>
#include <vector>

#include "cli/qr/picture.h"

namespace whit::bench {

using Codes = std::vector<std::string>;
using Reader = Codes (*)(const GreyImage& image);

struct Candidate {
  const char* name;
  Reader read;
};

Codes zxing(const GreyImage& image);           // the library alone
Codes zxing_enlarged(const GreyImage& image);  // at once, twice and three times the size
Codes zbar(const GreyImage& image);            // the library alone
Codes zbar_enlarged(const GreyImage& image);   // and at twice the size, if that finds nothing

}  // namespace whit::bench
