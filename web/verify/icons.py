# SPDX-License-Identifier: Apache-2.0
"""The pages' icons, drawn from squares and one stroke: as SVG, and as PNG without any library."""
import struct
import zlib
from pathlib import Path

LIGHT, GREEN = (0xFF, 0xFF, 0xFF), (0x5F, 0xD0, 0x8A)
# The checkers' page has a tick, the wallet a disc, and each its own ground.
GROUNDS = {"tick": (0x11, 0x18, 0x1F), "disc": (0x0B, 0x3F, 0x86)}
# On a field of 32: three finders of a code, and a mark where the fourth corner is.
FINDERS = ((5, 5), (18, 5), (5, 18))
TICK = ((18.4, 22.6), (21.6, 26.0), (27.4, 18.6))
THICK = 3.2
DISC = (22.5, 22.5, 4.5)
OVER = 4  # samples a pixel and direction


def in_finder(x: float, y: float) -> bool:
    for left, top in FINDERS:
        dx, dy = x - left, y - top
        if 0 <= dx <= 9 and 0 <= dy <= 9:
            ring = not (2 <= dx <= 7 and 2 <= dy <= 7)
            return ring or (3.3 <= dx <= 5.7 and 3.3 <= dy <= 5.7)
    return False


def near_tick(x: float, y: float) -> bool:
    for (ax, ay), (bx, by) in zip(TICK, TICK[1:]):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        part = max(0.0, min(1.0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length))
        if (x - ax - part * (bx - ax)) ** 2 + (y - ay - part * (by - ay)) ** 2 <= (THICK / 2) ** 2:
            return True
    return False


def in_mark(x: float, y: float, mark: str) -> bool:
    if mark == "tick":
        return near_tick(x, y)
    return (x - DISC[0]) ** 2 + (y - DISC[1]) ** 2 <= DISC[2] ** 2


def in_ground(x: float, y: float, round_by: float) -> bool:
    dx, dy = max(round_by - x, x - (32 - round_by), 0), max(round_by - y, y - (32 - round_by), 0)
    return dx * dx + dy * dy <= round_by * round_by


def colour_at(x: float, y: float, shrink: float, round_by: float, mark: str):
    """The colour of a point of the field of 32, None outside the ground."""
    if round_by and not in_ground(x, y, round_by):
        return None
    ix, iy = (x - 16) / shrink + 16, (y - 16) / shrink + 16
    return LIGHT if in_finder(ix, iy) else GREEN if in_mark(ix, iy, mark) else GROUNDS[mark]


def blended(px: int, py: int, size: int, shrink: float, round_by: float, mark: str) -> bytes:
    """A pixel on an edge: the mean of OVER x OVER samples."""
    samples = [colour_at((px + (i % OVER + 0.5) / OVER) * 32 / size, (py + (i // OVER + 0.5) / OVER) * 32 / size,
                         shrink, round_by, mark) for i in range(OVER * OVER)]
    seen = [sample for sample in samples if sample]
    if not seen:
        return bytes(4)
    return bytes([sum(sample[i] for sample in seen) // len(seen) for i in range(3)] +
                 [len(seen) * 255 // len(samples)])


def rows_of(size: int, shrink: float, round_by: float, mark: str) -> bytes:
    step = 32 / size
    grid = [[colour_at((x + 0.5) * step, (y + 0.5) * step, shrink, round_by, mark) for x in range(size)]
            for y in range(size)]
    out = bytearray()
    for y, row in enumerate(grid):
        above, below = grid[max(0, y - 1)], grid[min(size - 1, y + 1)]
        out.append(0)
        for x, here in enumerate(row):
            inside = here == above[x] == below[x] == row[max(0, x - 1)] == row[min(size - 1, x + 1)]
            if not inside:
                out += blended(x, y, size, shrink, round_by, mark)
            else:
                out += bytes(here) + b"\xff" if here else bytes(4)
    return bytes(out)


def png(size: int, shrink: float, round_by: float, mark: str) -> bytes:
    rows = rows_of(size, shrink, round_by, mark)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) +
            chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def svg(mark: str) -> str:
    def colour(rgb: tuple[int, int, int]) -> str:
        return "#" + "".join(f"{part:02x}" for part in rgb)

    squares = "".join(
        f"M{x} {y}h9v9h-9zM{x + 2} {y + 2}v5h5v-5zM{x + 3.3:g} {y + 3.3:g}h2.4v2.4h-2.4z" for x, y in FINDERS)
    tick = "M" + "L".join(f"{x:g} {y:g}" for x, y in TICK)
    drawn = {"tick": f'<path fill="none" stroke="{colour(GREEN)}" stroke-width="{THICK}" stroke-linecap="round" '
                     f'stroke-linejoin="round" d="{tick}"/>',
             "disc": f'<circle cx="{DISC[0]}" cy="{DISC[1]}" r="{DISC[2]}" fill="{colour(GREEN)}"/>'}
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" '
            f'fill="{colour(GROUNDS[mark])}"/><path fill="{colour(LIGHT)}" fill-rule="evenodd" d="{squares}"/>'
            f'{drawn[mark]}</svg>\n')


def write(out: Path, mark: str = "tick") -> None:
    (out / "icon.svg").write_text(svg(mark), "ascii")
    (out / "icon-192.png").write_bytes(png(192, 1, 6, mark))
    (out / "icon-512.png").write_bytes(png(512, 1, 6, mark))
    (out / "icon-maskable-512.png").write_bytes(png(512, 0.72, 0, mark))  # within the circle that phones cut
