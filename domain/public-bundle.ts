/**
 * What the file for the public holds: the documents of a year that were published, each with the proof that it stands in
 * the year's log (docs/decisions/024-who-reads.md). Of all other leaves it has hashes, which say nothing of them.
 */
import type { KeptDocument, KeptLedgerEntry } from './archive.js';
import type { Address } from './document.js';
import type { InclusionProof } from './merkle.js';
import type { PublishedEntry } from './published.js';

export const publicFormat = 'ascn-public/1';

export interface PublicDocument {
  /** The leaf that names it; its stored bytes lie at `documentPath` of that address. */
  leaf: KeptDocument | KeptLedgerEntry;
  /** Up to the root of the last seal. */
  proof: InclusionProof;
  /** Where it is stored encrypted: its own key, 32 bytes in base64, which opens no other document. */
  key?: string;
}

export interface PublicListing {
  format: typeof publicFormat;
  network: string;
  cycle: number;
  /** How many seals the log has; all are in the file. */
  seals: number;
  /** The root of the last one. */
  root: string;
  documents: PublicDocument[];
  /** SHA-256, in hex, and length in bytes of every other file, by its path. */
  files: Record<string, { sha256: string; bytes: number }>;
  /** The public key that signs this, raw, in hex. */
  key: string;
}

export interface PublicManifest extends PublicListing {
  /** Ed25519 over the canonical JSON of the rest, in base64. */
  signature: string;
}

export const addressOfLeaf = (leaf: PublicDocument['leaf']): Address =>
  leaf.kind === 'ledger' ? leaf.entry : leaf.address;

/** Where the copies lie that people read, of one version of a page: its text, its paper, and the paper's PDF. */
export const copiesOf = ({ id, version, document, paper, pdf }: PublishedEntry): Map<string, Address> => {
  const name = `published/${id}-v${version}`;
  const copies: [path: string, address: Address | undefined][] = [
    [`${name}.json`, document],
    [`${name}-paper.json`, paper],
    [`${name}.pdf`, pdf],
  ];
  return new Map(copies.filter((copy): copy is [string, Address] => copy[1] !== undefined));
};
