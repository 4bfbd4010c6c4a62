#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A gate that hears from a folder of pictures and from a camera: runs of the program.

    pictures_test.py PROGRAM FAKE_CAMERA [CASE]...

PROGRAM is whit-verify; FAKE_CAMERA the library of fake_camera.cpp, which stands in for the kernel
and a camera. There is no real camera in any test.
"""
import importlib.machinery
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import types
import zlib

import codes
from terminals import Gate, data_folder, must

os.environ["WHIT_ROOT"] = str(codes.ROOT)
LOADER = importlib.machinery.SourceFileLoader("make", str(codes.ROOT / "tests" / "cli" / "make"))
make = types.ModuleType("make")
LOADER.exec_module(make)
WIDTH, HEIGHT = 640, 480


def png(width, height, rows):
    """A grey PNG of these rows of bytes."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
             (b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows), 1)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts)


def picture(folder, *texts):
    """The bytes of a PNG with these codes, made outside the folder that is watched."""
    files = []
    for number, text in enumerate(texts):
        files.append(folder / f"text-{number}")
        files[-1].write_text(text)
    out = folder / "made.png"
    make.picture(types.SimpleNamespace(file=out, texts=files))
    return out.read_bytes()


def frame(data):
    """A camera's grey frame with a PNG of picture() in its corner, or an empty one."""
    rows = [bytes([255]) * WIDTH] * HEIGHT
    if data:
        width, height = struct.unpack(">II", data[16:24])
        at = data.index(b"IDAT")
        pixels = zlib.decompress(data[at + 4:at + 4 + int.from_bytes(data[at - 4:at], "big")])
        for y in range(height):
            row = pixels[y * (width + 1) + 1:(y + 1) * (width + 1)]
            rows[y] = row + rows[y][width:]
    return b"".join(rows)


def answers(gate):
    return [json.loads(line) for line in gate.lines() if line.startswith("{")]


def wait_for_answers(gate, count):
    gate.wait_until(lambda: len(answers(gate)) >= count, f"{count} answers", 60)
    must(len(answers(gate)) == count, "more answers than scans", answers(gate))
    return answers(gate)[-1]


def watched(folder):
    place = pathlib.Path(tempfile.mkdtemp(dir=folder, prefix="watched folder "))
    return place, pathlib.Path(tempfile.mkdtemp(dir=folder))


def case_folder(program, folder, _):
    """Each picture is judged once, and stays where it is."""
    place, aside = watched(folder)
    alone = picture(aside, codes.Wallet("old").show())
    (place / "old.png").write_bytes(alone)
    with Gate(program, folder, "--json", "--folder", place, piped=True) as gate:
        first = picture(aside, codes.Wallet("first").show())
        (place / "first.png").write_bytes(first)
        said = wait_for_answers(gate, 1)
        must(said["verdict"] == "valid", "a good picture", said)
        (place / "again.png").write_bytes(first)
        must(wait_for_answers(gate, 2)["verdict"] == "valid", "the same picture: the same answer")
        (place / "Ivan Petrov.png").write_bytes(alone[:500])
        said = wait_for_answers(gate, 3)
        must("damaged" in json.dumps(said) and "Petrov" not in json.dumps(said), "damaged", said)
        two = picture(aside, codes.Wallet("left").show(), codes.Wallet("right").show())
        (place / "two.png").write_bytes(two)
        said = wait_for_answers(gate, 4)
        must("2 codes in the picture" in json.dumps(said), "two codes", said)
        (place / "menu.png").write_bytes(picture(aside, "https://example.org/menu"))
        must(wait_for_answers(gate, 5)["verdict"] == "malformed", "a menu", said)
        (place / "tax.png").write_bytes(picture(aside, codes.Wallet("tax", codes.TAX).show()))
        must(wait_for_answers(gate, 6)["verdict"] == "missing_fact", "another fact")
        must(gate.end() == 0, "its end")
    must(sorted(each.name for each in place.iterdir()) == sorted(
        ["old.png", "first.png", "again.png", "Ivan Petrov.png", "two.png", "menu.png", "tax.png"]),
         "the folder is as others left it")
    must((place / "first.png").read_bytes() == first, "nothing was written")


