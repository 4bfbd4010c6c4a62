// SPDX-License-Identifier: Apache-2.0
// LetterFolder: where the letters of a bulk run lie, with the PINs in a file elsewhere.
//
// A batch is on the disk, synced, before its invitations are made valid, so nothing is ever valid
// without its letter and PIN. What is under way stands in the folder's file `.unfinished`: after a
// kill the next run asks the register whether that batch became valid, and takes back its letters
// and PINs if it didn't. So no file ever holds two PINs of one person, or a letter that never was
// good, once a run has come to its end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/common/files.h"
#include "whit/time.h"

namespace whit::cli {

// LetterFile is one person's part of a batch.
struct LetterFile {
  std::string reference, page, pin;
  std::string on_sheet;  // the letter's part of the page that holds all of them, empty for none
};

class LetterFolder {
 public:
  // It makes `path` where it is missing, and holds it for this process.
  explicit LetterFolder(const std::string& path);

  // Interrupted is the batch that a run which was killed had under way, if there is one.
  struct Interrupted {
    std::vector<std::string> references;
    UnixTime expires = 0;
  };
  const std::optional<Interrupted>& interrupted() const noexcept { return interrupted_; }
  // take_back removes the interrupted batch: it never became valid. keep says that it did.
  void take_back();
  void keep();

  // begin chooses the files of this run: `pins`, which mustn't be there yet, or, where that is
  // empty, the first pins-<n>.csv beside the folder that isn't. A run that was killed is gone on
  // with in its own files. `kind` is the ending of letters, html or svg; with a `sheet_head` there
  // is a page all-<n>.html too.
  void begin(const std::string& pins, std::string_view kind, std::string_view sheet_head);
  // write puts a batch on the disk. A Failure takes back what of it was written.
  void write(const std::vector<LetterFile>& batch, UnixTime expires);
  // finish says that all batches are valid.
  void finish();

  // Both from the root on; the sheet is empty for none.
  const std::string& pins() const noexcept { return state_.pins; }
  const std::string& sheet() const noexcept { return state_.sheet; }

 private:
  // State is what stands in `.unfinished`.
  struct State {
    std::string pins, sheet, kind;
    std::uint64_t pins_size = 0, sheet_size = 0;  // before the batch
    UnixTime expires = 0;
    std::vector<std::string> references;
  };
  void read_state();
  void write_state() const;
  void write_batch(const std::vector<LetterFile>& batch);
  std::string marker() const { return path_ + "/.unfinished"; }
  std::string letter(const std::string& reference) const;

  std::string path_, sheet_head_;
  FolderLock lock_;
  State state_;
  bool resumed_ = false;
  std::optional<Interrupted> interrupted_;
};

}  // namespace whit::cli
