// SPDX-License-Identifier: Apache-2.0
// A gate's loop around one source, and a folder to play in.
#pragma once

#include <string>
#include <vector>

#include "cli/qr/picture.h"
#include "cli/verify/gate/source.h"

namespace whit::test {

// Seen keeps what a source handed on.
class Seen final : public cli::gate::Sink {
 public:
  void scanned(const cli::gate::Scan& scan) override { scans.push_back(scan); }
  void pressed(char) override {}
  std::vector<cli::gate::Scan> scans;
};

// texts is what each of them says: the code's text, or why there is none.
using Texts = std::vector<std::string>;
Texts texts(const Seen& seen);

// run polls `source` as a gate does, until it has handed on `scans` in all, or `most` has passed.
void run(cli::gate::Source& source, Seen& seen, std::size_t scans, std::chrono::milliseconds most);

// A Playground is a folder that goes with this object.
class Playground {
 public:
  Playground();
  ~Playground();
  Playground(const Playground&) = delete;
  Playground& operator=(const Playground&) = delete;

  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  // write makes a file in one go; copy_in writes it elsewhere and moves it in.
  void write(const std::string& name, Bytes content) const;
  void move_in(const std::string& name, Bytes content) const;
  void remove(const std::string& name) const;

 private:
  std::string path_;
};

// view is a frame of `width` x `height` with the code of `text` in its middle; none without a text.
GreyImage view(const std::string& text, int width, int height, int scale = 4);

}  // namespace whit::test
