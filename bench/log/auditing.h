// SPDX-License-Identifier: Apache-2.0
// A whole log audited, from the files that an issuer publishes.
#pragma once

#include <memory>
#include <string>

#include "log/rows.h"
#include "whit/trust.h"

namespace whit::bench {

// PublishedLog is a log of ten days, 1,000,000 tokens and what pads them, as files in a folder.
class PublishedLog {
 public:
  explicit PublishedLog(const std::string& folder);
  ~PublishedLog();
  PublishedLog(const PublishedLog&) = delete;
  PublishedLog& operator=(const PublishedLog&) = delete;

  // audit adds a slice of "audit_1e6", in seconds by the clock on the wall: every tile and entry
  // read, hashed and led to the root, every rule replayed, every signature of keys and heads
  // checked, and nothing found.
  void audit(Rows& rows) const;

  // folder is where the log lies, key the log's own as text.
  const std::string& folder() const noexcept { return folder_; }
  const std::string& key() const noexcept { return key_; }

 private:
  std::string folder_, key_;
  std::unique_ptr<TrustFile> trust_;
};

}  // namespace whit::bench
