# SPDX-License-Identifier: Apache-2.0
"""Reads one clean QR code of version 2 to 6 with a single block, drawn in half blocks on a screen:
no error is corrected, so a wrong module is a wrong text."""
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
HALVES = {" ": (0, 0), "\u2580": (1, 0), "\u2584": (0, 1), "\u2588": (1, 1)}
MASKS = (lambda x, y: (x + y) % 2, lambda x, y: y % 2, lambda x, y: x % 3,
         lambda x, y: (x + y) % 3, lambda x, y: (x // 3 + y // 2) % 2,
         lambda x, y: x * y % 2 + x * y % 3, lambda x, y: (x * y % 2 + x * y % 3) % 2,
         lambda x, y: ((x + y) % 2 + x * y % 3) % 2)


def modules_of(rows):
    """The square of modules, True is ink, from rows of characters."""
    lines = []
    for row in rows:
        halves = [HALVES.get(each, (0, 0)) for each in row]
        lines += [[up for up, _ in halves], [down for _, down in halves]]
    inked = [y for y, line in enumerate(lines) if any(line)]
    width = max(map(len, lines))
    lines = [line + [0] * (width - len(line)) for line in lines[inked[0]:inked[-1] + 1]]
    columns = [x for x in range(width) if any(line[x] for line in lines)]
    return [[bool(each) for each in line[columns[0]:columns[-1] + 1]] for line in lines]


def is_pattern(x, y, size):
    """Finders with their format bits, timing lines, and the one alignment pattern."""
    low_x, low_y, far_x, far_y = x < 9, y < 9, x >= size - 8, y >= size - 8
    aligned = size - 9 <= x <= size - 5 and size - 9 <= y <= size - 5
    return (low_x and low_y) or (far_x and low_y) or (low_x and far_y) or 6 in (x, y) or aligned


def bits_of(modules):
    """The data bits in their order, without the mask."""
    size = len(modules)
    mask = MASKS[sum(modules[8][2 + i] << (2 - i) for i in range(3)) ^ 5]
    x, up = size - 1, True
    while x > 0:
        x -= x == 6
        for step in range(size):
            y = size - 1 - step if up else step
            for column in (x, x - 1):
                if not is_pattern(column, y, size):
                    yield modules[y][column] ^ (mask(column, y) == 0)
        x, up = x - 2, not up


def read(rows):
    """The text of the code in these rows."""
    modules = modules_of(rows)
    assert len(modules) == len(modules[0]) and len(modules) % 4 == 1, "not a square code"
    bits = iter(bits_of(modules))

    def number(size):
        return sum(next(bits) << (size - 1 - i) for i in range(size))

    assert number(4) == 2, "not alphanumeric"
    length = number(9)
    out = ""
    while len(out) + 1 < length:
        pair = number(11)
        out += ALPHABET[pair // 45] + ALPHABET[pair % 45]
    return out if len(out) == length else out + ALPHABET[number(6)]
