#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a gate does besides judging: keys, questions, lines that go and come, its hook, its ways out.

    gate_test.py PROGRAM [CASE]...        PROGRAM is whit-verify
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tty

import codes
import small_qr
from terminals import Gate, data_folder, must, raw_pair

SUMMARY = "Nothing about any person was kept."


def case_screen(program, folder):
    """The words fill the screen, in each size; nothing is written outside it."""
    for rows, columns, env in ((24, 80, {}), (12, 40, {}), (24, 80, {"LC_ALL": "C"}),
                               (24, 80, {"NO_COLOR": "1"}), (50, 180, {})):
        with Gate(program, folder, rows=rows, columns=columns, **env) as gate:
            gate.wait_for("scan the code")
            gate.type(codes.Wallet("screen").show() + "\r")
            gate.wait_for("in 1")
            gate.wait_for("YES  06:41")
            picture = gate.screen().split("\n")
            must(len(picture) == rows, len(picture), "rows of", rows)
            must(all(len(row) <= columns for row in picture), "a row is too long", picture)
            ink = "#" if env.get("LC_ALL") == "C" else "[\u2580\u2584\u2588]"
            must(re.search(ink, "".join(picture)), "no big word", picture)
            must(b"\a" in gate.out, "no beep")
            must((b"\x1b[32m" in gate.out) == ("NO_COLOR" not in env), "colours", env)
            must(gate.end() == 0 and gate.is_restored(), "the end of", rows, columns, env)
            must(b"\x1b[?1049l" in gate.out and SUMMARY.encode() in gate.out, gate.out[-200:])
    with Gate(program, folder, TERM="dumb") as gate:
        gate.wait_for("GATE work-permit-valid")
        gate.type("MENU OF THE DAY\r")
        gate.wait_for("NO ")
        must(b"\x1b" not in gate.out, "escapes on a dumb terminal")
        must(gate.end() == 0, "exit code")


def case_keys(program, folder):
    """Keys work in any layout and are no scans; what a scanner types is no key."""
    for training, leave in (("t", "q"), ("\u0435", "\u0439"), ("T", "\x03")):
        with Gate(program, folder, "--plain") as gate:
            gate.wait_for("GATE")
            gate.type(training)
            gate.wait_for("training: ")
            gate.rest(0.3)
            for text in ("q\r", "WHQ", "qt", "\x1b[A"):  # with a suffix, or more than a key
                gate.type(text)
                gate.rest(0.3)
            must(gate.program.poll() is None, "it ended by what was no key")
            gate.type(leave)
            gate.wait_for(SUMMARY)
            gate.wait_until(lambda: gate.program.poll() is not None, "its end")
            must(gate.is_restored(), "the terminal after", repr(leave))


def case_ask(program, folder):
    """A shows a question; its answer counts once, any other one not."""
    with Gate(program, folder, "--name", "Gate 7") as gate:
        gate.wait_for("scan the code")
        gate.type("\u0444")  # A on a Russian keyboard
        gate.wait_for("question open for")
        rows = [row for row in gate.screen().split("\n") if re.search("[\u2580\u2584\u2588]", row)]
        question = small_qr.read(rows)
        wallet = codes.Wallet("asked")
        right = wallet.answer(question, made=codes.NOW - 7200)
        gate.type(wallet.show(to="Gate 7", nonce=bytes(16)) + "\r")
        gate.wait_for("an answer to another question")
        gate.type(right + "\r")
        gate.wait_for("in 1")
        gate.type(right + "\r")
        gate.wait_for("same scan")
        gate.type(codes.Wallet("other").answer(question) + "\r")
        gate.wait_for("answered already")
        must("question open" not in gate.screen(), gate.screen())
        must(gate.end() == 0, "exit code")
    with Gate(program, folder, "--plain") as gate:
        gate.wait_for("GATE")
        gate.type("a")
        gate.wait_for("a question needs this gate's name")


def case_flood(program, folder):
    """10 MB of keystrokes, noise and one endless text: bounded memory, and it still works."""
    with Gate(program, folder, "--json", piped=True) as gate:
        noise = os.urandom(1 << 16).replace(b"\x11", b"").replace(b"\x13", b"")
        for _ in range(24):
            gate.type(noise)
        for _ in range(136):
            gate.type(b"WH1:" * (1 << 14))
        gate.rest(1.5)
        status = pathlib.Path(f"/proc/{gate.program.pid}/status").read_text()
        peak, mapped = (int(re.search(name + r":\s+(\d+) kB", status)[1])
                        for name in ("VmHWM", "VmPeak"))
        sanitized = mapped > 1 << 30  # which keeps what was freed
        must(peak < 64 * 1024 or sanitized, "kB at its peak:", peak)
        gate.out = b""
        gate.type(codes.Wallet("after the flood").show() + "\r")
        gate.wait_until(lambda: b'"valid"' in gate.out, "a yes after the flood")
        must(gate.end(signal.SIGTERM) == 0 and gate.is_restored(), "its end")


