// SPDX-License-Identifier: Apache-2.0
// check TRUST BUNDLE PRESET CODE [NOW]: one check with the C++ headers. 0 yes, 1 no, 2 cannot tell.
#include <whit/verify.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

static std::vector<std::uint8_t> read(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

int main(int argc, char** argv) {
  if (argc < 5) return 3;
  const auto trust = whit::parse_trust_file(read(argv[1]));
  if (!trust) return 3;
  const auto bundle = whit::Bundle::open(read(argv[2]), *trust);
  if (!bundle) return 3;
  const auto policy = whit::make_policy(*bundle, argv[3]);
  if (!policy) return 3;

  whit::Context context;  // nothing reads a clock but this program
  context.now = argc > 5 ? std::strtoull(argv[5], nullptr, 10) : std::uint64_t(std::time(nullptr));
  const whit::Report report = whit::verify(read(argv[4]), &*bundle, *policy, context);

  std::cout << name(report.verdict) << '\n';
  switch (verdict_class(report.verdict)) {
    case whit::VerdictClass::yes:
      return 0;
    case whit::VerdictClass::cannot_tell:
      return 2;
    default:
      return 1;
  }
}
