#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# check_installed.sh BUILD SOURCE CC CXX: installs the build into BUILD/stage and uses nothing but
# that: every header alone, the examples by pkg-config and by find_package, and their answers.
set -euo pipefail
build=$1 source=$2 cc=$3 cxx=$4
stage=$build/stage
work=$build/installed
fail() { echo "installed: $*" >&2 && exit 1; }

rm -rf "$stage" "$work"
mkdir -p "$work"
cmake --install "$build" --prefix "$stage" >"$work/install.log"
for file in include/whit.h include/whit/verify.h; do
  [ -f "$stage/$file" ] || fail "$file is missing"
done

# Headers that need each other in a certain order, or something that isn't installed, fail here.
for header in "$stage"/include/whit/*.h; do
  echo "#include <whit/$(basename "$header")>" >"$work/alone.cpp"
  "$cxx" -std=c++20 -fsyntax-only -Wall -Wextra -Werror -I"$stage/include" "$work/alone.cpp" ||
    fail "whit/$(basename "$header") does not compile alone"
done
echo '#include <whit.h>' | tee "$work/alone.c" >"$work/alone.cpp"
"$cc" -std=c99 -pedantic -fsyntax-only -Wall -Wextra -Werror -I"$stage/include" "$work/alone.c"
"$cxx" -std=c++20 -fsyntax-only -Wall -Wextra -Werror -I"$stage/include" "$work/alone.cpp"

pc=$(dirname "$(find "$stage" -name whit-verify.pc)")
eval "c_flags=($(PKG_CONFIG_PATH=$pc pkg-config --cflags --libs whit-verify))"
eval "cxx_flags=($(PKG_CONFIG_PATH=$pc pkg-config --cflags --libs whit-verify-cxx))"
# shellcheck disable=SC2154
"$cc" -std=c99 "$source/examples/check.c" -o "$work/pc-c" "${c_flags[@]}"
# shellcheck disable=SC2154
"$cxx" -std=c++20 "$source/examples/check.cpp" -o "$work/pc-cxx" "${cxx_flags[@]}"

cmake -S "$source/examples" -B "$work/cmake" -G Ninja -DCMAKE_PREFIX_PATH="$stage" \
  -DCMAKE_C_COMPILER="$cc" -DCMAKE_CXX_COMPILER="$cxx" >"$work/configure.log"
cmake --build "$work/cmake" >"$work/build.log" || { cat "$work/build.log" && exit 1; }

# Each built example answers a vector that asks nothing but the time: as it is, two minutes later,
# and with a bit of its signature changed.
vectors=$source/spec/vectors
mapfile -t ask < <(python3 - "$vectors/verify/one-way-without-a-name.json" "$work/code.txt" <<'END'
import json, sys
case = json.load(open(sys.argv[1], encoding="utf-8"))
open(sys.argv[2], "w", encoding="ascii").write(case["showing"])
print(case["trust"], case["bundle"], case["preset"], case["at"], case["at"] + 120, sep="\n")
END
)
"$source/demo/flip-bit" <"$work/code.txt" >"$work/forged.txt"
asks() { # asks CODE NOW ANSWER EXIT
  local program got said
  for program in "$work/pc-c" "$work/pc-cxx" "$work/cmake/check-c" "$work/cmake/check-cxx"; do
    got=0
    said=$(LD_LIBRARY_PATH=$(dirname "$pc") "$program" "$vectors/${ask[0]}" \
      "$vectors/${ask[1]}" "${ask[2]}" "$1" "$2") || got=$?
    [ "$said $got" = "$3 $4" ] || fail "$(basename "$program") says $said ($got), not $3 ($4)"
  done
}
asks "$work/code.txt" "${ask[3]}" valid 0
asks "$work/code.txt" "${ask[4]}" stale_proof 2
asks "$work/forged.txt" "${ask[3]}" bad_signature 1
echo "installed: four programs, three answers each, as they should be"
