#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The verifier can't reach out: its archive may call only what is listed here.

    check_offline.py archive libwhit-verify.a       what the archive leaves undefined
    check_offline.py shared libwhit-verify.so       the same, and that it exports whit_* alone
    check_offline.py self-test --cc COMPILER        a planted call of time() must be found

The list allows; it doesn't forbid. Whatever isn't on it (sockets, files, clocks, randomness, the
environment, processes, printing, threads, or something nobody thought of) is a finding.
Exit code 0 if nothing is found, 1 with one line a finding otherwise.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

ALLOWED = [
    # Bytes in memory, and the forms of the same that -D_FORTIFY_SOURCE calls.
    r"(mem(cpy|move|set|cmp|chr)|bcmp|strlen|strnlen|strcmp|strncmp)",
    r"__(mem(cpy|move|set)|explicit_bzero)_chk", r"explicit_bzero",
    # The heap, and what a C++ compiler calls by itself.
    r"operator (new|delete)(\[\])?\(.*\)", r"malloc|calloc|realloc|free",
    r"std::nothrow", r"__(popcount|clz|ctz|parity)[ds]i2", r"__u?(div|mod|mul)[dt]i3",
    r"__cxa_(guard_(acquire|release|abort)|pure_virtual|begin_catch|end_catch|rethrow|"
    r"allocate_exception|free_exception|throw|atexit|thread_atexit|finalize)",
    r"__gxx_personality_v0", r"_Unwind_Resume", r"__stack_chk_fail", r"__dso_handle",
    r"_GLOBAL_OFFSET_TABLE_", r"__tls_get_addr", r"std::terminate\(\)",
    r"_ITM_(de)?registerTMCloneTable", r"__gmon_start__",
    r"(vtable|typeinfo|VTT) for (__cxxabiv1::\S+|std::(bad_alloc|exception|length_error))",
    # Containers of the standard library; they throw nothing that we catch, they end the program.
    r"std::__throw_\w+\(.*\)", r"std::__cxx11::basic_string<char, .*", r"std::_Rb_tree_\w+\(.*\)",
    r"std::__detail::_(Prime_rehash_policy|List_node_base)::.*", r"std::_Hash_bytes\(.*\)",
    r"std::(exception|bad_alloc|length_error|logic_error)::.*",
    # libsodium: the checks themselves. Not sodium_init, which opens the random device.
    r"crypto_sign_ed25519_verify_detached", r"crypto_sign_verify_detached",
    r"crypto_shorthash_siphash24", r"crypto_shorthash",
    r"crypto_pwhash(_argon2id)?", r"crypto_hash_sha256(_(init|update|final))?",
    r"crypto_core_ed25519_is_valid_point",
    r"sodium_(memcmp|memzero|is_zero|compare)", r"crypto_verify_(16|32|64)",
    # OpenSSL: digests and RSA-PSS from bytes. No BIO, file, store, configuration, keygen or RAND.
    r"EVP_MD_(fetch|free|get_size)", r"EVP_MD_CTX_(new|free|reset|copy_ex)", r"EVP_Q_digest",
    r"EVP_Digest(Init_ex2?|Update|Final_ex)?", r"EVP_PKEY_(free|(fromdata|verify)(_init)?)",
    r"EVP_PKEY_CTX_(free|new_from_(name|pkey)|set_rsa_\w+|set_signature_md)",
    r"OSSL_PARAM_(BLD_\w+|free|construct_\w+)", r"BN_(bin2bn|clear_free)",
    r"ERR_(clear_error|set_mark|pop_to_mark)", r"CRYPTO_memcmp",
]
ALLOWED_PATTERN = re.compile("|".join(f"(?:{pattern})" for pattern in ALLOWED))


def symbols(options, path):
    """(type, demangled name without version) of each line that nm prints."""
    done = subprocess.run(["nm", "-C", *options, path], check=True, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        found = re.match(r"^(?:[0-9a-f]{8,})?\s+([A-Za-z?])\s(.+)$", line)
        if found:
            yield found[1], re.sub(r"@{1,2}[A-Z][\w.]*$", "", found[2])


def undefined(options, path):
    """Names that `path` needs and doesn't bring itself, sorted."""
    table = list(symbols(options, path))
    own = {name for kind, name in table if kind not in "Uw"}
    return sorted({name for kind, name in table if kind in "Uw"} - own)


def findings(options, path):
    return [f"calls {name}" for name in undefined(options, path)
            if not ALLOWED_PATTERN.fullmatch(name)]


def exports(path):
    """Names the shared library offers that are not of the C ABI."""
    return [f"exports {name}" for kind, name in symbols(["-D", "--defined-only"], path)
            if not name.startswith("whit_") and kind in "TtWwVvBbDdRruiGg"]


def check(kind, path):
    found = findings([], path) if kind == "archive" else findings(["-D"], path) + exports(path)
    for line in found:
        print(f"{os.path.basename(path)}: {line}")
    return len(found)


PLANTED = {  # each function calls one thing that a verifier must not
    "time": "#include <time.h>\nlong whit_x(void) { return (long)time(0); }\n",
    "getenv": "#include <stdlib.h>\nchar* whit_x(void) { return getenv(\"HOME\"); }\n",
    "socket": "#include <sys/socket.h>\nint whit_x(void) { return socket(1, 1, 0); }\n",
    "fopen": "#include <stdio.h>\nvoid* whit_x(void) { return fopen(\"x\", \"r\"); }\n",
    "getrandom": "#include <sys/random.h>\nlong whit_x(void* p) { return getrandom(p, 1, 0); }\n",
    "puts": "#include <stdio.h>\nint whit_x(void) { return puts(\"x\"); }\n",
    "clock_gettime": "#include <time.h>\nint whit_x(struct timespec* t)"
                     " { return clock_gettime(CLOCK_MONOTONIC, t); }\n",
}
CLEAN = "#include <string.h>\nint whit_y(const void* a) { return memcmp(a, \"zz\", 2); }\n"


def self_test(compiler):
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        def built(name, source):
            path = os.path.join(folder, name)
            with open(path + ".c", "w", encoding="ascii") as file:
                file.write(source)
            subprocess.run([compiler, "-c", "-fPIC", path + ".c", "-o", path + ".o"], check=True)
            subprocess.run(["ar", "rc", path + ".a", path + ".o"], check=True)
            subprocess.run([compiler, "-shared", path + ".o", "-o", path + ".so"], check=True)
            return path
        clean = built("clean", CLEAN)
        missed += check("archive", clean + ".a") + check("shared", clean + ".so")
        for name, source in PLANTED.items():
            planted = built(name, source)
            for kind, suffix in (("archive", ".a"), ("shared", ".so")):
                if f"calls {name}" not in findings([] if kind == "archive" else ["-D"],
                                                   planted + suffix):
                    print(f"self-test: {name} not found in the planted {kind}")
                    missed += 1
        leaky = built("leaky", "int other_name(void) { return 1; }\n")
        if exports(leaky + ".so") != ["exports other_name"]:
            print("self-test: a foreign export was not found")
            missed += 1
    print(f"self-test: {len(PLANTED) * 2 + 1} planted, {missed} missed")
    return missed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["archive", "shared", "self-test"])
    parser.add_argument("path", nargs="?")
    parser.add_argument("--cc", default="cc")
    arguments = parser.parse_args()
    if arguments.kind == "self-test":
        return 1 if self_test(arguments.cc) else 0
    return 1 if check(arguments.kind, arguments.path) else 0


if __name__ == "__main__":
    sys.exit(main())
