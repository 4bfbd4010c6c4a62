// SPDX-License-Identifier: Apache-2.0
#include "cli/verify/gate/live_data.h"

#include <sys/stat.h>

#include "cli/common/files.h"
#include "cli/common/message.h"

namespace whit::cli::gate {
namespace {

bool is_older(const Data& fresh, const Data& used) {
  return fresh.bundle && used.bundle && fresh.trust->root == used.trust->root &&
         fresh.bundle->head().version < used.bundle->head().version;
}

}  // namespace

LiveData::Stamp LiveData::stamp_of(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return {};
  const auto seconds = static_cast<std::uint64_t>(info.st_mtim.tv_sec);
  const auto part = static_cast<std::uint64_t>(info.st_mtim.tv_nsec);
  return {info.st_dev, info.st_ino, static_cast<std::uint64_t>(info.st_size),
          seconds * 1000000000U + part};
}

LiveData::Stamps LiveData::stamps_of(const std::string& iss) const {
  const std::string trust = folder_.trust_path(iss);
  return {stamp_of(trust), stamp_of(next_trust(trust)), stamp_of(folder_.bundle_path(iss)),
          stamp_of(folder_.prepared_path(iss))};
}

void LiveData::load(const std::string& iss, Loaded& into) const {
  auto cache = std::make_unique<DataCache>();
  const std::string bundle = folder_.bundle_path(iss);
  const Data& fresh = cache->open(folder_.trust_path(iss), exists(bundle) ? bundle : std::string(),
                                  folder_.prepared_path(iss));
  into.trouble = fresh.problem;
  const bool had = into.data != nullptr && into.data->get() != nullptr;
  if (had && fresh.get() == nullptr) {
    if (into.trouble.empty()) into.trouble = "it is gone";
    into.trouble = "the data that was put in place is not used: " + into.trouble;
    return;
  }
  if (had && is_older(fresh, *into.data)) {
    into.trouble = "the data that was put in place is not used: it is older than what was here";
    return;
  }
  into.data = &fresh;
  into.cache = std::move(cache);
}

const Data* LiveData::of(const std::string& iss) {
  if (iss.empty() || !exists(folder_.trust_path(iss))) {
    loaded_.erase(iss);
    return nullptr;
  }
  Loaded& loaded = loaded_[iss];
  const Stamps stamps = stamps_of(iss);
  if (loaded.cache && stamps == loaded.stamps) return loaded.data;
  try {
    load(iss, loaded);
  } catch (const Failure& failure) {
    loaded.trouble = failure.error();
  }
  // Taken before the files were read: what was written meanwhile is seen the next time.
  loaded.stamps = stamps;
  return loaded.data;
}

std::string LiveData::trouble(const std::string& iss) const {
  const auto found = loaded_.find(iss);
  return found == loaded_.end() || found->second.trouble.empty()
             ? std::string()
             : iss + ": " + found->second.trouble;
}

}  // namespace whit::cli::gate
