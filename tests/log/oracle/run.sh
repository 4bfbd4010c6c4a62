#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh EMIT: two logs that EMIT writes pass the Go project's code, and ten frauds in them don't.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$folder/cache" GOFLAGS=
go build -o "$folder/oracle" "$here/oracle.go"
"$1" "$folder"
"$folder/oracle" "$folder/epochs"
"$folder/oracle" "$folder/ragged"
"$folder/oracle" "$folder/epochs" "$folder/epochs/keys"

# fraud LOG FILE OFFSET [KEYS]: with one byte of FILE changed the oracle must say no.
fraud() {
  rm -rf "$folder/fraud"
  cp -r "$folder/$1" "$folder/fraud"
  byte=$(od -An -tu1 -j"$3" -N1 "$folder/fraud/$2" | tr -d ' ')
  # shellcheck disable=SC2059
  printf "\\$(printf %o $((byte ^ 1)))" |
    dd of="$folder/fraud/$2" bs=1 seek="$3" conv=notrunc status=none
  if "$folder/oracle" "$folder/fraud" ${4:+"$folder/$4"} >"$folder/said" 2>&1; then
    echo "not found: byte $3 of $2 changed"
    exit 1
  fi
}
fraud ragged checkpoint 3
fraud ragged tile/0/000 0
fraud ragged tile/1/001.p/17 543
fraud ragged tile/entries/100 20
fraud ragged 255.tlog-proof 40
fraud ragged consistency 60
fraud epochs header/2 9 epochs/keys
fraud epochs checkpoint 30 epochs/keys
fraud epochs tile/entries/002 3 epochs/keys
fraud epochs tile/0/004 40 epochs/keys
echo "10 frauds, each found"
