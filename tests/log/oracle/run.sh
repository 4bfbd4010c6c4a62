#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh EMIT: two logs that EMIT writes pass the Go project's code, and six frauds in them don't.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$folder/cache" GOFLAGS=
go build -o "$folder/oracle" "$here/oracle.go"
"$1" "$folder"
"$folder/oracle" "$folder/epochs"
"$folder/oracle" "$folder/ragged"

# fraud FILE OFFSET: with one byte of FILE changed the oracle must say no.
fraud() {
  rm -rf "$folder/fraud"
  cp -r "$folder/ragged" "$folder/fraud"
  byte=$(od -An -tu1 -j"$2" -N1 "$folder/fraud/$1" | tr -d ' ')
  # shellcheck disable=SC2059
  printf "\\$(printf %o $((byte ^ 1)))" |
    dd of="$folder/fraud/$1" bs=1 seek="$2" conv=notrunc status=none
  if "$folder/oracle" "$folder/fraud" >"$folder/said" 2>&1; then
    echo "not found: byte $2 of $1 changed"
    exit 1
  fi
}
fraud checkpoint 3
fraud tile/0/000 0
fraud tile/1/001.p/17 543
fraud tile/entries/100 20
fraud 255.tlog-proof 40
fraud consistency 60
echo "6 frauds, each found"
