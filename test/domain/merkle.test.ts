import { expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { MerkleTree, proveInclusion, rootProvenBy } from '../../domain/merkle.js';

/** The leaves and roots with which implementations of Certificate Transparency (RFC 6962) are tested. */
const leaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test('the root of each number of leaves is that of RFC 6962', () => {
  const tree = new MerkleTree();
  expect(tree.root()).toBe(roots[0]);
  for (const [i, leaf] of leaves.entries()) {
    tree.add(Buffer.from(leaf, 'hex'));
    expect([tree.size, tree.root()]).toEqual([i + 1, roots[i + 1]]);
  }
});

/** Hashes as RFC 6962 (2.1) defines them, by halves. */
const hashOf = (...parts: (Uint8Array | string)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
function treeHash(all: readonly string[]): Buffer {
  if (all.length === 1) return hashOf(Uint8Array.of(0), all[0]!);
  let k = 1;
  while (2 * k < all.length) k *= 2;
  return hashOf(Uint8Array.of(1), treeHash(all.slice(0, k)), treeHash(all.slice(k)));
}

const log = fc
  .integer({ min: 1, max: 300 })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1) }))
  .map(({ size, index }) => ({ all: Array.from({ length: size }, (_, i) => `leaf ${i}`), index }));

test('each leaf of a log is proven up to the root that RFC 6962 defines', () => {
  fc.assert(
    fc.property(log, ({ all, index }) => {
      const proof = proveInclusion(all, index);
      expect(rootProvenBy(all[index]!, proof)).toBe(treeHash(all).toString('hex'));
      expect(proof.path.length).toBeLessThanOrEqual(Math.ceil(Math.log2(all.length)));
    }),
  );
});

test('no proof leads another leaf or another place to that root', () => {
  fc.assert(
    fc.property(log, fc.nat(299), fc.nat(600), ({ all, index }, other, size) => {
      const root = treeHash(all).toString('hex');
      const proof = proveInclusion(all, index);
      expect(rootProvenBy('another leaf', proof)).not.toBe(root);
      if (other !== index) expect(rootProvenBy(all[index]!, { ...proof, index: other })).not.toBe(root);
      for (const path of [proof.path.slice(1), [...proof.path, root], proof.path.toReversed()])
        if (path.join() !== proof.path.join())
          expect(rootProvenBy(all[index]!, { ...proof, path })).not.toBe(root);
      // a node of the tree is no leaf of a smaller one
      const node = Buffer.from(proof.path.join(''), 'hex');
      expect(rootProvenBy(node, { index: 0, size, path: [] })).not.toBe(root);
    }),
  );
});

test('the paths of a log of seven are those of RFC 6962, 2.1.3', () => {
  const seven = ['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6'];
  const [a, b, c, d, e, f, j] = seven.map((leaf) => treeHash([leaf]).toString('hex'));
  const g = treeHash(['d0', 'd1']).toString('hex');
  const h = treeHash(['d2', 'd3']).toString('hex');
  const i = treeHash(['d4', 'd5']).toString('hex');
  const k = treeHash(seven.slice(0, 4)).toString('hex');
  const l = treeHash(seven.slice(4)).toString('hex');
  const paths = seven.map((_, index) => proveInclusion(seven, index).path);
  expect(paths).toEqual([
    [b, h, l],
    [a, h, l],
    [d, g, l],
    [c, g, l],
    [f, j, k],
    [e, j, k],
    [i, k],
  ]);
});

test.each([-1, 2, 0.5, NaN])('a log of two leaves has none at %d', (index) => {
  expect(rootProvenBy('x', { index, size: 2, path: [] })).toBeUndefined();
  if (!(index >= 0 && index < 2)) expect(() => proveInclusion(['x', 'y'], index)).toThrow(RangeError);
});
