#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Puts one fault after the other into the reference and counts how many the vectors find.

    mutate.py FOLDER [MODULE...]            every fault; half an hour
    mutate.py --every N FOLDER [MODULE...]  each Nth

Prints each fault that no case finds, and the score. Some faults change nothing that anybody could
see: a check of S < L that libsodium makes again, a limit that the shape before it holds.
"""

import ast
import copy
import os
import signal
import sys
import types

import cryptography.hazmat.primitives.asymmetric.rsa as loaded_once  # before the children
import nacl.pwhash as loaded_too


assert loaded_once and loaded_too
MODULES = ["cbor", "base45", "primitives", "shape", "shown", "trusted", "exchange", "notes",
           "logproof", "epoch", "bundle", "policy", "verify", "tree", "rebuild", "findings",
           "audit_tree", "audit_epoch", "audit_keys", "audit_heads", "audit"]
HERE = os.path.dirname(os.path.abspath(__file__))
SWAPS = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
         ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot,
         ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr,
         ast.BitOr: ast.BitAnd, ast.And: ast.Or, ast.Or: ast.And, ast.FloorDiv: ast.Mult}
CHECKS = {"need", "must", "require", "check_signed", "check_service", "check_values", "check_set",
          "add_live", "add_key"}
SLOWEST = 30  # seconds for one fault


def source(name):
    """Text of a module."""
    with open(os.path.join(HERE, name + ".py"), encoding="utf-8") as file:
        return file.read()


CODE = {name: compile(source(name), name, "exec") for name in MODULES + ["fixed", "whit"]}


def changes(node):
    """The faulty forms of one node: (what, function that makes it so in a copy)."""
    if isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            yield f"{type(op).__name__} {i}", lambda n, i=i: n.ops.__setitem__(
                i, SWAPS[type(n.ops[i])]())
    if isinstance(node, ast.BinOp) and type(node.op) in SWAPS:
        yield type(node.op).__name__, lambda n: setattr(n, "op", SWAPS[type(n.op)]())
    if isinstance(node, ast.BoolOp):
        yield "and/or", lambda n: setattr(n, "op", SWAPS[type(n.op)]())
        for i in range(len(node.values)):
            yield f"without part {i}", lambda n, i=i: n.values.__setitem__(
                i, n.values[i - 1])
    if isinstance(node, (ast.If, ast.IfExp)):
        for value in (True, False):
            yield f"if {value}", lambda n, v=value: setattr(n, "test", ast.Constant(v))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without not", lambda n: setattr(n, "op", ast.UAdd()) or setattr(
            n, "operand", ast.Call(ast.Name("bool", ast.Load()), [n.operand], []))
    if isinstance(node, ast.Constant) and type(node.value) is int:
        for step in (1, -1):
            yield f"{node.value}{step:+}", lambda n, s=step: setattr(n, "value", n.value + s)
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        yield f"not {node.value}", lambda n: setattr(n, "value", not n.value)
    if isinstance(node, ast.Constant) and type(node.value) is bytes:
        yield f"{node.value!r}+", lambda n: setattr(n, "value", n.value + b"x")
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(
            node.value.func, ast.Name) and node.value.func.id in CHECKS:
        yield "check left out", lambda n: setattr(n, "value", ast.Constant(None))


def faults(tree):
    """All faulty trees: (line, what, tree)."""
    for index, node in enumerate(ast.walk(tree)):
        for number, (what, _) in enumerate(changes(node)):
            faulty = copy.deepcopy(tree)
            target = list(ast.walk(faulty))[index]
            list(changes(target))[number][1](target)
            yield getattr(node, "lineno", 0), what, ast.fix_missing_locations(faulty)


def finds(name, faulty, folder, order):
    """In a child: the first case that fails, or "" (none), or a word about a crash."""
    try:
        for other in MODULES + ["fixed", "whit"]:
            module = sys.modules[other] = types.ModuleType(other)
            exec(faulty if other == name else CODE[other], module.__dict__)
    except Exception as why:
        return f"does not load: {why!r}"
    whit = sys.modules["whit"]
    for path in order:
        try:
            wrong = whit.run_case(folder, path)
        except Exception as why:
            wrong = repr(why)
        if wrong:
            return path
    return ""


def in_child(work):
    """Runs work() in a child and returns its text; a child that hangs has found the fault."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.alarm(SLOWEST)
        os.write(writing, b"." + work().encode()[:4000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read().decode()
    os.waitpid(child, 0)
    return answer[1:] if answer else "hangs"


def case_files(folder):
    """All cases, small folders mixed, so that a fault is found early."""
    found = [os.path.join(base, name) for base, _, names in os.walk(folder) for name in names
             if name.endswith(".json")]
    return sorted(found, key=lambda path: path[::-1])


def main(arguments):
    """Counts."""
    every = int(arguments[1]) if arguments[0] == "--every" else 1
    folder, *modules = arguments[2:] if arguments[0] == "--every" else arguments
    order, found, left = case_files(folder), 0, 0
    for name in modules or MODULES:
        for line, what, tree in list(faults(ast.parse(source(name))))[::every]:
            faulty = compile(tree, name, "exec")
            answer = in_child(lambda: finds(name, faulty, folder, order))
            if answer:
                found += 1
            else:
                left += 1
                print(f"not found: {name}.py:{line}: {what}", flush=True)
            if answer in order:
                order.remove(answer)
                order.insert(0, answer)
    print(f"{found} of {found + left} faults found")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
