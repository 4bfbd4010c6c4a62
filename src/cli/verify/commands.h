// SPDX-License-Identifier: Apache-2.0
// The commands of whit-verify. Each returns how the program ends; what can't be done is a Failure.
#pragma once

#include "cli/common/message.h"
#include "cli/verify/options.h"

namespace whit::cli {

Exit run_check(const CheckOptions& options, const Console& console);
// run_batch answers each line of options.file, a check as a JSON object, with one line of JSON.
Exit run_batch(const CheckOptions& options, const Console& console);
// run_gate checks scan after scan until somebody ends it.
Exit run_gate(const GateOptions& options, const Console& console);
Exit run_ask(const AskOptions& options, const Console& console);
Exit run_inspect(const std::string& file, const Console& console);

Exit run_trust_add(const TrustOptions& options, const Console& console);
Exit run_trust_list(const TrustOptions& options, const Console& console);
Exit run_trust_remove(const TrustOptions& options, const Console& console);

// site: what is asked at this place, and the lock on it.
Exit run_site_set(const SiteOptions& options, const Console& console);
Exit run_site_show(const SiteOptions& options, const Console& console);
Exit run_site_lock(const SiteOptions& options, const Console& console);
Exit run_site_unlock(const SiteOptions& options, const Console& console);
Exit run_site_cancel(const SiteOptions& options, const Console& console);

Exit run_preset_list(const PresetOptions& options, const Console& console);

Exit run_bundle_install(const BundleOptions& options, const Console& console);
Exit run_bundle_update(const BundleOptions& options, const Console& console);
// run_bundle_save writes what is installed as one file, for a machine without a network.
Exit run_bundle_save(const BundleOptions& options, const Console& console);
Exit run_bundle_show(const BundleOptions& options, const Console& console);
// run_bundle_pages holds web pages against what the installed data says of them.
Exit run_bundle_pages(const BundleOptions& options, const Console& console);

}  // namespace whit::cli
