// SPDX-License-Identifier: Apache-2.0

// Oracle checks a log that our code wrote by the code of the Go project: signed notes, tiles,
// entries, proofs of inclusion and of consistency.
//
//	oracle FOLDER         a log with keys, proofs and older roots beside it, as emit.cpp writes it
//	oracle FOLDER KEYS    a log as an issuer publishes it; KEYS has the log's keys and below them
//	                      the witnesses' ones, a line each
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error, what string) {
	if err != nil {
		log.Fatalf("%s: %v", what, err)
	}
}

func expect(ok bool, what string) {
	if !ok {
		log.Fatal(what)
	}
}

func read(parts ...string) []byte {
	data, err := os.ReadFile(filepath.Join(parts...))
	must(err, "read")
	return data
}

// cosigner checks C2SP cosignatures, which the package doesn't know.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(c.key, []byte(signed), sig[8:])
}

func newCosigner(vkey string) cosigner {
	parts := strings.SplitN(vkey, "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err, "witness key")
	expect(len(key) == 33 && key[0] == 4, "witness key: type")
	sum := sha256.Sum256([]byte(parts[0] + "\n" + string(key)))
	hash := binary.BigEndian.Uint32(sum[:])
	expect(fmt.Sprintf("%08x", hash) == parts[1], "witness key: id")
	return cosigner{parts[0], hash, key[1:]}
}

func parseTree(text, origin string) tlog.Tree {
	lines := strings.Split(text, "\n")
	expect(len(lines) == 4 && lines[0] == origin && lines[3] == "", "checkpoint")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err, "size")
	return tlog.Tree{N: size, Hash: parseHash(lines[2])}
}

func parseHash(text string) tlog.Hash {
	hash, err := tlog.ParseHash(text)
	must(err, "hash")
	return hash
}

// tiles reads tiles where C2SP puts them: the Go project's own paths name the height, too.
type tiles string

func (t tiles) Height() int                     { return 8 }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(all []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, tile := range all {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(t), path))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

// whole is a tree made again from the entries alone.
type whole struct {
	entries        [][]byte
	stored, leaves []tlog.Hash
}

func (w *whole) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, i := range indexes {
		out = append(out, w.stored[i])
	}
	return out, nil
}

// rebuild makes the whole tree again from the bundles of entries.
func rebuild(folder string, tree tlog.Tree) *whole {
	w := &whole{}
	for n := int64(0); n*256 < tree.N; n++ {
		tile := tlog.Tile{H: 8, L: 0, N: n, W: 256}
		if tree.N-n*256 < 256 {
			tile.W = int(tree.N - n*256)
		}
		rest := read(folder, strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1))
		for i := 0; i < tile.W; i++ {
			size := int(binary.BigEndian.Uint16(rest))
			entry := rest[2 : 2+size]
			leaf := tlog.RecordHash(entry)
			hashes, err := tlog.StoredHashesForRecordHash(int64(len(w.leaves)), leaf, w)
			must(err, "tree")
			w.stored, w.leaves = append(w.stored, hashes...), append(w.leaves, leaf)
			w.entries, rest = append(w.entries, entry), rest[2+size:]
		}
		expect(len(rest) == 0, "bundle: too long")
	}
	root, err := tlog.TreeHash(tree.N, w)
	must(err, "tree")
	expect(root == tree.Hash, "the entries make another root")
	return w
}

// checkPublished looks at what only our own logs have, and at proofs made from the tiles.
func checkPublished(folder string, tree tlog.Tree, w *whole, hashes tlog.HashReader) {
	var starts []int64
	first := int64(-1)
	for i, entry := range w.entries {
		expect(len(entry) == 44 && entry[1] == 1, "entry: not 44 bytes of version 1")
		if entry[0] != 3 {
			continue
		}
		expect(i%256 == 0, "epoch: doesn't begin with a tile")
		starts = append(starts, int64(i))
		if first < 0 {
			first = number(folder, entry[12:])
		}
		name := strconv.FormatInt(first+int64(len(starts))-1, 10)
		sum := sha256.Sum256(read(folder, "header", name))
		expect(string(sum[:]) == string(entry[12:]), "header: not the one in the tree")
	}
	expect(len(starts) > 0 && starts[0] == 0, "no epoch")
	for _, index := range append(starts, tree.N-1) {
		proof, err := tlog.ProveRecord(tree.N, index, hashes)
		must(err, "proof from tiles")
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, w.leaves[index]), "proof")
	}
	for _, old := range append(starts[1:], tree.N) {
		root, err := tlog.TreeHash(old, w)
		must(err, "older tree")
		proof, err := tlog.ProveTree(tree.N, old, hashes)
		must(err, "consistency from tiles")
		must(tlog.CheckTree(proof, tree.N, tree.Hash, old, root), "consistency")
	}
	fmt.Printf("%s: %d entries, %d epochs\n", folder, tree.N, len(starts))
}