def case_both(program, folder, _):
    """While a large picture is searched, the scanner is answered."""
    place, aside = watched(folder)
    row = bytes(40 + 60 * (x // 9 % 4) for x in range(4000))
    large = aside / "large.png"
    large.write_bytes(png(4000, 3000, [row] * 3000))
    with Gate(program, folder, "--json", "--folder", place, piped=True) as gate:
        large.rename(place / "large.png")
        gate.rest(0.1)
        gate.type(codes.Wallet("typed").show() + "\r")
        must(wait_for_answers(gate, 1).get("verdict") == "valid", "the scanner's first",
             answers(gate))
        must("no code" in json.dumps(wait_for_answers(gate, 2)), "then the picture", answers(gate))
        must(gate.end() == 0, "its end")


def case_gone(program, folder, _):
    """A folder that goes is said, and comes back."""
    place, aside = watched(folder)
    with Gate(program, folder, "--folder", place) as gate:
        place.rename(aside / "away")
        gate.wait_for("folder gone; bring it back (waiting)")
        (aside / "away").rename(place)
        gate.wait_until(lambda: "folder gone" not in gate.screen(), "it to be back")
        (place / "code.png").write_bytes(picture(aside, codes.Wallet("back").show()))
        gate.wait_for("YES", 60)
        must(gate.end() == 0, "its end")


def case_camera(program, folder, camera):
    """What is held before the camera counts once; a camera that goes is said, and comes back."""
    place, aside = watched(folder)
    (place / "formats").write_text(f"GREY {WIDTH}x{HEIGHT}\n")

    def view(data):
        (aside / "view").write_bytes(frame(data))
        (aside / "view").rename(place / "view")

    view(None)
    (place / "video0").touch()
    at = {"LD_PRELOAD": camera, "WHIT_FAKE_CAMERA": str(place)}
    with Gate(program, folder, "--json", "--camera", place / "video0", piped=True, **at) as gate:
        view(picture(aside, codes.Wallet("camera").show()))
        must(wait_for_answers(gate, 1)["verdict"] == "valid", "before the camera")
        gate.rest(2.5)
        wait_for_answers(gate, 1)
        view(picture(aside, codes.Wallet("next").show()))
        must(wait_for_answers(gate, 2)["verdict"] == "valid", "the next one")
        gate.type(codes.Wallet("typed beside").show() + "\r")
        must(wait_for_answers(gate, 3)["verdict"] == "valid", "the scanner beside it")
        must(gate.end() == 0, "its end")
    with Gate(program, folder, "--camera", place / "video0", **at) as gate:
        view(None)
        (place / "video0").unlink()
        gate.wait_for("camera gone; plug it in (waiting)")
        view(picture(aside, codes.Wallet("back again").show()))
        (place / "video0").touch()
        gate.wait_for("YES", 60)
        must("camera gone" not in gate.screen(), "the trouble is over")
        must(gate.end() == 0, "its end")


def case_wrong(program, folder, _):
    """What is no folder and no camera is said at once."""
    place, _ = watched(folder)
    file = place / "file"
    file.touch()
    for words, why in ((["--folder", place / "none"], "no such folder"),
                       (["--folder", file], "is not a folder"),
                       (["--camera", file], "is not a camera"),
                       (["--camera", "/dev/null"], "is not a camera")):
        ran = subprocess.run([program, "gate", "--dir", folder, "--at", codes.AT, *words],
                             stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        must(ran.returncode == 3 and why in ran.stderr, words, ran.returncode, ran.stderr)
        must("hint:" in ran.stderr or "not a folder" in ran.stderr, "what to do", ran.stderr)


def main():
    program, camera, *wanted = sys.argv[1:]
    cases = {name[5:]: case for name, case in globals().items() if name.startswith("case_")}
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="whit-camera-") as plain:
        # LD_PRELOAD takes a space for the end of a path.
        camera = shutil.copy(camera, plain)
        for name in wanted or cases:
            with tempfile.TemporaryDirectory(prefix="whit gate ") as folder:
                cases[name](program, data_folder(program, folder), camera)
            print(f"{name}: {cases[name].__doc__}", flush=True)


if __name__ == "__main__":
    main()
