# SPDX-License-Identifier: Apache-2.0
"""What a computer makes of the keys that a scanner presses, by the system's own keyboard layouts
(libxkbcommon), which know nothing of ours."""
import ctypes
import itertools

ROWS = (("`1234567890-=", (49, *range(10, 22))), ("qwertyuiop[]", range(24, 36)),
        ("asdfghjkl;'\\", (*range(38, 49), 51)), ("zxcvbnm,./", range(52, 62)))
SHIFTED = dict(zip("`1234567890-=[];'\\,./", "~!@#$%^&*()_+{}:\"|<>?"))
LAYOUTS = {"us": "", "ru": "", "kz": "", "kg": "", "tj": "", "uz": "", "de": "nodeadkeys",
           "fr": "", "tr": ""}
SHIFT, LOCK = 1, 2


class _Names(ctypes.Structure):
    _fields_ = [(name, ctypes.c_char_p)
                for name in ("rules", "model", "layout", "variant", "options")]


def _library():
    xkb = ctypes.CDLL("libxkbcommon.so.0")
    pointer, number = ctypes.c_void_p, ctypes.c_uint32
    for name, result, arguments in (
            ("xkb_context_new", pointer, [ctypes.c_int]),
            ("xkb_keymap_new_from_names", pointer, [pointer, ctypes.POINTER(_Names), ctypes.c_int]),
            ("xkb_state_new", pointer, [pointer]),
            ("xkb_state_unref", None, [pointer]),
            ("xkb_state_update_mask", ctypes.c_int, [pointer] + [number] * 6),
            ("xkb_state_key_get_utf32", number, [pointer, number])):
        function = getattr(xkb, name)
        function.restype, function.argtypes = result, arguments
    return xkb


def us_keys():
    """For each character of a US keyboard: its key and whether Shift is down."""
    out = {" ": (65, False)}
    for letters, codes in ROWS:
        for letter, code in zip(letters, codes):
            out[letter] = (code, False)
            out[SHIFTED.get(letter, letter.upper())] = (code, True)
    return out


class Keyboard:
    """One layout: what it types when the keys of US characters are pressed."""

    _keys = us_keys()
    _xkb = None

    def __init__(self, layout):
        if Keyboard._xkb is None:
            Keyboard._xkb = _library()
        xkb = Keyboard._xkb
        names = _Names(b"evdev", b"pc105", layout.encode(), LAYOUTS[layout].encode(), b"")
        keymap = xkb.xkb_keymap_new_from_names(xkb.xkb_context_new(0), names, 0)
        if not keymap:
            raise SystemExit(f"no keyboard layout {layout}: is xkb-data installed?")
        self.layout = layout
        self._typed = {}
        for caps, (character, (code, shift)) in itertools.product((0, LOCK), self._keys.items()):
            state = xkb.xkb_state_new(keymap)
            xkb.xkb_state_update_mask(state, SHIFT if shift else 0, 0, caps, 0, 0, 0)
            self._typed[bool(caps), character] = chr(xkb.xkb_state_key_get_utf32(state, code))
            xkb.xkb_state_unref(state)

    def types(self, text, caps=False):
        """What comes in when a scanner types `text`; what no key of it gives stays."""
        return "".join(self._typed.get((caps, each), each) for each in text)