def case_serial(program, folder):
    """A scanner on a serial line, which is pulled out and comes back."""
    master, name, slave = raw_pair()
    link = folder / "ttyACM0"
    link.symlink_to(name)
    with Gate(program, folder, "--plain", "--serial", link, "--baud", "115200") as gate:
        gate.wait_for("GATE")
        os.write(master, (codes.Wallet("serial 1").show() + "\r\n").encode())
        gate.wait_for("YES")
        must(b"WH1" not in os.read(master, 4096) if _readable(master) else True, "an echo")
        link.unlink()
        os.close(slave)
        os.close(master)
        gate.wait_for("scanner gone; plug it in (waiting)")
        gate.out = b""
        master, name, slave = raw_pair()
        tty.setraw(slave)
        link.symlink_to(name)
        gate.rest(1.5)
        os.write(master, ("]Q1" + codes.Wallet("serial 2").show()).encode())  # no suffix
        gate.wait_for("YES")
        must("gone" not in gate.screen(), gate.screen())
        must(gate.end() == 0, "exit code")
        must("2 in" in gate.screen(), gate.screen())
    for line in (master, slave):
        os.close(line)
    for words, said in ((["--serial", "/dev/null"], "is not a serial line"),
                        (["--serial", str(link), "--baud", "12345"], "is not a speed"),
                        (["--hook", str(folder)], "is not a program"),
                        (["--preset", "nothing"], "nothing")):
        done = subprocess.run([program, "gate", "--dir", folder, "--at", codes.AT, *words],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)
        must(done.returncode == 3 and said in done.stderr, done.stderr)


def _readable(fd):
    import select  # pylint: disable=import-outside-toplevel
    return bool(select.select([fd], [], [], 0.05)[0])


HOOK = """#!/usr/bin/python3
import os, sys, time
open_files = sorted(os.listdir("/proc/self/fd"))
with open({log!r}, "a") as log:
    print(sys.argv[1:], sorted(os.environ), len(open_files), os.getcwd() != "", file=log)
if {slow}:
    time.sleep(30)
"""


def hook_at(folder, slow):
    log, program = folder / "hook.log", folder / "hook"
    log.write_text("")
    program.write_text(HOOK.format(log=str(log), slow=slow))
    program.chmod(0o755)
    return log, program


def case_hook(program, folder):
    """The hook learns verdict and class alone, is not waited for, and doesn't live long."""
    log, hook = hook_at(folder, slow=False)
    os.environ["SECRET"] = "nobody's business"
    with Gate(program, folder, "--json", "--hook", hook, piped=True) as gate:
        code = codes.Wallet("hook").show() + "\r"
        gate.type(code)
        gate.wait_until(lambda: log.read_text().count("\n") == 1, "the hook")
        gate.rest(0.2)
        gate.type(code)  # the same scan opens no turnstile twice
        gate.wait_until(lambda: b'"same_scan": true' in gate.out, "the same scan")
        gate.type("MENU OF THE DAY\r")
        gate.wait_until(lambda: log.read_text().count("\n") == 2, "the hook again")
        yes, no = log.read_text().splitlines()
        must(yes.startswith("['valid', 'yes'] ['LC_CTYPE', 'PATH'] 4") or
             yes.startswith("['valid', 'yes'] ['PATH'] 4"), yes)
        must(no.startswith("['malformed', 'no']"), no)
        must(gate.end() == 0, "exit code")
    log, hook = hook_at(folder, slow=True)
    with Gate(program, folder, "--plain", "--hook", hook) as gate:
        gate.wait_for("GATE")
        start = time.monotonic()
        for number in range(3):
            gate.type(codes.Wallet(f"slow {number}").show() + "\r")
            gate.wait_until(lambda wanted=number + 1: gate.screen().count(" YES") == wanted, "YES")
        must(time.monotonic() - start < 2, "the hook was waited for")
        gate.wait_for("the hook took longer than 2 s; it was ended")
        must(gate.end() == 0, "exit code")
    must(str(hook) not in subprocess.run(["ps", "-eo", "args"], capture_output=True,
                                         text=True).stdout, "a hook was left over")


