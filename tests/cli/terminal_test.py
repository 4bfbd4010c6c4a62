#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What whit-verify asks and colours at a terminal.

    terminal_test.py PROGRAM WORLD      WORLD holds trust.cbor
"""
import os
import pathlib
import pty
import sys
import tempfile


def at_terminal(arguments, typed, **environment):
    """(exit code, what the terminal showed) of a program with a terminal of its own."""
    child, master = pty.fork()
    if child == 0:
        os.environ.update({"TERM": "xterm", "LC_ALL": "C.UTF-8", **environment})
        os.execv(arguments[0], arguments)
    os.write(master, typed)
    shown = b""
    try:
        while chunk := os.read(master, 4096):
            shown += chunk
    except OSError:  # how Linux says that the other end has gone
        pass
    _, status = os.waitpid(child, 0)
    os.close(master)
    return os.waitstatus_to_exitcode(status), shown.decode("utf-8", "replace")


def must(condition, shown):
    if not condition:
        raise SystemExit(f"not as it should be:\n{shown}")


def main(program, world):
    os.environ.pop("NO_COLOR", None)
    with tempfile.TemporaryDirectory() as folder:
        trust = [program, "trust", "add", str(world / "trust.cbor"), "--dir", folder]
        code, shown = at_terminal(trust, b"n\n")
        must(code == 1 and "jar vast celery april subway wheel" in shown, shown)
        must(not list(pathlib.Path(folder).glob("*.whit-trust")), shown)
        code, shown = at_terminal(trust, b"\n")
        must(code == 1, shown)
        code, shown = at_terminal(trust, b"y\n")
        must(code == 0 and "trusted: dlo" in shown, shown)

        check = [program, "check", "--dir", folder]
        code, shown = at_terminal(check, b"soup\n\x04")
        must(code == 1 and "\u2718 \x1b[31mno:\x1b[0m malformed" in shown, shown)
        code, shown = at_terminal(check, b"soup\n\x04", NO_COLOR="1")
        must(code == 1 and "\u2718 no: malformed" in shown and "\x1b[" not in shown, shown)
        code, shown = at_terminal(check, b"soup\n\x04", LC_ALL="C")
        must(code == 1 and "\x1b[31mno:\x1b[0m malformed" in shown and "\u2718" not in shown, shown)
        code, shown = at_terminal(check, b"soup\n\x04", TERM="dumb")
        must(code == 1 and "\x1b[" not in shown, shown)

        ask = [program, "inspect", "\x1b]0;x\x07.png"]
        code, shown = at_terminal(ask, b"")
        must(code == 3 and "\x1b]" not in shown and "?]0;x?.png: no such file" in shown, shown)
    print("all as it should be")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], pathlib.Path(sys.argv[2]))
