#!/bin/sh
# Checks, with openssl alone, what the log entries in this folder rest on: that each stands in the log whose checkpoint is
# beside it (RFC 6962), that the log's Ed25519 key has signed that checkpoint, and that the entry names the signature in
# message.p7s. Run it in the unpacked folder: sh verify.sh. It ends with 0 only if all of that holds.
set -u
cd "$(dirname "$0")" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }

decode() { printf '%s' "$1" | openssl base64 -d -A; }

# Base64 can be written in more than one way; only the one way is taken.
is_hash() { [ ${#1} -eq 44 ] && [ "$(decode "$1" | openssl base64)" = "$1" ]; }

is_number() { case $1 in '' | *[!0-9]* | 0?*) return 1 ;; esac; [ ${#1} -le 18 ]; }

sha256() { openssl dgst -sha256 -binary | openssl base64; }

# A leaf and an inner node begin with different bytes, so that neither passes for the other.
hash_leaf() { { printf '\000'; cat "$1"; } | sha256; }

hash_node() { { printf '\001'; decode "$1"; decode "$2"; } | sha256; }

# From the leaf's hash ($1) at an index ($2) in a log of a size ($3) to the root, by the siblings in $work/siblings.
climb() {
    hash=$1 node=$2 last=$(($3 - 1))
    while read -r sibling; do
        is_hash "$sibling" || fail "a line of the proof is no hash"
        [ "$last" -gt 0 ] || fail "the proof is too long"
        if [ $((node % 2)) -eq 1 ] || [ "$node" -eq "$last" ]; then
            hash=$(hash_node "$sibling" "$hash")
            while [ $((node % 2)) -eq 0 ] && [ "$node" -gt 0 ]; do node=$((node / 2)) last=$((last / 2)); done
        else
            hash=$(hash_node "$hash" "$sibling")
        fi
        node=$((node / 2)) last=$((last / 2))
    done <"$work/siblings"
    [ "$last" -eq 0 ] || fail "the proof is too short"
}

check() {
    sed '/^$/,$d' "$1.tlog-proof" >"$work/proof"
    sed '1,/^$/d' "$1.tlog-proof" >"$work/checkpoint"
    sed '1,2d' "$work/proof" >"$work/siblings"
    [ "$(sed -n 1p "$work/proof")" = 'c2sp.org/tlog-proof@v1' ] || fail "$1.tlog-proof is no proof"
    index=$(sed -n '2s/^index //p' "$work/proof") size=$(sed -n 2p "$work/checkpoint")
    is_number "$index" && is_number "$size" && [ "$index" -lt "$size" ] || fail "$1: no entry $index in a log of $size"
    climb "$(hash_leaf "$1.entry")" "$index" "$size"
    [ "$hash" = "$(sed -n 3p "$work/checkpoint")" ] || fail "$1.entry does not lead to the root in $1.tlog-proof"

    sed -n 1,3p "$work/checkpoint" >"$work/body"
    sed -n 5p "$work/checkpoint" | cut -d ' ' -f 3 | openssl base64 -d -A | tail -c 64 >"$work/signature"
    openssl pkeyutl -verify -pubin -inkey "$1-log.pub.pem" -rawin -in "$work/body" -sigfile "$work/signature" >/dev/null 2>&1 ||
        fail "the checkpoint in $1.tlog-proof is not signed by the key in $1-log.pub.pem"

    grep -qF "$signed" "$1.entry" || fail "$1.entry is about another signature than message.p7s"
    echo "holds: $1.entry is entry $index of $(sed -n 1p "$work/checkpoint"), under a checkpoint of $size entries"
}

signed="sha256:$(openssl dgst -sha256 -r message.p7s | cut -c 1-64)"
if [ -e sender.entry ]; then check sender; fi
check recipient
