// SPDX-License-Identifier: Apache-2.0
// What pages say, in the languages of web/: one JSON file each, from a key to a text.
#pragma once

#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/embedded.h"

namespace whit {

// Texts is one language.
class Texts {
 public:
  // `code` is like "en". `file` was built into the program and is known to be good; a file that
  // isn't is a bug and traps.
  Texts(std::string_view code, std::string_view file);

  std::string_view code() const noexcept { return code_; }
  // The text of `key`; a key that no file has is a bug and traps.
  std::string_view operator()(std::string_view key) const;
  // The same with each {name} of `values` filled in.
  using Values = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  std::string operator()(std::string_view key, Values values) const;
  // has tells whether there is such a key.
  bool has(std::string_view key) const { return texts_.find(key) != texts_.end(); }

 private:
  std::string_view code_;
  std::map<std::string, std::string, std::less<>> texts_;
};

// Languages are all of a page's, the first one for whoever asks for none of them.
class Languages {
 public:
  // `files` are named like en.json; others are passed over.
  explicit Languages(std::span<const EmbeddedFile> files);

  // choose takes `wanted`, which a link or a form gave, if there is such a language; else what the
  // browser likes best (`accepted`, its Accept-Language header); else the first.
  const Texts& choose(std::string_view wanted, std::string_view accepted) const;
  const std::vector<Texts>& all() const noexcept { return all_; }

 private:
  const Texts* find(std::string_view code) const noexcept;
  std::vector<Texts> all_;
};

}  // namespace whit
