// SPDX-License-Identifier: Apache-2.0
#include "token/scanned.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/base45.h"
#include "base/utf8.h"
#include "token/keyboards.h"
#include "whit/qr_text.h"

namespace whit {
namespace {

using Typed = std::u16string;

constexpr std::size_t kAimSize = 3;
constexpr char16_t kNoKey = 0xfffd;  // for what is above U+FFFF: on no keyboard here

// The code point that begins at text[i] of well-formed UTF-8, and how many bytes it has.
std::pair<char16_t, std::size_t> code_point(std::string_view text, std::size_t i) noexcept {
  const auto at = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const auto tail = [&](std::size_t k) { return at(k) & 0x3fU; };
  if (at(i) < 0x80) return {at(i), 1};
  if (at(i) < 0xe0) return {static_cast<char16_t>((at(i) & 0x1fU) << 6 | tail(i + 1)), 2};
  if (at(i) >= 0xf0) return {kNoKey, 4};
  const unsigned c = (at(i) & 0x0fU) << 12 | tail(i + 1) << 6 | tail(i + 2);
  return {static_cast<char16_t>(c), 3};
}

Typed typed_characters(std::string_view text) {
  Typed out;
  out.reserve(text.size());
  if (!is_utf8(as_bytes(text))) {
    for (const char c : text) out.push_back(static_cast<unsigned char>(c));
    return out;
  }
  for (std::size_t i = 0; i < text.size();) {
    const auto [c, size] = code_point(text, i);
    out.push_back(c);
    i += size;
  }
  return out;
}

void append_utf8(std::string& out, char16_t c) {
  const auto put = [&](unsigned byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xc0U | static_cast<unsigned>(c) >> 6);
  } else {
    put(0xe0U | static_cast<unsigned>(c) >> 12);
    put(0x80U | (static_cast<unsigned>(c) >> 6 & 0x3fU));
  }
  put(0x80U | (c & 0x3fU));
}

// German keyboards have their accents on dead keys, for + among others: with the next letter they
// become one. (With a space they become the accent alone: those codes can't be put right.)
constexpr struct {
  char16_t one, accent;
  char letter;
} kAccented[] = {
    {0xc0, u'`', 'A'},   {0xc8, u'`', 'E'},   {0xcc, u'`', 'I'},   {0xd2, u'`', 'O'},
    {0xd9, u'`', 'U'},   {0xe0, u'`', 'a'},   {0xe8, u'`', 'e'},   {0xec, u'`', 'i'},
    {0xf2, u'`', 'o'},   {0xf9, u'`', 'u'},   {0xc1, 0xb4, 'A'},   {0xc9, 0xb4, 'E'},
    {0xcd, 0xb4, 'I'},   {0xd3, 0xb4, 'O'},   {0xda, 0xb4, 'U'},   {0xdd, 0xb4, 'Y'},
    {0xe1, 0xb4, 'a'},   {0xe9, 0xb4, 'e'},   {0xed, 0xb4, 'i'},   {0xf3, 0xb4, 'o'},
    {0xfa, 0xb4, 'u'},   {0xfd, 0xb4, 'y'},   {0x1f8, u'`', 'N'},  {0x1f9, u'`', 'n'},
    {0x1e80, u'`', 'W'}, {0x1e81, u'`', 'w'}, {0x1ef2, u'`', 'Y'}, {0x1ef3, u'`', 'y'}};

Typed without_accents(const Typed& typed) {
  Typed out;
  for (const char16_t c : typed) {
    const auto* found = std::find_if(std::begin(kAccented), std::end(kAccented),
                                     [c](const auto& each) { return each.one == c; });
    if (found == std::end(kAccented)) {
      out.push_back(c);
    } else {
      out.push_back(found->accent);
      out.push_back(static_cast<unsigned char>(found->letter));
    }
  }
  return out;
}

// Setting is one way in which keys may have been read.
struct Setting {
  Layout layout;
  CapsLock caps;
  Images keys;
};

std::vector<Setting> all_settings() {
  std::vector<Setting> out;
  for (const Layout layout : kLayouts) {
    for (const CapsLock caps : kCapsLocks) {
      if (occurs(layout, caps)) out.push_back({layout, caps, images(layout, caps)});
    }
  }
  return out;
}

const std::vector<Setting>& settings() {
  static const std::vector<Setting> all = all_settings();
  return all;
}

// pressed_for is the text whose keys gave `typed`: as far as they did, where some didn't.
std::string pressed_for(const Typed& typed, const Images& keys) {
  std::string out;
  for (const char16_t c : typed) {
    const auto* found = std::find(keys.begin(), keys.end(), c);
    if (found == keys.end()) break;
    out.push_back(kScannedSet[static_cast<std::size_t>(found - keys.begin())]);
  }
  return out;
}

bool is_aim(std::string_view text) noexcept {
  return text.size() >= kAimSize && text[0] == ']' && text[1] == 'Q' && text[2] >= '0' &&
         text[2] <= '6';
}

// last_aim is where the last AIM prefix of `text` begins, npos if there is none.
std::size_t last_aim(std::string_view text) noexcept {
  const std::size_t last = text.rfind(']');
  return last != std::string_view::npos && is_aim(text.substr(last)) ? last
                                                                     : std::string_view::npos;
}

bool is_base45(std::string_view text) {
  std::vector<std::uint8_t> out(text.size());
  return looks_like_ours(text) && base45::decode(text.substr(kPrefixSize), out).ok();
}

// Reading is `keys`, the text that was pressed, as a code.
struct Reading {
  Scanned scanned;
  bool begins_well = false;  // like ours
  bool is_well = false;      // and is Base45 to its end
};

Reading reading(std::string_view keys) {
  Reading out;
  const std::size_t aim = last_aim(keys);
  out.scanned.aim = aim != std::string_view::npos;
  out.scanned.half = out.scanned.aim && aim > 0;
  const auto code = out.scanned.aim ? trimmed(keys.substr(aim + kAimSize)) : keys;
  out.scanned.text = code;
  out.begins_well = looks_like_ours(code);
  out.is_well = is_base45(code);
  const std::string_view last = last_code(code);
  if (!out.is_well && is_base45(last)) {
    out.scanned.text = last;
    out.scanned.half = out.is_well = true;
  }
  return out;
}

// Found gathers what the layouts make of one scan.
class Found {
 public:
  void add(const Typed& typed, const Setting& by) {
    const std::string keys = pressed_for(typed, by.keys);
    Reading read = reading(keys);
    read.scanned.layout = by.layout;
    read.scanned.caps = by.caps;
    began_ = began_ || read.begins_well;
    if (keys.size() != typed.size() || !read.begins_well) return;
    keep(read.is_well ? well_ : damaged_, std::move(read.scanned));
  }

