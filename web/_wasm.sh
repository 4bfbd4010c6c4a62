# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# What the builds of WebAssembly modules share: source packages of Debian, compiling and linking. To
# be sourced, by a script that has set WASM_ME to its name.

# shellcheck source=../scripts/_lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/_lib.sh"
could_not() {
  printf '%s: error: %s\n' "$WASM_ME" "$1" >&2
  [ $# -lt 2 ] || printf '%s: hint: %s\n' "$WASM_ME" "$2" >&2
  exit 3
}

SODIUM_TAR=libsodium_1.0.18.orig.tar.gz
SODIUM_SHA256=d59323c6b712a1519a5daf710b68f5e7fde57040845ffec53850911f10a5d4f4
SODIUM_KEPT=$WHIT_BUILD/libsodium  # what came from Debian
TARGET=wasm32-wasi
CLANG_LIB=/usr/lib/llvm-14/lib
WASM_TOOLS=(clang-14 clang++-14 wasm-ld-14 patch)
WASM_PACKAGES=(clang-14 lld-14 wasi-libc libc++-14-dev-wasm32 libc++abi-14-dev-wasm32
  libclang-rt-14-dev-wasm32 patch)

# need_tools: or it says what to install.
need_tools() {
  local tool
  for tool in "${WASM_TOOLS[@]}"; do
    command -v "$tool" >/dev/null || could_not "there is no $tool here" "$(apt_line "${WASM_PACKAGES[@]}")"
  done
}

# start_work: one place for all, $work, so that no path of this machine is in any command or object.
start_work() {
  work=$(mktemp -d "${TMPDIR:-/tmp}/whit-wasm.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  ln -s "$WHIT_ROOT" "$work/whit"
}

# source_lines: this machine's own sources of Debian, for source packages instead of programs. Only
# Debian's suites have exactly these names.
source_lines() {
  local files=()
  mapfile -t files < <(find /etc/apt/sources.list /etc/apt/sources.list.d -type f \
    \( -name '*.list' -o -name '*.sources' \) 2>/dev/null | sort)
  [ ${#files[@]} -gt 0 ] || return 0
  awk '
    function flush(  i, n, suite, kept) {
      n = split(suites, suite, " ")
      for (i = 1; i <= n; ++i) if (suite[i] ~ debian) kept = kept " " suite[i]
      if (kept != "" && components ~ /(^| )main( |$)/ && uris != "")
        printf "Types: deb-src\nURIs:%s\nSuites:%s\nComponents: main\n%s\n", uris, kept, keys
      uris = suites = components = keys = ""
    }
    function value() { sub(/^[^:]*:/, ""); return " " $0 }
    BEGIN { debian = "^(bookworm|oldstable)(-updates|-security)?$" }
    FNR == 1 { flush() }
    FILENAME ~ /\.list$/ {
      sub(/#.*/, ""); options = ""
      if (match($0, /\[[^]]*\]/)) { options = substr($0, RSTART, RLENGTH); $0 = substr($0, 1, RSTART - 1) substr($0, RSTART + RLENGTH) }
      if ($1 != "deb") next
      uris = " " $2; suites = $3; components = ""
      for (i = 4; i <= NF; ++i) components = components " " $i
      if (match(options, /signed-by=[^] ]+/)) keys = "Signed-By: " substr(options, RSTART + 10, RLENGTH - 10) "\n"
      flush(); next
    }
    /^#/ { next }
    /^[ \t]*$/ { flush(); next }
    tolower($0) ~ /^uris:/ { uris = value(); next }
    tolower($0) ~ /^suites:/ { suites = value(); next }
    tolower($0) ~ /^components:/ { components = value(); next }
    tolower($0) ~ /^signed-by:/ { keys = "Signed-By:" value() "\n"; next }
    END { flush() }' "${files[@]}"
}


# fetch_source NAME UPSTREAM FOLDER HINT [OPTION...]: the source package of this upstream version, by
# apt with lists of its own: nothing of the machine's apt is changed, and apt's own user need not be
# able to read here. apt checks Debian's signatures.
fetch_source() {
  local name=$1 upstream=$2 kept=$3 hint=$4 log=$WHIT_BUILD/$1.log apt=$work/apt options version
  shift 4
  mkdir -p "$kept" "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/parts"
  source_lines >"$apt/parts/whit.sources"
  [ -s "$apt/parts/whit.sources" ] ||
    could_not "$name's source package is needed, and apt here knows no mirror of Debian 12" "$hint"
  options=(-q -o APT::Sandbox::User= -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$apt/parts"
    -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o Acquire::Languages=none
    -o Debug::NoLocking=1 -o Acquire::IndexTargets::deb-src::Sources::Optional=false)
  {
    apt-get "${options[@]}" update &&
      version=$(apt-cache "${options[@]}" showsrc --only-source "$name" | sed -n 's/^Version: //p' |
        grep -F "$upstream-" | sort -V | tail -n 1) && [ -n "$version" ] &&
      (cd "$kept" && apt-get "${options[@]}" "$@" --download-only source "$name=$version")
  } >"$log" 2>&1 </dev/null || {
    tail -n 10 "$log" >&2
    could_not "apt could not fetch the source package of $name $upstream" \
      "this needs the network once; or $hint"
  }
}

# is_pinned FILE SHA256
is_pinned() { [ -f "$1" ] && echo "$2  $1" | sha256sum --status -c -; }

sodium_patches() {
  find "$SODIUM_KEPT" -maxdepth 1 -name 'libsodium_1.0.18-*.debian.tar.xz' 2>/dev/null | sort | tail -n 1
}
has_sodium() { is_pinned "$SODIUM_KEPT/$SODIUM_TAR" "$SODIUM_SHA256" && [ -n "$(sodium_patches)" ]; }

# need_sodium: libsodium as Debian has it, its patches included, into $work/libsodium.
need_sodium() {
  local name patches=$work/debian to=$work/libsodium
  has_sodium || fetch_source libsodium 1.0.18 "$SODIUM_KEPT" \
    "put $SODIUM_TAR and its .debian.tar.xz into $SODIUM_KEPT"
  has_sodium || could_not "what came as $SODIUM_TAR is not what this was written for" \
    "SHA-256 is not $SODIUM_SHA256; remove $SODIUM_KEPT and try again"
  mkdir -p "$to" "$patches"
  tar -xzf "$SODIUM_KEPT/$SODIUM_TAR" -C "$to" --strip-components=1
  tar -xJf "$(sodium_patches)" -C "$patches"
  while read -r name; do
    case $name in '' | '#'*) continue ;; esac
    patch -s -p1 -d "$to" <"$patches/debian/patches/$name" ||
      could_not "Debian's patch $name does not fit libsodium 1.0.18"
  done <"$patches/debian/patches/series"
  # What its configure would write; nothing that is compiled here reads the numbers.
  sed -e 's/@VERSION@/1.0.18/; s/@SODIUM_LIBRARY_VERSION_MAJOR@/10/' \
    -e 's/@SODIUM_LIBRARY_VERSION_MINOR@/3/; /@SODIUM_LIBRARY_MINIMAL_DEF@/d' \
    "$to/src/libsodium/include/sodium/version.h.in" >"$to/src/libsodium/include/sodium/version.h"
}

# layer_sources FOLDER TARGET: the sources of one layer, as its CMakeLists.txt has them.
layer_sources() {
  sed 's/#.*//' "$WHIT_ROOT/src/$1/CMakeLists.txt" | tr '\n' ' ' |
    grep -oE "whit_layer\($2 [^)]*\)" | sed -E 's/.* SOURCES +//; s/ +LIBS .*//; s/\)$//' |
    tr -s ' ' '\n' | sed -E "/^$/d; s|^|src/$1/|"
}

# set_flags: how to compile. EXTRA_FLAGS are for files whose path matches EXTRA_FILES alone: what
# modules have in common has the same commands, and is compiled once where there is a compiler cache.
EXTRA_FILES='^$'
EXTRA_FLAGS=()
set_flags() {
  local common=("--target=$TARGET" -ffunction-sections -fdata-sections -fno-strict-aliasing
    -fvisibility=hidden "-ffile-prefix-map=$work=." -g0 -I libsodium/src/libsodium/include)
  # What is fast matters in libsodium's arithmetic alone; of the rest each byte goes over the wire.
  c_flags=("${common[@]}" -O2 -std=c99 -DCONFIGURED -DNATIVE_LITTLE_ENDIAN -DSODIUM_STATIC -Wno-unknown-pragmas
    -I libsodium/src/libsodium/include/sodium -I libsodium/src/libsodium/include/sodium/private)
  cpp_flags=("${common[@]}" -Oz -flto -Xclang -fmerge-functions -std=c++20 -fno-exceptions -fno-rtti -fno-threadsafe-statics -DSODIUM_STATIC
    -Wall -Wextra -Werror -I whit/include -I whit/src)
  ccache=()
  ! command -v ccache >/dev/null || ccache=(env "CCACHE_BASEDIR=$work" CCACHE_NOHASHDIR=1 ccache)
}

# compile FILE...: each to an object, named after it, for `objects`. Where WHIT_UNCACHED is N, each
# N-th is compiled anew whatever a compiler cache has.
compile() {
  local file object cached extra
  for file; do
    extra=
    [[ ! $file =~ $EXTRA_FILES ]] || extra="${EXTRA_FLAGS[*]}"
    object=${file//\//_}.o
    objects+=("$object")
    cached="${ccache[*]}"
    [ -z "${WHIT_UNCACHED:-}" ] || [ $((${#objects[@]} % WHIT_UNCACHED)) -ne 0 ] || cached=
    case $file in
      *.c) printf '%s\0' "$cached clang-14 ${c_flags[*]} $extra -c $file -o $object" ;;
      *) printf '%s\0' "$cached clang++-14 ${cpp_flags[*]} $extra -c $file -o $object" ;;
    esac
  done >commands
  xargs -0 -n 1 -P "$WHIT_JOBS" sh -c <commands || could_not "the sources do not compile for WebAssembly"
}

# link FILE [OPTION...]: of all objects. By the linker itself and not through clang, which would change the
# result where binaryen is installed. No --allow-undefined: what is missing is an error, and the
# module imports only what a source says that it imports.
link() {
  local to=$1
  shift
  wasm-ld-14 --lto-O2 -mllvm -enable-merge-functions --no-entry --gc-sections --strip-all --stack-first \
    -z stack-size=262144 --max-memory=536870912 --export=_initialize "$@" "-L/usr/lib/$TARGET" "-L$CLANG_LIB/$TARGET" \
    "/usr/lib/$TARGET/crt1-reactor.o" "${objects[@]}" -lc++ -lc++abi -lc \
    $CLANG_LIB/clang/14.0.6/lib/wasi/libclang_rt.builtins-wasm32.a -o "$to" || could_not "the module does not link"
}
