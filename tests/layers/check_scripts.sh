#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# check_scripts.sh SOURCE: what the scripts say on a machine where they can't start. The machine is
# played by commands put first in PATH; the scripts are the real ones, in a path with a space.
set -euo pipefail
unset WHIT_INSTALL  # of the script that may have started this one
source=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
tree="$work/my tree"
mkdir -p "$tree" "$work/bin"
cp -r "$source/scripts" "$tree/"
failed=0

# plays NAME TEXT: from now on the command NAME does TEXT.
plays() { printf '#!/bin/sh\n%s\n' "$2" >"$work/bin/$1" && chmod 755 "$work/bin/$1"; }

# says CODE TEXT COMMAND...: the command ends with CODE and says TEXT.
says() {
  local code=$1 text=$2 got=0 said
  shift 2
  said=$(cd / && PATH="$work/bin:$PATH" "$@" 2>&1 </dev/null) || got=$?
  [ "$got" -eq "$code" ] && [[ $said == *"$text"* ]] && return 0
  printf '%s\n  ended with %s, expected %s and "%s":\n%s\n' "$*" "$got" "$code" "$text" "$said"
  failed=1
}
nobody=()
[ "$(id -u)" -ne 0 ] || nobody=(setpriv --reuid 65534 --regid 65534 --clear-groups)

says 3 'unknown option: --presett' "$tree/scripts/test" --presett
says 3 'no such step: tets' "$tree/scripts/check" --only tets
says 0 'asan' "$tree/scripts/check" --list
says 0 'usage: scripts/demo' "$tree/scripts/demo" --help

plays df 'echo h; echo "/dev/x 9999 9487 512 95% /"'
says 3 'needs 2000 MB, 512 MB free' "$tree/scripts/test" --no-install
says 3 'needs 2000 MB, 512 MB free' "$tree/scripts/demo" --no-install
rm "$work/bin/df"

plays dpkg-query 'exit 1'
says 3 'apt-get install --no-install-recommends g++ cmake' "$tree/scripts/test" --no-install
says 3 'apt-get install --no-install-recommends g++ cmake' "$tree/scripts/demo" --no-install
says 3 'clang-tidy-14' "$tree/scripts/check" --no-install
plays sudo 'echo "sudo: a password is required" >&2; exit 1'
says 3 'as an administrator: apt-get install' setsid -w "${nobody[@]}" "$tree/scripts/test"
says 3 'as an administrator: apt-get install' setsid -w "${nobody[@]}" "$tree/scripts/demo"
# shellcheck disable=SC2016
plays sudo '[ "$1" != -n ] || shift; exec "$@"'
plays apt-get 'echo "E: no network" >&2; exit 100'
says 3 'cannot write in' setsid -w "${nobody[@]}" "$tree/scripts/test"
chmod 777 "$tree"
says 3 'apt could not install: g++' setsid -w "${nobody[@]}" "$tree/scripts/test"
exit $failed
