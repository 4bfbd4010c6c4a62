#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""library_size.py LIBRARY LIMIT: fails if the stripped library has more than LIMIT bytes."""
import pathlib
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    stripped = pathlib.Path(folder) / "library.so"
    subprocess.run(["strip", "-o", stripped, sys.argv[1]], check=True)
    size, limit = stripped.stat().st_size, int(sys.argv[2])
print(f"{size} bytes of at most {limit}")
sys.exit(0 if 0 < size <= limit else 1)
