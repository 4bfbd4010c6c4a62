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