// number is that of the header with this hash: a log's first one need not be 0.
func number(folder string, hash []byte) int64 {
	names, err := filepath.Glob(filepath.Join(folder, "header", "*"))
	must(err, "headers")
	for _, name := range names {
		sum := sha256.Sum256(read(name))
		if string(sum[:]) == string(hash) {
			out, err := strconv.ParseInt(filepath.Base(name), 10, 64)
			must(err, "header: name")
			return out
		}
	}
	log.Fatal("no header for the first epoch")
	return 0
}

func checkProof(path string, checkpoint []byte, tree tlog.Tree, leaves []tlog.Hash,
	hashes tlog.HashReader) {
	front, below, found := strings.Cut(string(read(path)), "\n\n")
	expect(found && below == string(checkpoint), "proof: checkpoint")
	lines := strings.Split(front, "\n")
	expect(lines[0] == "c2sp.org/tlog-proof@v1", "proof: version")
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	must(err, "proof: index")
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		proof = append(proof, parseHash(line))
	}
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaves[index]), "proof")
	own, err := tlog.ProveRecord(tree.N, index, hashes)
	must(err, "proof from tiles")
	expect(fmt.Sprint(own) == fmt.Sprint(proof), "proof: not the one from the tiles")
}

func checkConsistency(line string, tree tlog.Tree, hashes tlog.HashReader) {
	words := strings.Fields(line)
	old, err := strconv.ParseInt(words[0], 10, 64)
	must(err, "consistency: size")
	var proof tlog.TreeProof
	for _, word := range words[2:] {
		proof = append(proof, parseHash(word))
	}
	must(tlog.CheckTree(proof, tree.N, tree.Hash, old, parseHash(words[1])), "consistency")
	own, err := tlog.ProveTree(tree.N, old, hashes)
	must(err, "consistency from tiles")
	expect(fmt.Sprint(own) == fmt.Sprint(proof), "consistency: not the one from the tiles")
}

// open gives the checkpoint, which one key of the log and all witnesses among `keys` must have
// signed, and nobody else.
func open(checkpoint []byte, keys []string) tlog.Tree {
	var all []note.Verifier
	witnesses := 0
	for _, key := range keys {
		if isCosigner(key) {
			all = append(all, newCosigner(key))
			witnesses++
			continue
		}
		signer, err := note.NewVerifier(key)
		must(err, "log key")
		all = append(all, signer)
	}
	opened, err := note.Open(checkpoint, note.VerifierList(all...))
	must(err, "checkpoint")
	expect(len(opened.Sigs) == 1+witnesses && len(opened.UnverifiedSigs) == 0,
		"checkpoint: signatures")
	return parseTree(opened.Text, all[0].Name())
}

// isCosigner tells a witness's key from a log's by its type.
func isCosigner(vkey string) bool {
	parts := strings.SplitN(vkey, "+", 3)
	expect(len(parts) == 3, "key: form")
	key, err := base64.StdEncoding.DecodeString(parts[2])
	must(err, "key")
	return len(key) == 33 && key[0] == 4
}

// checkBeside looks at the proofs and older roots that lie beside the log.
func checkBeside(folder string, tree tlog.Tree, w *whole, hashes tlog.HashReader) {
	proofs, err := filepath.Glob(filepath.Join(folder, "*.tlog-proof"))
	must(err, "proofs")
	expect(len(proofs) >= 5, "proofs: too few")
	for _, path := range proofs {
		checkProof(path, read(folder, "checkpoint"), tree, w.leaves, hashes)
	}
	lines := strings.Split(strings.TrimSpace(string(read(folder, "consistency"))), "\n")
	for _, line := range lines {
		checkConsistency(line, tree, hashes)
	}
	fmt.Printf("%s: %d entries, %d proofs, %d older trees\n", folder, tree.N, len(proofs), len(lines))
}

func main() {
	log.SetFlags(0)
	expect(len(os.Args) == 2 || len(os.Args) == 3, "oracle FOLDER [KEYS]")
	folder := os.Args[1]
	keyFile := filepath.Join(folder, "keys")
	if len(os.Args) == 3 {
		keyFile = os.Args[2]
	}
	tree := open(read(folder, "checkpoint"), strings.Fields(string(read(keyFile))))
	w := rebuild(folder, tree)
	hashes := tlog.TileHashReader(tree, tiles(folder))
	// Every tile, by asking for every leaf.
	for i := int64(0); i < tree.N; i += 256 {
		got, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
		must(err, "tile")
		expect(got[0] == w.leaves[i], "tile: another leaf")
	}
	if len(os.Args) == 3 {
		checkPublished(folder, tree, w, hashes)
	} else {
		checkBeside(folder, tree, w, hashes)
	}
}
