// SPDX-License-Identifier: Apache-2.0
#include "watching.h"

#include <poll.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/qr/qr.h"
#include "qr/canvas.h"

namespace whit::test {
namespace {

using cli::gate::Clock;
using std::chrono::milliseconds;

void put(const std::string& path, Bytes content) {
  std::ofstream(path, std::ios::binary)
      .write(reinterpret_cast<const char*>(content.data()),
             static_cast<std::streamsize>(content.size()));
}

}  // namespace

Texts texts(const Seen& seen) {
  Texts out;
  for (const cli::gate::Scan& scan : seen.scans) {
    out.push_back(scan.unreadable ? scan.note : scan.text);
  }
  return out;
}

void run(cli::gate::Source& source, Seen& seen, std::size_t scans, milliseconds most) {
  const auto end = Clock::now() + most;
  while (seen.scans.size() < scans && Clock::now() < end) {
    std::vector<pollfd> waits;
    for (const int fd : source.readable()) waits.push_back({fd, POLLIN, 0});
    auto until = end;
    if (const auto due = source.due()) until = std::min(until, *due);
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now()).count();
    poll(waits.data(), waits.size(), static_cast<int>(std::max<std::int64_t>(0, left)));
    source.take(Clock::now(), seen);
  }
}

Playground::Playground() {
  char name[] = "/tmp/whit gate XXXXXX";
  if (mkdtemp(name) == nullptr) std::abort();
  path_ = name;
}

Playground::~Playground() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Playground::write(const std::string& name, Bytes content) const { put(file(name), content); }

void Playground::move_in(const std::string& name, Bytes content) const {
  const std::string elsewhere = path_ + ".outside";
  put(elsewhere, content);
  std::filesystem::rename(elsewhere, file(name));
}

void Playground::remove(const std::string& name) const { std::filesystem::remove(file(name)); }

GreyImage view(const std::string& text, int width, int height, int scale) {
  GreyImage out = blank(width, height);
  if (text.empty()) return out;
  const auto qr = make_qr(text);
  if (!qr) std::abort();
  const GreyImage code = draw(*qr, scale);
  paste(out, code, (width - code.width) / 2, (height - code.height) / 2);
  return out;
}

}  // namespace whit::test
