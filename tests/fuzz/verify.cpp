// SPDX-License-Identifier: Apache-2.0
// verify() whole, of any bytes: C++ and C agree, and nothing that we didn't sign is a yes.
#include "whit/verify.h"

#include "fuzz/fuzz.h"
#include "support/samples.h"
#include "whit.h"

namespace whit::fuzz {
namespace {

struct Stage {
  test::World world;
  Policy policy = world.policy("two");
  whit_bundle* bundle = nullptr;
  whit_policy* c_policy = nullptr;
  Context context;
  whit_context c_context = {};

  Stage() {
    const ByteVector trust = encode(world.trust()), file = world.bundle_file();
    must(whit_bundle_open(trust.data(), trust.size(), file.data(), file.size(), &bundle, nullptr) ==
         1);
    must(whit_policy_new(bundle, "two", nullptr, &c_policy, nullptr) == 1);
    context.now = c_context.now = world.now;
    context.name = c_context.name = "Gate 7";
    context.nonce = Nonce{};
    c_context.has_nonce = 1;
  }
};

}  // namespace

void run(Bytes input) {
  static const Stage stage;
  const Report report = verify(input, &stage.world.bundle(), stage.policy, stage.context);
  whit_report c_report;
  const int yes = whit_verify(stage.bundle, stage.c_policy, &stage.c_context, input.data(),
                              input.size(), &c_report);
  must(yes == 0 && report.verdict != Verdict::valid);
  must(c_report.verdict == static_cast<std::uint8_t>(report.verdict));
  must(c_report.count == report.count && report.count <= kMaxTokens);
  for (std::size_t i = 0; i < report.count; ++i) {
    must(report.facts[i].verdict != Verdict::valid);
    must(c_report.facts[i].verdict == static_cast<std::uint8_t>(report.facts[i].verdict));
    must(report.facts[i].value == Value{});
  }
  must(verify(input, nullptr, stage.policy, stage.context).count == 0);
}

}  // namespace whit::fuzz
