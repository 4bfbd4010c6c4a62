// SPDX-License-Identifier: Apache-2.0
// doctor: everything that can be wrong with an issuer, each with a sentence and a command.
//
// examine() looks, judge() decides: what is red is a pure function of what was seen, so that every
// check can be tried without a broken machine.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/issuer/blind_view.h"
#include "cli/issuer/catalogue_shown.h"
#include "cli/issuer/hsm_store.h"
#include "cli/issuer/log_view.h"
#include "cli/issuer/machine.h"
#include "cli/issuer/radar.h"
#include "cli/issuer/service_file.h"
#include "cli/issuer/session.h"
#include "cli/issuer/setup_commands.h"
#include "store/inspect.h"

namespace whit::cli {

enum class Colour : std::uint8_t { red = 0, yellow, green };

// Check is one line of the answer. `command` is what to type or to do; empty where it is green.
struct Check {
  std::string name;
  Colour colour = Colour::red;
  std::string sentence, command;
};

// StaffCount is how many accounts can do what.
struct StaffCount {
  std::size_t accounts = 0;               // not disabled
  std::size_t registrars = 0, keys = 0;   // of them, who may do mass acts and key acts
  std::size_t locked = 0, proposals = 0;  // now; that wait for a second person
  std::uint64_t broken = 0;               // first journal line that doesn't follow, 0: none
  std::uint64_t head = 0;                 // number of the newest line
};

// BundleView is what is told of the newest bundle.
struct BundleView {
  std::uint64_t version = 0;
  UnixTime issued = 0, next_update = 0, expires = 0;
  std::uint64_t seeds = 0;  // withdrawn, decoys among them
  Day last_key = 0;         // last expiry day that a token key is listed for
  Seconds oldest_data = 0;  // that its most patient preset lets a checker use
};

// TakenBack is what is told of keys that were given up.
struct TakenBack {
  std::vector<std::string> withdrawn;  // names of token, paper and blind keys listed so
  Day until = 0;                       // the day after which none of them is listed any more
  bool unpublished = false;            // the newest bundle doesn't say so of all of them
  std::vector<std::string> retired;    // service keys that the root still certifies
  bool unreplaced = false;             // nothing is published in the place of one of them
};

// Exam is all that was seen. What couldn't be read is empty or absent.
struct Exam {
  UnixTime now = 0;
  IssuerName name;
  std::string dir;                          // as the user named it
  std::vector<std::string> open_to_others;  // secret files that others may read or write
  std::vector<std::string> of_others;       // files that belong to another user than the folder
  bool folder_open = false;                 // others may look into the folder, or write there
  std::string store_error;                  // why the register doesn't open; empty: it does
  std::string store_hint;
  int schema = 0;
  std::optional<bool> sound;  // absent: not looked at
  StoreFigures store;
  Figures figures;
  StaffCount staff;
  bool certified = false, specimen = false;
  std::vector<Ending> endings;
  std::vector<KeyLine> keys;
  std::optional<BundleView> bundle;
  TakenBack taken_back;
  std::string bundle_error;             // why it doesn't open
  std::size_t lost_keys = 0;            // token keys whose secret half is gone
  std::optional<HsmView> hsm;           // absent: there is none, or it wasn't looked at
  std::size_t hsm_unknown = 0;          // keys in one that no hsm.json says anything about
  std::string uncovered;                // first fact and day without a token key, as a sentence
  std::string catalogue_error;          // what is wrong with it, or how a preset is too long
  std::vector<StillShown> still_shown;  // dealt no more
  std::optional<ServiceFile> service;
  Answer answer = Answer::none;
  std::uint64_t growth = 0;  // bytes a day
  UnixTime backup = 0;       // time of the last one, 0 for none
  LogView log;
  BlindView blind;
  Machine machine;
  bool environment = true;  // whether to judge the machine too
};

// Depth is how hard to look: `quick` is what status has time for.
enum class Depth : std::uint8_t { quick, full };
Exam examine(const Common& common, Depth depth, Rng& rng);

// judge gives one Check for each thing that can be wrong, in a fixed order; those that weren't
// looked at are left out.
std::vector<Check> judge(const Exam& exam);

// doctor prints them all: exit code 1 if one is red.
Exit doctor(const Common& common, Output output, Rng& rng);

}  // namespace whit::cli
