// SPDX-License-Identifier: Apache-2.0
// What a scanner delivered, put right: keys read through another keyboard layout or Caps Lock, an
// AIM prefix, white space at the ends. Pure and bounded. Nothing that is damaged becomes valid by
// it: whatever comes out is judged like any other text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whit {

// Layout is the layout that the computer believed its keyboard had. as_typed is one that gives
// our characters as they are: US, UK, Uzbek in Latin letters, or a serial line.
enum class Layout : std::uint8_t {
  as_typed,
  russian,
  kazakh,
  kyrgyz,
  tajik,
  uzbek,
  german,
  french,
  turkish
};
inline constexpr Layout kLayouts[] = {Layout::as_typed, Layout::russian, Layout::kazakh,
                                      Layout::kyrgyz,   Layout::tajik,   Layout::uzbek,
                                      Layout::german,   Layout::french,  Layout::turkish};

// CapsLock is what it did: nothing, turn the letter keys over, make capitals of accented letters
// too (X11), or turn every key over (Windows, with German and French layouts).
enum class CapsLock : std::uint8_t { off, letters, accents, every_key };
inline constexpr CapsLock kCapsLocks[] = {CapsLock::off, CapsLock::letters, CapsLock::accents,
                                          CapsLock::every_key};

inline constexpr std::size_t kTypedMost = 8192;  // bytes; no code comes near it in any layout

// Scanned is what was delivered, and what was done to it.
struct Scanned {
  std::string text;  // of a code; what is no text of ours stays as it came, without its ends
  Layout layout = Layout::as_typed;
  CapsLock caps = CapsLock::off;
  bool aim = false;   // an AIM prefix was taken away
  bool half = false;  // the beginning of another code was taken away
  // It is most likely a code of ours, or keys of a layout not known here, and can't be put right:
  // "the scanner and the keyboard layout disagree; set the scanner to serial (COM) mode".
  bool disagrees = false;

  bool repaired() const noexcept {
    return layout != Layout::as_typed || caps != CapsLock::off || half;
  }
};

// repair_scan puts right what a keyboard (UTF-8) or a serial line delivered (bytes that aren't
// UTF-8 are taken one by one, as in Latin-1). A layout counts as found if the text then begins
// like ours and is Base45; where two layouts would give different texts it `disagrees`. More than
// kTypedMost bytes come back empty.
Scanned repair_scan(std::string_view delivered);

// may_begin tells whether `delivered` is how a code of ours begins in some layout, or would with
// more behind it: a lone W, or half a code.
bool may_begin(std::string_view delivered);

// key_at is the character of a US keyboard whose key gives `c` in a layout with Cyrillic letters,
// in lower case; 0 where there is none.
char key_at(char16_t c) noexcept;

// last_code is the part of a text of ours that begins with its last prefix, if that isn't its
// first: what was scanned after a code that broke off. Empty if there is none.
std::string_view last_code(std::string_view text) noexcept;

// typed_as is what a computer gets (UTF-8) when a scanner types `text`, of kScannedSet's characters
// (keyboards.h) and white space, through a layout. Others stay as they are.
std::string typed_as(std::string_view text, Layout layout, CapsLock caps);

// layout_name is "Russian"; "US" for as_typed.
std::string_view layout_name(Layout layout) noexcept;

}  // namespace whit