  // best is the one text that they agree on, if they do.
  std::optional<Scanned> best() const {
    const Kept& kept = well_.count > 0 ? well_ : damaged_;
    if (kept.count != 1) return std::nullopt;
    Scanned out = kept.scanned;
    out.disagrees =
        well_.count == 0 && out.layout == Layout::german && out.text.find('+') != std::string::npos;
    return out;
  }
  bool began() const noexcept { return began_; }

 private:
  struct Kept {
    Scanned scanned;
    int count = 0;  // of different texts
  };
  static void keep(Kept& kept, Scanned scanned) {
    if (kept.count > 0 && kept.scanned.text == scanned.text) return;
    if (kept.count++ == 0) kept.scanned = std::move(scanned);
  }

  Kept well_, damaged_;
  bool began_ = false;
};

bool some_layout_types(const Typed& typed) noexcept {
  return std::any_of(std::begin(kLayouts), std::end(kLayouts), [&](Layout layout) {
    return std::all_of(typed.begin(), typed.end(),
                       [layout](char16_t c) { return can_type(layout, c); });
  });
}

// Without a prefix in any layout, as good as everything is a code of another kind; but not what
// no layout here can have typed.
bool is_of_unknown_keys(const Typed& typed) noexcept {
  const bool ascii = std::all_of(typed.begin(), typed.end(), [](char16_t c) { return c < 0x80; });
  return !ascii && !some_layout_types(typed);
}

// begins_ours tells whether `text` and the shape of a prefix agree as far as both go.
bool begins_ours(std::string_view text) noexcept {
  static constexpr std::string_view kLike = "WA0:";
  std::string filled(text.substr(0, kPrefixSize));
  if (filled.size() < kPrefixSize) filled += kLike.substr(filled.size());
  return looks_like_ours(filled);
}

bool begins_after_aim(std::string_view keys) noexcept {
  static constexpr std::string_view kLike = "]Q0";
  std::string filled(keys.substr(0, kAimSize));
  if (filled.size() < kAimSize) filled += kLike.substr(filled.size());
  if (!is_aim(filled)) return begins_ours(keys);
  return keys.size() <= kAimSize || begins_ours(trimmed(keys.substr(kAimSize)));
}

}  // namespace

bool may_begin(std::string_view delivered) {
  const std::string_view inner = trimmed(delivered);
  if (inner.empty() || inner.size() > kTypedMost) return false;
  if (begins_after_aim(inner)) return true;
  const Typed typed = typed_characters(inner);
  const Typed apart = without_accents(typed);
  return std::any_of(settings().begin(), settings().end(), [&](const Setting& each) {
    const Typed& those = each.layout == Layout::german ? apart : typed;
    const std::string keys = pressed_for(those, each.keys);
    return keys.size() == those.size() && begins_after_aim(keys);
  });
}

std::string_view last_code(std::string_view text) noexcept {
  for (std::size_t i = text.size(); i-- > 1;) {
    if (text[i] == 'W' && looks_like_ours(text.substr(i))) return text.substr(i);
  }
  return {};
}

Scanned repair_scan(std::string_view delivered) {
  if (delivered.size() > kTypedMost) return {};
  const std::string_view inner = trimmed(delivered);
  Reading as_is = reading(inner);
  if (as_is.begins_well || as_is.is_well) return as_is.scanned;
  const Typed typed = typed_characters(inner);
  const Typed apart = without_accents(typed);
  Found found;
  for (const Setting& each : settings()) {
    found.add(each.layout == Layout::german ? apart : typed, each);
  }
  if (auto best = found.best()) return *best;
  Scanned out;
  out.text = inner;
  out.disagrees = found.began() || is_of_unknown_keys(typed);
  return out;
}

std::string typed_as(std::string_view text, Layout layout, CapsLock caps) {
  const Images keys = images(layout, caps);
  std::string out;
  for (const char c : text) {
    const std::size_t at = kScannedSet.find(c);
    append_utf8(out, at == std::string_view::npos ? static_cast<unsigned char>(c) : keys[at]);
  }
  return out;
}

}  // namespace whit
