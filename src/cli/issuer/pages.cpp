// SPDX-License-Identifier: Apache-2.0
#include "cli/issuer/pages.h"

#include <zlib.h>

#include <algorithm>
#include <filesystem>

#include "cli/common/files.h"
#include "cli/common/message.h"
#include "crypto/hash.h"

namespace whit::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kBeside = "../share/whit";  // as cmake --install lays it out
constexpr int kDeepest = 3;                       // folders in folders
constexpr std::size_t kLongestName = 100;
constexpr std::size_t kWorthPacking = 500;
constexpr int kGzip = MAX_WBITS + 16;
constexpr int kMemory = 8;

constexpr const char* kIndex = "index.html";
constexpr const char* kBuild = "scripts/web builds them in build/web";

std::string packed(const std::string& content) {
  if (content.size() < kWorthPacking) return {};
  z_stream zip{};
  if (deflateInit2(&zip, Z_BEST_COMPRESSION, Z_DEFLATED, kGzip, kMemory, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw Failure("not enough memory to pack pages");
  }
  std::string out(deflateBound(&zip, static_cast<uLong>(content.size())), '\0');
  zip.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  zip.avail_in = static_cast<uInt>(content.size());
  zip.next_out = reinterpret_cast<Bytef*>(out.data());
  zip.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&zip, Z_FINISH);
  out.resize(out.size() - zip.avail_out);
  deflateEnd(&zip);
  return ended == Z_STREAM_END && out.size() < content.size() ? out : std::string();
}

bool is_plain(const std::string& name) {
  return name.size() <= kLongestName && std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '-' || c == '_' || c == '/';
         });
}

class Reader {
 public:
  // take reads the page in `root`, whose files are named below `folder`.
  void take(const std::string& root, std::string_view folder) {
    root_ = root;
    page_ = std::string(folder) + "/";
    if (!exists(root + "/" + kIndex)) {
      std::error_code error;
      const fs::directory_iterator readable(root, error);
      if (error) cannot_read(root, error);
      throw Failure("no index.html in " + printable(root), kBuild);
    }
    walk("", 0);
  }

  std::vector<PageFile> files() {
    std::sort(files_.begin(), files_.end(),
              [](const PageFile& a, const PageFile& b) { return a.name < b.name; });
    for (PageFile& file : files_) file.packed = packed(file.content);
    return std::move(files_);
  }

 private:
  void walk(const std::string& below, int depth) {
    const std::string folder = root_ + "/" + below;
    std::error_code error;
    fs::directory_iterator at(folder, error);
    if (error) cannot_read(folder, error);
    for (; at != fs::directory_iterator(); at.increment(error)) {
      if (error) throw Failure("cannot read " + printable(folder) + ": " + error.message());
      const std::string name = at->path().filename().string();
      const fs::file_status status = at->symlink_status(error);
      if (name.front() == '.' || name.ends_with(".gz")) continue;
      if (fs::is_directory(status) && depth < kDeepest) walk(below + name + "/", depth + 1);
      if (fs::is_regular_file(status)) take_file(below + name);
    }
  }

  void take_file(const std::string& name) {
    if (!is_plain(name) || page_media_type(name).empty()) {
      throw Failure(printable(root_ + "/" + name) + " is no file of a page", kBuild);
    }
    if (files_.size() == kMaxPageFiles) too_much();
    const auto content = read_file(root_ + "/" + name, kMaxPageBytes);
    total_ += content.size();
    if (total_ > kMaxPageBytes) too_much();
    files_.push_back({page_ + name, std::string(content.begin(), content.end())});
  }

  [[noreturn]] static void cannot_read(const std::string& folder, const std::error_code& error) {
    throw Failure("cannot read " + printable(folder) + ": " + error.message(), kBuild);
  }
  [[noreturn]] void too_much() const {
    throw Failure(printable(root_) + " and what is beside it have more than " +
                  std::to_string(kMaxPageFiles) + " files or " +
                  std::to_string(kMaxPageBytes >> 20) + " MB");
  }

  std::string root_, page_;
  std::vector<PageFile> files_;
  std::size_t total_ = 0;
};

std::string installed_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? std::string() : (program.parent_path() / kBeside).lexically_normal().string();
}

void write_changed(const std::string& path, const std::string& content) {
  std::error_code error;
  if (fs::file_size(path, error) == content.size() && !error) {
    const auto there = read_file(path, kMaxPageBytes);
    if (std::equal(there.begin(), there.end(), as_bytes(content).begin())) return;
  }
  write_file_atomic(path, as_bytes(content));
}

void write_page(const std::string& base, const PageFile& file) {
  const fs::path path = fs::path(base) / file.name;
  std::error_code error;
  fs::create_directories(path.parent_path(), error);  // for everybody to read
  if (error) throw Failure("cannot write " + printable(base) + ": " + error.message());
  // Whoever takes the packed copy must never get one of another file.
  if (file.packed.empty()) {
    remove_file(path.string() + ".gz");
  } else {
    write_changed(path.string() + ".gz", file.packed);
  }
  write_changed(path.string(), file.content);
}

// The page itself, and what browsers look at to see whether it is a new one.
bool starts_page(const PageFile& file) {
  const std::string name = file.name.substr(file.name.find('/') + 1);
  return name == kIndex || name == "sw.js";
}

// pages_in reads the pages that have a folder in `root`; none where it has none.
std::vector<PageFile> pages_in(const std::string& root) {
  Reader reader;
  for (const std::string_view folder : kPageFolders) {
    const std::string one = root + "/" + std::string(folder);
    if (exists(one)) reader.take(one, folder);
  }
  return reader.files();
}

}  // namespace

const std::vector<PageFile>& Pages::served() const {
  static const std::vector<PageFile> none;
  return files ? *files : none;
}

Pages read_pages(const std::string& option) {
  if (option == "none") return {std::vector<PageFile>()};
  const std::string root = option.empty() ? installed_folder() : option;
  auto found = root.empty() ? std::vector<PageFile>() : pages_in(root);
  if (!found.empty()) return {std::move(found)};
  if (option.empty()) return {};
  Reader reader;
  reader.take(root, kPageFolders[0]);
  return {reader.files()};
}

std::optional<std::vector<Page>> Pages::rows() const {
  if (!files) return std::nullopt;
  std::vector<Page> out;
  for (const PageFile& file : *files) {
    out.push_back({"/" + file.name, sha256(as_bytes(file.content))});
  }
  return out;
}

void write_pages(const std::string& folder, const std::vector<PageFile>& files) {
  for (const bool last : {false, true}) {
    for (const PageFile& file : files) {
      if (starts_page(file) == last) write_page(folder, file);
    }
  }
}

}  // namespace whit::cli
