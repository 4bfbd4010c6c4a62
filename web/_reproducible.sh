#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds a module again, from a copy of the sources in a folder with a space, and compares.
#
#   web/_reproducible.sh MODULE BUILT NAME [--all]    NAME.wasm and NAME.js of the folder BUILT
#
# Each 8th file is compiled anew, the others come from the compiler cache if there is one; with --all
# each is compiled anew, which takes a minute. Exit code: 0 the same bytes, 1 not.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
module=$1 built=$(cd "$2" && pwd -P) name=$3 anew=8
[ "${4:-}" != --all ] || anew=1
again=$(mktemp -d "${TMPDIR:-/tmp}/whit again.XXXXXX")
trap 'rm -rf "$again"' EXIT
mkdir -p "$again/build" "$again/scripts"
cp -r "$root/include" "$root/src" "$again/"
(cd "$root" && tar -c --exclude=node_modules web/whit web/_wasm.sh "$module" scripts/_lib.sh scripts/packages) |
  tar -x -C "$again"
for kept in libsodium openssl; do
  [ ! -d "$root/build/$kept" ] || cp -r "$root/build/$kept" "$again/build/"
done
export WHIT_UNCACHED=$anew
[ -z "${CCACHE_DIR:-}" ] && [ -d "$root/build/ccache" ] && export CCACHE_DIR=$root/build/ccache
"$again/$module/build" "$again/out" >/dev/null
for file in "$name.wasm" "$name.js"; do
  cmp "$built/$file" "$again/out/$file" || exit 1
done
sha256sum "$built/$name.wasm" | cut -d' ' -f1
