# SPDX-License-Identifier: Apache-2.0
"""Frauds with files: what is served isn't what was signed."""

import gzip

from stage import fraud

TOP = "log/1/tile/1/000.p/6"


def spoiled(stage, path, change):
    """One more day, of which one file is spoiled; None takes it away."""
    stage.night()
    def spoil(files):
        data = change(files[path])
        files = {p: d for p, d in files.items() if p != path}
        return files if data is None else {**files, path: data}
    stage.publish(change=spoil)


def flip(data):
    """One bit."""
    return data[:1000] + bytes([data[1000] ^ 1]) + data[1001:]


@fraud("corrupt-tile", proof="testimony")
def corrupt_tile(stage):
    """One bit of a tile of leaf hashes is another."""
    spoiled(stage, "log/1/tile/0/005", flip)


@fraud("corrupt-tile", proof="testimony")
def corrupt_top_tile(stage):
    """One bit of the tile above is another."""
    spoiled(stage, TOP, lambda data: data[:-1] + bytes([data[-1] ^ 1]))


@fraud("corrupt-entries", proof="testimony")
def corrupt_bundle(stage):
    """One bit of an entry is another."""
    spoiled(stage, "log/1/tile/entries/005", flip)


@fraud("corrupt-entries", proof="testimony")
def bundle_of_another_epoch(stage):
    """A bundle is that of another day."""
    stage.night()
    stage.publish(change=lambda files: {
        **files, "log/1/tile/entries/005": files["log/1/tile/entries/001"]})


@fraud("missing-tile", proof="testimony")
def missing_tile(stage):
    """A tile isn't there."""
    spoiled(stage, "log/1/tile/0/005", lambda data: None)


@fraud("missing-tile", proof="testimony")
def missing_bundle(stage):
    """A bundle isn't there."""
    spoiled(stage, "log/1/tile/entries/005", lambda data: None)


@fraud("corrupt-tile", proof="testimony")
def long_tile(stage):
    """A tile has 257 hashes."""
    spoiled(stage, "log/1/tile/0/005", lambda data: data + data[:32])


@fraud("corrupt-tile", proof="testimony")
def short_tile(stage):
    """A tile has 255 hashes and a half."""
    spoiled(stage, "log/1/tile/0/005", lambda data: data[:-48])


@fraud("corrupt-entries", proof="testimony")
def short_bundle(stage):
    """A bundle ends in the middle of an entry."""
    spoiled(stage, "log/1/tile/entries/005", lambda data: data[:-10])


@fraud("corrupt-entries", proof="testimony")
def bundle_of_long_entries(stage):
    """A bundle's entries say that they are 65,535 bytes long."""
    spoiled(stage, "log/1/tile/entries/005", lambda data: b"\xff\xff" + data[2:])


@fraud("corrupt-tile", proof="testimony")
def gzip_bomb(stage):
    """A tile is a gigabyte of zeros, compressed."""
    bomb = gzip.compress(bytes(1 << 20)) * 1024
    spoiled(stage, "log/1/tile/0/005", lambda data: bomb)
    stage.http = {"log/1/tile/0/005": {"Content-Encoding": "gzip"}}


@fraud("bad-log-signature", proof="testimony")
def endless_checkpoint(stage):
    """A checkpoint goes on for 48 megabytes."""
    stage.night()
    stage.publish(change=lambda files: {
        **files, "log/1/checkpoint": files["log/1/checkpoint"] + b"x" * (48 << 20)})


@fraud("bad-header", proof="testimony")
def endless_header(stage):
    """A header goes on for 48 megabytes."""
    spoiled(stage, "log/1/header/5", lambda data: data + bytes(48 << 20))


@fraud("unreachable", proof="none")
def nothing_there(stage):
    """The checkpoint isn't there."""
    stage.publish(change=lambda files: {p: d for p, d in files.items() if p != "log/1/checkpoint"})


