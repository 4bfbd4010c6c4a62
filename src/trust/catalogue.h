// SPDX-License-Identifier: Apache-2.0
// Facts and presets inside a head. Spec: spec/trust.md, section 5.
#pragma once

#include "base/cbor_reader.h"
#include "base/cbor_writer.h"
#include "whit/trust.h"

namespace whit {

Result<CatalogueFact> read_fact(cbor::Reader& in);
Result<Preset> read_preset(cbor::Reader& in);
void write(cbor::Writer& out, const CatalogueFact& fact);
void write(cbor::Writer& out, const Preset& preset);

// check_catalogue refuses what names something twice, or a preset of facts that aren't there.
Status check_catalogue(const std::vector<CatalogueFact>& facts, const std::vector<Preset>& presets);

}  // namespace whit
