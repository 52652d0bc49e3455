/** Writes the file of a year for the public: what was published, with the proof that it stands in the year's log. */
import { rename, rm } from 'node:fs/promises';
import type { Actor } from '../../domain/actor.js';
import type { KeptLedgerEntry, LogEntry } from '../../domain/archive.js';
import { documentPath, manifestPath, readmePath, sealPath } from '../../domain/bundle.js';
import { canonical } from '../../domain/canonical.js';
import type { Address } from '../../domain/document.js';
import { contentKeyOf, keyIdOf } from '../../domain/encryption.js';
import { CycleError } from '../../domain/errors.js';
import { proveInclusion } from '../../domain/merkle.js';
import type { PublicDocument, PublicListing, PublicManifest } from '../../domain/public-bundle.js';
import { addressOfLeaf, copiesOf, publicFormat } from '../../domain/public-bundle.js';
import type { PublishedEntry } from '../../domain/published.js';
import { publishedLedger } from '../../domain/published.js';
import type { Exporting } from './export.js';
import { nothingArchived } from './export.js';
import { readLog } from './log.js';
import { recordReading } from './readings.js';
import type { SealKey } from './seal-key.js';
import { ZipWriter } from './zip-writer.js';

/**
 * Exports what was published in a cycle, as of its last seal. That it is exported is written down first. The same log
 * gives the same bytes.
 *
 * @param order.into the file; it is there whole, or not at all
 * @param order.actor who exports it, and why
 * @param order.key signs it
 * @throws CycleError `NotFound` when nothing was archived, nothing published by then, or a document is not in the store;
 *   `Unavailable` when the store does not take the record of reading
 */
export async function exportPublic(
  { store, subjectKeys }: Exporting,
  order: { network: string; cycle: number; into: string; actor: Actor; key: SealKey },
): Promise<PublicManifest> {
  const { network, cycle, into, actor, key } = order;
  const { seals, entries } = await readLog(store, network, cycle);
  const last = seals.at(-1);
  if (!last) throw nothingArchived(network, cycle);
  const published = entries.filter(
    (entry): entry is KeptLedgerEntry =>
      entry.kind === 'ledger' && entry.ledger === publishedLedger(network, cycle),
  );
  if (published.length === 0)
    throw new CycleError(
      'NotFound',
      `Nothing was published in the cycle of ${cycle} up to its seal ${last.number}: there is nothing for the public in its record.`,
    );
  await recordReading(store, network, actor, {
    ...{ kind: 'public', cycle, seal: last.number, root: last.root, keys: false },
  });

  const copies = new Map<string, Address>();
  for (const { entry } of published)
    for (const [path, address] of copiesOf(await store.getJson<PublishedEntry>(entry)))
      copies.set(path, address);
  const named = new Set(copies.values());
  const isPublic = (entry: LogEntry): entry is PublicDocument['leaf'] =>
    published.includes(entry as KeptLedgerEntry) || (entry.kind === 'document' && named.has(entry.address));

  const archive = new ZipWriter(`${into}.part`);
  try {
    await archive.add(readmePath, readme(network, cycle));
    for (const seal of seals) await archive.add(sealPath(seal.number), canonical(seal));
    const leaves = entries.map(canonical);
    const documents: PublicDocument[] = [];
    for (const [index, leaf] of entries.entries()) {
      if (!isPublic(leaf)) continue;
      const content = await store.stored(addressOfLeaf(leaf));
      const keyId = keyIdOf(content);
      documents.push({
        ...{ leaf, proof: proveInclusion(leaves, index) },
        ...(keyId !== undefined && {
          key: Buffer.from(contentKeyOf(content, await subjectKeys.get(keyId))).toString('base64'),
        }),
      });
      await archive.add(documentPath(addressOfLeaf(leaf)), content);
    }
    for (const [path, address] of copies) await archive.add(path, await store.get(address));
    const manifest = key.sign<PublicListing>({
      format: publicFormat,
      ...{ network, cycle, seals: seals.length, root: last.root },
      ...{ documents, files: archive.files, key: key.public },
    });
    await archive.end(canonical(manifest));
    await rename(`${into}.part`, into);
    return manifest;
  } catch (error) {
    await archive.giveUp();
    await rm(`${into}.part`, { force: true });
    throw error;
  }
}

const readme = (network: string, cycle: number): string =>
  `What was published in the cycle of ${cycle} of the network “${network}”, and the proof that it stands in the year's record.

Check it, without a network:   ascn audit verify THIS-FILE.zip
With the root from a letter:   ascn audit verify THIS-FILE.zip --root ROOT --key KEY

seals/        what each seal of the year's record says: how many leaves its log had, their root (RFC 6962), the signature
published/    what was published, to be read: the text of each page; where all of its paper is public, that and its PDF
documents/    the same as it is stored, each under the SHA-256 of its bytes
${manifestPath} the leaf of each document with its proof of inclusion, its own key where it is stored encrypted, the SHA-256
              of every other file, and a signature over all of this

The rest of the year's record is in it as hashes only.
`;
