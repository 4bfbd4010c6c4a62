// SPDX-License-Identifier: Apache-2.0
// catalogue.json: the facts and presets of an issuer, as people write them.
//
//   {"facts": [{"vct": 65001, "slug": "work-permit-valid", "kinds": ["revocable"],
//               "modes": ["one-way", "posted", "challenge"], "horizon": 14, "per_day": 2,
//               "paper_life": 28, "blind_lead": 3600, "values": ["A", "B"] or [lowest, highest],
//               "labels": {"en": "..."}}],
//    "presets": [{"slug": "gate", "facts": ["work-permit-valid"], "kinds": [...], "modes": [...],
//                 "binding": "none" or "document", "max_age": 259200, "answer_time": 120,
//                 "receipts": true, "labels": {"en": "..."}}]}
#pragma once

#include <string_view>
#include <vector>

#include "whit/trust.h"

namespace whit::cli {

struct Catalogue {
  std::vector<CatalogueFact> facts;
  std::vector<Preset> presets;
};

// parse_catalogue is a Failure for everything that a bundle couldn't carry, with the place:
// "catalogue.json: facts[2] visa-class: modes: no such mode: chalenge". `file` names the text.
Catalogue parse_catalogue(std::string_view text, std::string_view file);

}  // namespace whit::cli
