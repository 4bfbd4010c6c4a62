# SPDX-License-Identifier: Apache-2.0
"""Laying out a page that works in a browser: what web/verify/build and web/wallet/build share."""
import base64
import gzip
import hashlib
import html
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

WEB = Path(__file__).resolve().parent
MODULES = WEB / "verify/node_modules"
LANGUAGES = ("en", "ru", "uz", "tg", "ky")
# The reader of codes, which neither page asks for before its camera is used.
READER = {
    "zxing/reader.js": MODULES / "zxing-wasm/dist/iife/reader/index.js",
    "zxing/zxing_reader.wasm": MODULES / "zxing-wasm/dist/reader/zxing_reader.wasm",
}
ICONS = ("icon-192.png", "icon-512.png", "icon-maskable-512.png")
# What is no module; the others are folded with what they import.
APART = ("start.js", "sw.js", "app/decoder_worker.js")


@dataclass
class Recipe:
    """How a page is made. Paths on the left are below the page, those on the right anywhere."""

    name: str                 # of the program that speaks, and of the page's caches
    cache: str
    limit: int                # bytes on the wire, gzipped, without what comes later
    copied: dict              # as they are
    bundles: dict             # name: (source, what it asks for when it runs)
    languages: dict           # code: texts
    licences: list            # sentences
    packages: tuple           # npm packages whose licence is to be told
    later: tuple = ()         # comes, and is kept for working offline, only once it is asked for
    not_kept: tuple = field(default=("sw.js", "licences.txt", *ICONS))


def fail(name: str, why: str, hint: str = "") -> None:
    print(f"{name}: error: {why}", file=sys.stderr)
    if hint:
        print(f"{name}: hint: {hint}", file=sys.stderr)
    sys.exit(3)


def copy_all(recipe: Recipe, out: Path) -> None:
    for to, source in recipe.copied.items():
        if not source.is_file():
            fail(recipe.name, f"there is no {source}", "scripts/web")
        (out / to).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, out / to)


def bundle_all(recipe: Recipe, out: Path) -> None:
    """The parts as few small files: half of their bytes are for those who read the source."""
    tool = MODULES / ".bin" / "esbuild"
    if not tool.exists():
        fail(recipe.name, "there is no esbuild", "npm ci in web/verify")
    for to, (source, external) in recipe.bundles.items():
        if not source.is_file():
            fail(recipe.name, f"there is no {source}", "scripts/web")
        command = [str(tool), str(source), "--minify", "--charset=utf8", "--legal-comments=none",
                   "--log-level=warning", f"--target={'es5' if to == 'start.js' else 'es2022'}",
                   *(f"--external:{one}" for one in external), f"--outfile={out / to}"]
        if to not in APART:
            command += ["--bundle"] if to.endswith(".css") else ["--bundle", "--format=esm"]
        if subprocess.run(command, check=False).returncode != 0:
            fail(recipe.name, f"esbuild could not fold {to}")


def write_languages(recipe: Recipe, out: Path) -> None:
    """Language files go out without line breaks and blanks: they are read by machines there."""
    (out / "lang").mkdir()
    for code, texts in recipe.languages.items():
        text = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
        (out / "lang" / f"{code}.json").write_text(text, "utf-8")


def stamp_index(recipe: Recipe, out: Path) -> None:
    """What must be said where no script runs is said in every language."""
    page = (out / "index.html").read_text("utf-8")
    for mark, key in (("old-browser", "too-old"), ("noscript", "no-script")):
        lines = "".join(f'<p lang="{code}">{html.escape(recipe.languages[code][key], quote=False)}</p>'
                        for code in LANGUAGES)
        if f"<!-- {mark} -->" not in page:
            fail(recipe.name, f"index.html has no place for {mark}")
        page = page.replace(f"<!-- {mark} -->", lines)
    (out / "index.html").write_text(page, "utf-8")


def write_licences(recipe: Recipe, out: Path) -> None:
    parts = ["This page is whit's own (Apache-2.0) but for these parts.\n", *recipe.licences]
    for name in recipe.packages:
        found = sorted((MODULES / name).glob("LICENSE*"))
        if not found:
            fail(recipe.name, f"the package {name} has no licence file")
        parts.append(f"\n{name}\n\n{found[0].read_text('utf-8')}")
    (out / "licences.txt").write_text("".join(parts), "utf-8")


def files_of(out: Path) -> list:
    return sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())


def stamp_worker(recipe: Recipe, out: Path) -> None:
    hashes = {name: base64.b64encode(hashlib.sha256((out / name).read_bytes()).digest()).decode()
              for name in files_of(out) if name not in recipe.not_kept}
    listed = json.dumps(hashes, separators=(",", ":"), sort_keys=True)
    version = hashlib.sha256(listed.encode()).hexdigest()[:16]
    text = (out / "sw.js").read_text("utf-8")
    for mark, value in (('"@files@"', listed), ('"@later@"', json.dumps(recipe.later)),
                        ("@page@", recipe.cache), ("@version@", version)):
        if text.count(mark) != 1:
            fail(recipe.name, f"sw.js has no place for {mark}")
        text = text.replace(mark, value)
    (out / "sw.js").write_text(text, "utf-8")


def weigh(recipe: Recipe, out: Path) -> None:
    total = at_first = 0
    for name in files_of(out):
        if name == "licences.txt":
            continue  # nothing asks for it
        data = (out / name).read_bytes()
        packed = len(gzip.compress(data, 9, mtime=0)) if not name.endswith(".png") else len(data)
        total += packed
        at_first += 0 if name in recipe.later else packed
        print(f"{packed:9,}  {name}")
    if recipe.later:
        print(f"{total:9,}  bytes on the wire, gzipped, with what comes later")
    print(f"{at_first:9,}  bytes on the wire, gzipped (limit {recipe.limit:,})")
    if at_first > recipe.limit:
        fail(recipe.name, f"the page is too heavy: {at_first:,} bytes, {recipe.limit:,} allowed")


def make(recipe: Recipe, out: Path, draw_icons) -> None:
    """make writes OUT anew; the same input gives the same bytes."""
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    copy_all(recipe, out)
    bundle_all(recipe, out)
    write_languages(recipe, out)
    stamp_index(recipe, out)
    draw_icons(out)
    write_licences(recipe, out)
    stamp_worker(recipe, out)
    weigh(recipe, out)


def languages_of(folder: Path) -> dict:
    return {code: json.loads((folder / "lang" / f"{code}.json").read_text("utf-8"))
            for code in LANGUAGES}


def arguments(doc: str, name: str) -> tuple:
    """OUTDIR and the module's folder, or the end of the program."""
    if len(sys.argv) != 3 or sys.argv[1].startswith("-"):
        asked = "--help" in sys.argv or "-h" in sys.argv
        print(doc.strip() if asked else f"usage: {name} OUTDIR MODULEDIR")
        sys.exit(0 if asked else 3)
    return Path(sys.argv[1]), Path(sys.argv[2])
