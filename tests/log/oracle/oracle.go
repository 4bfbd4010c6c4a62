// SPDX-License-Identifier: Apache-2.0

// Oracle checks a log that our code wrote by the code of the Go project: signed notes, tiles,
// entries, proofs of inclusion and of consistency.
//
//	oracle FOLDER
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

func parseTree(text string) tlog.Tree {
	lines := strings.Split(text, "\n")
	expect(len(lines) == 4 && lines[0] == "log.example/oracle/1" && lines[3] == "", "checkpoint")
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

// checkEntries makes the whole tree again from the bundles of entries and gives their leaves.
func checkEntries(folder string, tree tlog.Tree) []tlog.Hash {
	var stored, leaves []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var out []tlog.Hash
		for _, i := range indexes {
			out = append(out, stored[i])
		}
		return out, nil
	})
	for n := int64(0); n*256 < tree.N; n++ {
		tile := tlog.Tile{H: 8, L: 0, N: n, W: 256}
		if tree.N-n*256 < 256 {
			tile.W = int(tree.N - n*256)
		}
		rest := read(folder, strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1))
		for i := 0; i < tile.W; i++ {
			size := int(binary.BigEndian.Uint16(rest))
			leaf := tlog.RecordHash(rest[2 : 2+size])
			hashes, err := tlog.StoredHashesForRecordHash(int64(len(leaves)), leaf, reader)
			must(err, "tree")
			stored, leaves, rest = append(stored, hashes...), append(leaves, leaf), rest[2+size:]
		}
		expect(len(rest) == 0, "bundle: too long")
	}
	root, err := tlog.TreeHash(tree.N, reader)
	must(err, "tree")
	expect(root == tree.Hash, "the entries make another root")
	return leaves
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

func main() {
	log.SetFlags(0)
	expect(len(os.Args) == 2, "oracle FOLDER")
	folder := os.Args[1]
	keys := strings.Split(string(read(folder, "keys")), "\n")
	signer, err := note.NewVerifier(keys[0])
	must(err, "log key")
	verifiers := note.VerifierList(signer, newCosigner(keys[1]), newCosigner(keys[2]))
	checkpoint := read(folder, "checkpoint")
	opened, err := note.Open(checkpoint, verifiers)
	must(err, "checkpoint")
	expect(len(opened.Sigs) == 3 && len(opened.UnverifiedSigs) == 0, "checkpoint: signatures")
	tree := parseTree(opened.Text)
	leaves := checkEntries(folder, tree)
	hashes := tlog.TileHashReader(tree, tiles(folder))
	proofs, err := filepath.Glob(filepath.Join(folder, "*.tlog-proof"))
	must(err, "proofs")
	expect(len(proofs) >= 5, "proofs: too few")
	for _, path := range proofs {
		checkProof(path, checkpoint, tree, leaves, hashes)
	}
	lines := strings.Split(strings.TrimSpace(string(read(folder, "consistency"))), "\n")
	for _, line := range lines {
		checkConsistency(line, tree, hashes)
	}
	// Every tile, by asking for every leaf.
	for i := int64(0); i < tree.N; i += 256 {
		got, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
		must(err, "tile")
		expect(got[0] == leaves[i], "tile: another leaf")
	}
	fmt.Printf("%s: %d entries, %d proofs, %d older trees\n", folder, tree.N, len(proofs), len(lines))
}