def case_ways_out(program, folder):
    """The terminal is as it was, whichever way a gate ends or pauses."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGHUP, signal.SIGSEGV,
                   signal.SIGABRT):
        with Gate(program, folder) as gate:
            gate.wait_for("scan the code")
            code = gate.end(number)
            crash = number in (signal.SIGSEGV, signal.SIGABRT)
            must(code == (-number if crash else 0), number, code)
            must(gate.is_restored(), "the terminal after", number)
            must(b"\x1b[?25h" in gate.out and b"\x1b[?1049l" in gate.out, "the screen after", number)
    with Gate(program, folder) as gate:
        gate.wait_for("scan the code")
        gate.program.send_signal(signal.SIGSTOP)
        subprocess.run(["stty", "sane"], stdin=gate.slave, check=True)
        gate.out = b""
        gate.program.send_signal(signal.SIGCONT)
        gate.wait_for("scan the code")
        gate.type(codes.Wallet("continued").show())
        gate.wait_for("in 1")
        must(gate.end() == 0, "exit code")
    shell = ["/bin/bash", "-mc", f"'{program}' gate --dir '{folder}' --at {codes.AT}; echo back $?; fg"]
    must(stops_and_goes_on(shell), "Ctrl-Z")


def stops_and_goes_on(shell):
    """Ctrl-Z under a shell with jobs: the terminal is the shell's, and then the gate's again."""
    import pty  # pylint: disable=import-outside-toplevel
    child, master = pty.fork()
    if child == 0:
        os.environ.update({"TERM": "xterm", "LC_ALL": "C.UTF-8"})
        os.execv(shell[0], shell)
    shown, steps = b"", [(b"scan the code", b"\x1a"), (b"back 148", b""),
                         (b"scan the code", b"q"), (SUMMARY.encode(), b"")]
    end = time.monotonic() + 20
    for wanted, typed in steps:
        while wanted not in shown:
            if time.monotonic() > end:
                return False
            if _readable(master):
                try:
                    shown += os.read(master, 4096)
                except OSError:
                    return wanted in shown
        shown = shown[shown.index(wanted) + len(wanted):]
        time.sleep(0.3)
        os.write(master, typed)
    os.close(master)
    os.waitpid(child, 0)
    return True


def case_data(program, folder):
    """Data that another process installs is taken up at once; what is no data is not."""
    make = codes.ROOT / "tests" / "cli" / "make"
    env = dict(os.environ, WHIT_ROOT=str(codes.ROOT))
    fresh = subprocess.run(["/usr/bin/python3", make, "bundle", "513", "--issued", "1802416000"], check=True, capture_output=True, env=env).stdout
    (folder / "fresh.whit-bundle").write_bytes(fresh)
    old = (folder / "dlo.whit-bundle").read_bytes()
    with Gate(program, folder, "--plain", at="2027-02-12T08:00:00Z") as gate:
        gate.wait_for("data 101 min old")
        subprocess.run([program, "bundle", "install", "--dir", folder, "--at", codes.AT,
                        folder / "fresh.whit-bundle"], check=True, capture_output=True)
        gate.wait_until(lambda: re.search(r"data 5\d min old", gate.screen()), "new data")
        for broken in (old, b"nothing", fresh[:-100]):
            (folder / "half").write_bytes(broken)
            (folder / "half").rename(folder / "dlo.whit-bundle")
            gate.out = b""
            gate.wait_for("the data that was put in place is not used")
            gate.type(codes.Wallet(f"data {len(broken)}").show(made=codes.NOW + 4740) + "\r")
            gate.wait_for("YES")
            (folder / "half").write_bytes(fresh)
            (folder / "half").rename(folder / "dlo.whit-bundle")
            gate.rest(1.3)
        must(gate.end() == 0, "exit code")


def case_json(program, folder):
    """One line a scan, with nothing in it of who came."""
    with Gate(program, folder, "--json", piped=True) as gate:
        code = codes.Wallet("json").show()
        gate.type(code + "\r")
        gate.wait_until(lambda: gate.lines(), "a line")
        line = json.loads(gate.lines()[0])
        must(re.fullmatch(r"2027-02-12T06:41:\d\dZ", line.pop("time")), line)
        must(line == {"verdict": "valid", "class": "yes", "training": None, "same_scan": False,
                      "in": 1, "talk": 0, "no": 0}, line)
        must(gate.end() == 0, "exit code")
    typed = "\n".join([code, code, "MENU OF THE DAY"])
    done = subprocess.run([program, "gate", "--dir", folder, "--at", codes.AT], input=typed,
                          capture_output=True, text=True, check=False)
    must(done.returncode == 0 and done.stdout.count("YES") == 2 and "1 in, 0 to talk to, 1 no" in
         done.stdout, done.stdout)


def run(program, name):
    start = time.monotonic()
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        globals()["case_" + name](program, data_folder(program, folder))
    finally:
        shutil.rmtree(folder)
    print(f"{name}: {time.monotonic() - start:.1f} s", flush=True)


def main(program, *wanted):
    """Each case in a process of its own, all at once."""
    names = wanted or [name[5:] for name in globals() if name.startswith("case_")]
    if len(names) == 1:
        return run(program, names[0])
    runs = {name: subprocess.Popen([sys.executable, __file__, program, name]) for name in names}
    failed = [name for name, each in runs.items() if each.wait() != 0]
    must(not failed, *failed)
    return None


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(os.path.abspath(sys.argv[1]), *sys.argv[2:])
