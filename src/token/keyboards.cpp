// SPDX-License-Identifier: Apache-2.0
#include "token/keyboards.h"

#include <iterator>

namespace whit {
namespace {

constexpr std::size_t kKeys = 47;

// Keyboard is what its keys give, row after row as a US keyboard has them: alone, and with Shift.
// As in xkeyboard-config 2.35 and in Windows, which agree on all the keys that matter here. A dead
// key stands for its accent.
struct Keyboard {
  std::string_view name;
  char16_t alone[kKeys + 1], shifted[kKeys + 1];
};

constexpr Keyboard kKeyboards[] = {
    {"US",
     u"`1234567890-="
     u"qwertyuiop[]"
     u"asdfghjkl;'\\"
     u"zxcvbnm,./",
     u"~!@#$%^&*()_+"
     u"QWERTYUIOP{}"
     u"ASDFGHJKL:\"|"
     u"ZXCVBNM<>?"},
    {"Russian",
     u"\u04511234567890-="
     u"\u0439\u0446\u0443\u043a\u0435\u043d\u0433\u0448\u0449\u0437\u0445\u044a"
     u"\u0444\u044b\u0432\u0430\u043f\u0440\u043e\u043b\u0434\u0436\u044d\\"
     u"\u044f\u0447\u0441\u043c\u0438\u0442\u044c\u0431\u044e.",
     u"\u0401!\"\u2116;%:?*()_+"
     u"\u0419\u0426\u0423\u041a\u0415\u041d\u0413\u0428\u0429\u0417\u0425\u042a"
     u"\u0424\u042b\u0412\u0410\u041f\u0420\u041e\u041b\u0414\u0416\u042d/"
     u"\u042f\u0427\u0421\u041c\u0418\u0422\u042c\u0411\u042e,"},
    {"Kazakh",
     u"(\"\u04d9\u0456\u04a3\u0493,.\u04af\u04b1\u049b\u04e9\u04bb"
     u"\u0439\u0446\u0443\u043a\u0435\u043d\u0433\u0448\u0449\u0437\u0445\u044a"
     u"\u0444\u044b\u0432\u0430\u043f\u0440\u043e\u043b\u0434\u0436\u044d\\"
     u"\u044f\u0447\u0441\u043c\u0438\u0442\u044c\u0431\u044e\u2116",
     u")!\u04d8\u0406\u04a2\u0492;:\u04ae\u04b0\u049a\u04e8\u04ba"
     u"\u0419\u0426\u0423\u041a\u0415\u041d\u0413\u0428\u0429\u0417\u0425\u042a"
     u"\u0424\u042b\u0412\u0410\u041f\u0420\u041e\u041b\u0414\u0416\u042d/"
     u"\u042f\u0427\u0421\u041c\u0418\u0422\u042c\u0411\u042e?"},
    {"Kyrgyz",
     u"\u04511234567890\u04e9\u04a3"
     u"\u0439\u0446\u0443\u043a\u0435\u043d\u0433\u0448\u0449\u0437\u0445\u044a"
     u"\u0444\u044b\u0432\u0430\u043f\u0440\u043e\u043b\u0434\u0436\u044d\u04af"
     u"\u044f\u0447\u0441\u043c\u0438\u0442\u044c\u0431\u044e.",
     u"\u0401!\"\u2116;%:?*()\u04e8\u04a2"
     u"\u0419\u0426\u0423\u041a\u0415\u041d\u0413\u0428\u0429\u0417\u0425\u042a"
     u"\u0424\u042b\u0412\u0410\u041f\u0420\u041e\u041b\u0414\u0416\u042d\u04ae"
     u"\u042f\u0427\u0421\u041c\u0418\u0422\u042c\u0411\u042e,"},
    {"Tajik",
     u"\u04511234567890\u0493\u04ef"
     u"\u0439\u049b\u0443\u043a\u0435\u043d\u0433\u0448\u04b3\u0437\u0445\u044a"
     u"\u0444\u04b7\u0432\u0430\u043f\u0440\u043e\u043b\u0434\u0436\u044d\\"
     u"\u044f\u0447\u0441\u043c\u0438\u0442\u04e3\u0431\u044e.",
     u"\u0401!\"\u2116;%:?*()\u0492\u04ee"
     u"\u0419\u049a\u0423\u041a\u0415\u041d\u0413\u0428\u04b2\u0417\u0425\u042a"
     u"\u0424\u04b6\u0412\u0410\u041f\u0420\u041e\u041b\u0414\u0416\u042d/"
     u"\u042f\u0427\u0421\u041c\u0418\u0422\u04e2\u0411\u042e,"},
    {"Uzbek",
     u"\u04511234567890\u0493\u04b3"
     u"\u0439\u0446\u0443\u043a\u0435\u043d\u0433\u0448\u045e\u0437\u0445\u044a"
     u"\u0444\u049b\u0432\u0430\u043f\u0440\u043e\u043b\u0434\u0436\u044d\\"
     u"\u044f\u0447\u0441\u043c\u0438\u0442\u044c\u0431\u044e.",
     u"\u0401!\"\u2116;%:?*()\u0492\u04b2"
     u"\u0419\u0426\u0423\u041a\u0415\u041d\u0413\u0428\u040e\u0417\u0425\u042a"
     u"\u0424\u049a\u0412\u0410\u041f\u0420\u041e\u041b\u0414\u0416\u042d|"
     u"\u042f\u0427\u0421\u041c\u0418\u0422\u042c\u0411\u042e,"},
    {"German",
     u"^1234567890\u00df\u00b4"
     u"qwertzuiop\u00fc+"
     u"asdfghjkl\u00f6\u00e4#"
     u"yxcvbnm,.-",
     u"\u00b0!\"\u00a7$%&/()=?`"
     u"QWERTZUIOP\u00dc*"
     u"ASDFGHJKL\u00d6\u00c4'"
     u"YXCVBNM;:_"},
    {"French",
     u"\u00b2&\u00e9\"'(-\u00e8_\u00e7\u00e0)="
     u"azertyuiop^$"
     u"qsdfghjklm\u00f9*"
     u"wxcvbn,;:!",
     u"\u00b31234567890\u00b0+"
     u"AZERTYUIOP\u00a8\u00a3"
     u"QSDFGHJKLM%\u00b5"
     u"WXCVBN?./\u00a7"},
    {"Turkish",
     u"\"1234567890*-"
     u"qwertyu\u0131op\u011f\u00fc"
     u"asdfghjkl\u015fi,"
     u"zxcvbnm\u00f6\u00e7.",
     u"\u00e9!'^+%&/()=?_"
     u"QWERTYUIOP\u011e\u00dc"
     u"ASDFGHJKL\u015e\u0130;"
     u"ZXCVBNM\u00d6\u00c7:"},
};
static_assert(std::size(kKeyboards) == std::size(kLayouts));

constexpr const Keyboard& kUs = kKeyboards[0];

const Keyboard& keyboard(Layout layout) noexcept {
  return kKeyboards[static_cast<std::size_t>(layout)];
}

// Letters of the keyboards above whose small and capital forms aren't a fixed distance apart.
constexpr char16_t kPairs[][2] = {
    {u'i', u'\u0130'}, {u'\u0131', u'I'}, {u'\u00df', u'\u1e9e'}, {u'\u00b5', u'\u039c'}};

// capital is the capital form of a small letter of theirs, and any other character itself.
char16_t capital(char16_t c) noexcept {
  const auto minus = [c](unsigned distance) { return static_cast<char16_t>(c - distance); };
  if (c >= u'a' && c <= u'z') return minus(0x20);
  if (c >= 0xe0 && c <= 0xfe && c != 0xf7) return minus(0x20);
  if (c >= 0x430 && c <= 0x44f) return minus(0x20);
  if (c >= 0x450 && c <= 0x45f) return minus(0x50);
  const bool paired = (c >= 0x100 && c <= 0x12f) || (c >= 0x14a && c <= 0x177) ||
                      (c >= 0x460 && c <= 0x4bf) || (c >= 0x4d0 && c <= 0x52f);
  if (paired && c % 2 == 1) return minus(1);
  for (const auto& pair : kPairs) {
    if (c == pair[0]) return pair[1];
  }
  return c;
}

bool is_letter_key(char16_t alone, char16_t shifted) noexcept {
  if (alone == shifted) return false;
  if (alone == u'i' && shifted == u'\u0130') return true;
  return capital(alone) == shifted;
}

// pressed is what key `k` gives, with Shift or without.
char16_t pressed(const Keyboard& on, std::size_t k, bool shift, CapsLock caps) noexcept {
  const bool letter = is_letter_key(on.alone[k], on.shifted[k]);
  const bool turned = caps == CapsLock::every_key || (caps != CapsLock::off && letter);
  const char16_t c = shift != turned ? on.shifted[k] : on.alone[k];
  return caps == CapsLock::accents && !letter ? capital(c) : c;
}

char16_t image(const Keyboard& on, char16_t wanted, CapsLock caps) noexcept {
  for (std::size_t k = 0; k < kKeys; ++k) {
    if (kUs.alone[k] == wanted) return pressed(on, k, false, caps);
    if (kUs.shifted[k] == wanted) return pressed(on, k, true, caps);
  }
  return wanted;  // the space bar
}

}  // namespace

bool occurs(Layout layout, CapsLock caps) noexcept {
  return caps != CapsLock::every_key || layout == Layout::german || layout == Layout::french;
}

Images images(Layout layout, CapsLock caps) noexcept {
  Images out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto wanted = static_cast<unsigned char>(kScannedSet[i]);
    out[i] = image(keyboard(layout), wanted, caps);
  }
  return out;
}

bool can_type(Layout layout, char16_t c) noexcept {
  const Keyboard& on = keyboard(layout);
  for (std::size_t k = 0; k < kKeys; ++k) {
    if (c == on.alone[k] || c == on.shifted[k]) return true;
  }
  return c == u' ';
}

char key_at(char16_t c) noexcept {
  for (const Layout layout :
       {Layout::russian, Layout::kazakh, Layout::kyrgyz, Layout::tajik, Layout::uzbek}) {
    const Keyboard& on = keyboard(layout);
    for (std::size_t k = 0; k < kKeys; ++k) {
      if (c == on.alone[k] || c == on.shifted[k]) return static_cast<char>(kUs.alone[k]);
    }
  }
  return 0;
}

std::string_view layout_name(Layout layout) noexcept { return keyboard(layout).name; }

}  // namespace whit
