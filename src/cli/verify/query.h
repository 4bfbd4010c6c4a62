// SPDX-License-Identifier: Apache-2.0
// From options as typed to a Check.
#pragma once

#include <optional>
#include <string>

#include "cli/verify/check.h"
#include "cli/verify/options.h"
#include "cli/verify/questions.h"

namespace whit::cli {

// time_option reads the value of `option`, or is a Failure; empty is `otherwise`.
UnixTime time_option(const std::string& text, const char* option, UnixTime otherwise);

// context_of reads --at, --floor, --nonce, --elapsed and --until. A nonce needs an elapsed time.
Context context_of(const CheckOptions& options);

// issuer_for is whose data `showing` has to be judged by, of those trusted in the data folder: the
// issuer that the showing names, else options.issuer, else the first that has some; empty where
// nobody is trusted. Nobody has vouched for the showing yet.
std::string issuer_for(const CheckOptions& options, Bytes showing);

// data_for is what `showing` has to be judged by: the files named, else the data in the folder of
// the issuer that the showing names, else of options.issuer, else of the first issuer that has
// some.
const Data& data_for(const CheckOptions& options, Bytes showing, DataCache& cache);

// nonce_of is the nonce that `showing` answers, if it is a challenge.
std::optional<Nonce> nonce_of(Bytes showing);

}  // namespace whit::cli
