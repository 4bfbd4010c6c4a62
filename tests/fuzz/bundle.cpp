// SPDX-License-Identifier: Apache-2.0
// Opening bundles, with signatures that fit whatever stands under them: a fuzzer can't sign, so
// that without this it would never come past the first one.
#include "whit/bundle.h"

#include "fuzz/fuzz.h"
#include "support/world.h"
#include "token/registry.h"

namespace whit::fuzz {
namespace {

using test::World;

enum class Part : std::uint8_t { file, head, manifest, key_list, kCount };

const World& world() {
  static const World made;
  return made;
}

ByteVector file_of(const Head& head) { return world().bundle_file_of(head); }

ByteVector with_manifest(Bytes payload) {
  Head head = world().head();
  head.manifest = sign_part({payload.begin(), payload.end()}, registry::kTypManifest, world().root);
  return file_of(head);
}

ByteVector with_key_list(Bytes payload) {
  Head head = world().head();
  head.key_list = sign_part({payload.begin(), payload.end()}, registry::kTypKeyList, world().keys);
  world().prove(head);
  return file_of(head);
}

ByteVector file_with(Part part, Bytes input) {
  const ByteVector payload(input.begin(), input.end());
  switch (part) {
    case Part::head:
      return encode_bundle_file(sign_part(payload, registry::kTypHead, world().publisher), {});
    case Part::manifest:
      return with_manifest(payload);
    case Part::key_list:
      return with_key_list(payload);
    case Part::file:
    case Part::kCount:
      break;
  }
  return payload;
}

// Whatever opens can be asked every question that it names.
void use(const Bundle& bundle) {
  static const ByteVector showing = world().show({test::kPermit});
  Context context;
  context.now = world().now;
  for (const Preset& preset : bundle.head().presets) {
    const auto policy = make_policy(bundle, preset.slug);
    must(policy.ok());
    must(bundle.find_preset(preset.slug) == &preset);
    const Report report = verify(showing, &bundle, *policy, context);
    must(report.count == policy->count);
  }
  for (const CatalogueFact& fact : bundle.head().catalogue)
    must(bundle.find_fact(fact.vct) == &fact);
}

}  // namespace

void run(Bytes input) {
  if (input.empty()) return;
  const auto part = static_cast<Part>(input[0] % static_cast<int>(Part::kCount));
  const auto bundle = Bundle::open(file_with(part, input.subspan(1)), world().trust());
  if (bundle) use(*bundle);
}

}  // namespace whit::fuzz
