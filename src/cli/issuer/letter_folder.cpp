// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/letter_folder.h"

#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/common/message.h"
#include "cli/issuer/synced_files.h"

namespace whit::cli {
namespace {

using nlohmann::json;

std::string without_slash(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

std::string made(const std::string& path) {
  make_folder(path);
  return path;
}

// from_root is `path` from the root on: the next run may start in another folder.
std::string from_root(const std::string& path) {
  if (path.empty() || path.front() == '/') return path;
  const std::unique_ptr<char, decltype(&std::free)> here(::getcwd(nullptr, 0), &std::free);
  if (!here) throw Failure("the current folder is gone");
  return std::string(here.get()) + "/" + path;
}

// first_free is `before` and `after` with the first number between them that names no file.
std::string first_free(const std::string& before, const std::string& after) {
  for (int n = 1;; ++n) {
    std::string path = before + std::to_string(n) + after;
    if (!exists(path)) return path;
  }
}

}  // namespace

LetterFolder::LetterFolder(const std::string& path)
    : path_(made(without_slash(path))), lock_(path_) {
  if (exists(marker())) read_state();
}

std::string LetterFolder::letter(const std::string& reference) const {
  return path_ + "/" + reference + "." + state_.kind;
}

void LetterFolder::read_state() {
  const auto bytes = read_file(marker());
  const json object = json::parse(bytes.begin(), bytes.end(), nullptr, false);
  try {
    state_.pins = object.at("pins");
    state_.sheet = object.at("sheet");
    state_.kind = object.at("kind");
    state_.pins_size = object.at("pins_size");
    state_.sheet_size = object.at("sheet_size");
    state_.expires = object.at("expires");
    state_.references = object.at("references");
  } catch (const json::exception&) {
    throw Failure(printable(marker()) + ": damaged", "give another folder");
  }
  resumed_ = true;
  if (!state_.references.empty()) interrupted_ = {state_.references, state_.expires};
}

void LetterFolder::write_state() const {
  const json object = {{"pins", state_.pins},
                       {"sheet", state_.sheet},
                       {"kind", state_.kind},
                       {"pins_size", state_.pins_size},
                       {"sheet_size", state_.sheet_size},
                       {"expires", state_.expires},
                       {"references", state_.references}};
  const std::string text = object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
  write_file_atomic(marker(), as_bytes(text), Access::owner);
}

void LetterFolder::take_back() {
  for (const std::string& reference : state_.references) remove_file(letter(reference));
  cut_file(state_.pins, state_.pins_size);
  if (!state_.sheet.empty()) cut_file(state_.sheet, state_.sheet_size);
  keep();
}

void LetterFolder::keep() {
  interrupted_.reset();
  state_.references.clear();
  write_state();
}

void LetterFolder::begin(const std::string& pins, std::string_view kind,
                         std::string_view sheet_head) {
  const bool same =
      resumed_ && state_.kind == kind && (pins.empty() || from_root(pins) == state_.pins);
  if (!same) {
    if (!pins.empty() && exists(pins)) throw Failure(printable(pins) + ": is there already");
    state_ = {};
    state_.kind = kind;
    const std::size_t slash = path_.rfind('/');
    const std::string beside = slash == std::string::npos ? "" : path_.substr(0, slash + 1);
    state_.pins = from_root(pins.empty() ? first_free(beside + "pins-", ".csv") : pins);
    if (!sheet_head.empty()) state_.sheet = from_root(first_free(path_ + "/all-", ".html"));
    write_state();
  }
  sheet_head_ = sheet_head;
}

void LetterFolder::write(const std::vector<LetterFile>& batch, UnixTime expires) {
  state_.references.clear();
  for (const LetterFile& one : batch) state_.references.push_back(one.reference);
  state_.expires = expires;
  state_.pins_size = size_of(state_.pins);
  if (!state_.sheet.empty()) state_.sheet_size = size_of(state_.sheet);
  write_state();
  try {
    write_batch(batch);
  } catch (const Failure&) {
    try {
      take_back();
    } catch (const Failure&) {  // a full disk refuses this too: then the next run does it
    }
    throw;
  }
}

void LetterFolder::write_batch(const std::vector<LetterFile>& batch) {
  SyncedFiles files;
  std::string pins = state_.pins_size == 0 ? "reference,pin\n" : "";
  std::string sheet = state_.sheet_size == 0 ? sheet_head_ : "";
  for (const LetterFile& one : batch) {
    files.write(letter(one.reference), one.page);
    pins += one.reference + "," + one.pin + "\n";
    sheet += one.on_sheet;
  }
  files.sync(path_);
  append_file(state_.pins, pins);
  if (!state_.sheet.empty()) append_file(state_.sheet, sheet);
}

void LetterFolder::finish() { remove_file(marker()); }

}  // namespace whit::cli
