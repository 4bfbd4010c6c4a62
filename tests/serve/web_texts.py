#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the translations in web/: every file has every key, nothing is empty, placeholders agree,
and the pages in src/serve use exactly these keys.

    web_texts.py SOURCE_DIR
    web_texts.py self-test
"""
import json
import pathlib
import re
import sys

# Keys that the code puts together, by how they begin.
MADE = {"staff": ("reason.", "done.", "act.", "journal.", "fact."), "stop": ("wrong.",)}
CODE = {"staff": ("staff_page*.cpp", "page_shell.cpp"), "stop": ("stop_page.cpp", "page_shell.cpp")}
KEY = re.compile(r'"([a-z]+[a-z0-9-]*(?:\.[a-z0-9-]+)*)"')


def read(path):
    def no_twins(pairs):
        keys = [key for key, _ in pairs]
        assert len(set(keys)) == len(keys), f"{path}: a key stands twice"
        return dict(pairs)
    return json.loads(path.read_text("utf-8"), object_pairs_hook=no_twins)


def placeholders(text):
    return sorted(set(re.findall(r"\{([^}]*)\}", text)))


def compare(name, source, texts):
    for key in sorted(set(source) ^ set(texts)):
        yield f"{name}: {key} is {'missing' if key in source else 'in no other file'}"
    for key in sorted(set(source) & set(texts)):
        text = texts[key]
        if not isinstance(text, str) or not text.strip() or text != text.strip():
            yield f"{name}: {key} is empty, or has spaces at its ends"
        elif placeholders(text) != placeholders(source[key]):
            yield f"{name}: {key} has placeholders {placeholders(text)}"
        elif text == source[key] and key not in ("_note", "done.when") and name != "en.json":
            yield f"{name}: {key} is not translated"


def check_folder(root, page):
    folder = root / "web" / page / "lang"
    source = read(folder / "en.json")
    for path in sorted(folder.glob("*.json")):
        texts = read(path)
        yield from compare(path.name, source, texts)
        if path.name != "en.json" and "native speaker" not in texts.get("_note", ""):
            yield f"{path.name}: _note doesn't say who has read it"
    code = "".join(path.read_text("ascii") for pattern in CODE[page]
                   for path in sorted((root / "src" / "serve").glob(pattern)))
    words = set(KEY.findall(code))
    for key in sorted(set(source) - {"_note"}):
        if key not in words and not key.startswith(MADE[page]):
            yield f"{page}: nothing says {key}"
    for key in sorted(set(re.findall(r'say\("([^"]+)"[,)]', code)) - set(source)):
        other = read(root / "web" / ("stop" if page == "staff" else "staff") / "lang" / "en.json")
        if key not in other or page == "stop":
            yield f"{page}: {key} is said and in no file"


def self_test():
    source = {"_note": "a", "a": "x {b}", "c": "y"}
    planted = [({"_note": "b", "a": "z {b}"}, "c is missing"),
               ({"_note": "b", "a": "z {b}", "c": "k", "d": "k"}, "in no other"),
               ({"_note": "b", "a": "z {d}", "c": "k"}, "placeholders"),
               ({"_note": "b", "a": "z {b}", "c": " "}, "empty"),
               ({"_note": "b", "a": "z {b}", "c": "y"}, "not translated")]
    missed = [words for texts, words in planted
              if not any(words in finding for finding in compare("xx.json", source, texts))]
    print(f"self-test: {len(planted)} planted, {len(missed)} missed {missed}")
    return 1 if missed else 0


def main():
    if sys.argv[1] == "self-test":
        return self_test()
    root = pathlib.Path(sys.argv[1])
    findings = [finding for page in ("staff", "stop") for finding in check_folder(root, page)]
    for finding in findings:
        print(finding)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
