# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# What the scripts share: where the tree is, how to speak, packages, building. To be sourced.

set -euo pipefail
umask 022
WHIT_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
WHIT_BUILD=$WHIT_ROOT/build
WHIT_JOBS=$(nproc 2>/dev/null || echo 2)
WHIT_ME=$(basename "$0")
WHIT_USER_LOCALE=${LC_ALL:-${LC_CTYPE:-${LANG:-C.UTF-8}}}  # what the user's terminal can show
export LC_ALL=C.UTF-8 CMAKE_COLOR_DIAGNOSTICS=OFF
# A compiler cache of the user's own is used; otherwise it stays inside the build folder.
if [ -z "${CCACHE_DIR:-}" ] && [ ! -d "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/ccache" ]; then
  export CCACHE_DIR=$WHIT_BUILD/ccache
fi
# Debian's own interpreter has Debian's modules; another one first in PATH may not.
WHIT_PYTHON=/usr/bin/python3
[ -x "$WHIT_PYTHON" ] || WHIT_PYTHON=python3

if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ] && [ -z "${NO_COLOR:-}" ]; then
  BOLD=$'\e[1m' RED=$'\e[31m' GREEN=$'\e[32m' YELLOW=$'\e[33m' PLAIN=$'\e[0m'
else
  BOLD='' RED='' GREEN='' YELLOW='' PLAIN=''
fi

# could_not MESSAGE [HINT]: ends the script the way the programs end when they can't work.
could_not() {
  printf 'scripts/%s: error: %s\n' "$WHIT_ME" "$1" >&2
  [ $# -lt 2 ] || printf 'scripts/%s: hint: %s\n' "$WHIT_ME" "$2" >&2
  exit 3
}

# seconds_since EPOCHREALTIME: whole seconds, at least 0.
seconds_since() {
  local now=$EPOCHREALTIME
  echo $(((${now/[.,]/} - ${1/[.,]/}) / 1000000))
}

# missing_packages GROUP...: the packages of these groups that aren't installed, one a line.
missing_packages() {
  local wanted name group
  wanted=" $* "
  while read -r group name; do
    case $group in '#'* | '') continue ;; esac
    [[ $wanted == *" $group "* ]] || continue
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed$' || echo "$name"
  done <"$WHIT_ROOT/scripts/packages"
}

# apt_line PACKAGE...: what to type, or to hand to an administrator.
apt_line() { echo "apt-get install --no-install-recommends $*"; }

# need_packages GROUP...: installs what is missing; with WHIT_INSTALL=no it only says so. Sets
# WHIT_PACKAGES to a phrase for the report. Asks for a password at most once, never on stdin.
need_packages() {
  local missing run=() log=$WHIT_BUILD/apt.log
  WHIT_PACKAGES="nothing to install"
  if ! command -v dpkg-query >/dev/null; then
    WHIT_PACKAGES="not a Debian system; taking what is here"
    return 0
  fi
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "${WHIT_INSTALL:-yes}" = no ]; then
    could_not "packages are missing: ${missing[*]}" "$(apt_line "${missing[@]}")"
  fi
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      could_not "${#missing[@]} packages are missing, and there is no sudo here" \
        "as an administrator: $(apt_line "${missing[@]}")"
    if sudo -n true 2>/dev/null; then
      run=(sudo -n)
    elif (: </dev/tty) 2>/dev/null; then
      run=(sudo)
    else
      could_not "${#missing[@]} packages are missing, and sudo wants a password but has no terminal" \
        "as an administrator: $(apt_line "${missing[@]}")"
    fi
  fi
  mkdir -p "$WHIT_BUILD" 2>/dev/null || could_not "cannot write in $WHIT_ROOT"
  echo "installing ${#missing[@]} packages${run[0]:+ (sudo may ask for your password)}"
  # One command, so that sudo asks once.
  # shellcheck disable=SC2016
  "${run[@]}" sh -c 'export DEBIAN_FRONTEND=noninteractive
    apt-get -q update || echo "apt-get update failed; trying with what is known"
    exec apt-get -q install -y --no-install-recommends "$@"' \
    apt "${missing[@]}" </dev/null >"$log" 2>&1 || {
    tail -n 15 "$log" >&2
    could_not "apt could not install: ${missing[*]}" \
      "when this is mended: $(apt_line "${missing[@]}")"
  }
  WHIT_PACKAGES="${#missing[@]} installed"
}

# web_groups TESTED: the groups of packages that scripts/web needs. A node of the user's own will do.
web_groups() {
  echo web
  [ "$1" != yes ] || echo browser
  { command -v node && command -v npm; } >/dev/null || echo node
}

# need_space MEGABYTES: refuses to start what would run out of disk half way.
need_space() {
  local free
  free=$(df -Pm "$WHIT_ROOT" | awk 'NR == 2 { print $4 }')
  [ "${free:-$1}" -ge "$1" ] ||
    could_not "needs $1 MB, $free MB free in $WHIT_ROOT" "free some space and run it again"
}

# build_preset PRESET [TARGET...]: configures and builds; quiet unless it fails.
build_preset() {
  local preset=$1 dir=$WHIT_BUILD
  shift
  [ "$preset" = release ] || dir=$WHIT_BUILD/$preset
  mkdir -p "$dir"
  local lock
  exec {lock}>"$dir/.building" && flock "$lock"  # steps that run side by side build one by one
  (cd "$WHIT_ROOT" && cmake --preset "$preset" >"$dir/configure.log" 2>&1) || {
    tail -n 30 "$dir/configure.log" >&2
    return 1
  }
  local code=0
  cmake --build "$dir" --parallel "$WHIT_JOBS" ${1:+--target "$@"} </dev/null || code=$?
  exec {lock}>&-
  return "$code"
}
