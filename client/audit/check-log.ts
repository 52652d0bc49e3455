/** Whether the seals of a log hold: each counts and signs its leaves, and stands on the one before. */
import { createPublicKey, verify } from 'node:crypto';
import type { LogEntry, Seal } from '../../domain/archive.js';
import type { Manifest } from '../../domain/bundle.js';
import { leavesPath, sealPath } from '../../domain/bundle.js';
import { canonical, sha256 } from '../../domain/canonical.js';
import { MerkleTree } from '../../domain/merkle.js';
import type { Bundle } from './bundle.js';
import type { Finding } from './finding.js';

/** What whoever checks has from elsewhere: from a letter, from the secretariat. */
export interface Witness {
  /** A root that a letter told. */
  root?: string | undefined;
  /** The public keys of the seals, in hex: more than one where the installation's secret was changed within the year. */
  keys?: string[] | undefined;
}

export interface CheckedLog {
  seals: Seal[];
  entries: LogEntry[];
  findings: Finding[];
}

export async function checkLog(bundle: Bundle, manifest: Manifest, witness: Witness): Promise<CheckedLog> {
  const findings: Finding[] = [];
  const seals: Seal[] = [];
  const entries: LogEntry[] = [];
  const tree = new MerkleTree();
  for (let number = 1; number <= manifest.seals; number += 1) {
    const where = `seal ${number}`;
    const wrong = (what: string): void => void findings.push({ where, what });
    const read = await readSeal(bundle, number);
    if (!read) {
      wrong('It is not there, or what it has added is not; or they cannot be read.');
      continue;
    }
    const { bytes, leaves, seal, added } = read;
    for (const entry of added) {
      entries.push(entry);
      tree.add(canonical(entry));
    }
    const before = seals.at(-1);
    seals.push(seal);
    if (canonical(seal) !== bytes.toString('utf8')) wrong('It is not written as canonical JSON (RFC 8785).');
    if (seal.number !== number || seal.network !== manifest.network || seal.cycle !== manifest.cycle)
      wrong(`It says that it is seal ${seal.number} of ${seal.network} ${seal.cycle}.`);
    if (seal.previous !== (before && sha256(canonical(before))))
      wrong('It does not stand on the seal before.');
    if (seal.added !== `sha256:${sha256(leaves)}`) wrong('What it has added is not what lies in the log.');
    if (seal.size !== tree.size) wrong(`It counts ${seal.size} leaves; the log has ${tree.size} up to it.`);
    if (seal.root !== tree.root()) wrong('Its root is not that of the leaves up to it.');
    if (!isSigned(seal)) wrong('Its signature is not that of its key.');
    if (witness.keys && !witness.keys.includes(seal.key))
      wrong(`It is signed by the key ${seal.key}, not by ${witness.keys.join(' or ')}.`);
  }
  const last = seals.at(-1);
  if (!last || last.root !== manifest.root)
    findings.push({ where: 'the log', what: 'Its last root is not the one that the manifest names.' });
  if (witness.root !== undefined && !seals.some(({ root }) => root === witness.root))
    findings.push({
      where: 'the log',
      what: `No seal has the root ${witness.root}: this is not the log that the letter told of, or an older copy of it.`,
    });
  return { seals, entries, findings };
}

async function readSeal(bundle: Bundle, number: number) {
  try {
    const bytes = await bundle.read(sealPath(number));
    const leaves = await bundle.read(leavesPath(number));
    const seal = JSON.parse(bytes.toString('utf8')) as Seal;
    return { bytes, leaves, seal, added: JSON.parse(leaves.toString('utf8')) as LogEntry[] };
  } catch {
    return undefined;
  }
}

/** Whether what was said is signed by the key that it names. */
export function isSigned({ signature, ...said }: { key: string; signature: string }): boolean {
  try {
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(said.key, 'hex').toString('base64url') },
      format: 'jwk',
    });
    return verify(null, Buffer.from(canonical(said)), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
