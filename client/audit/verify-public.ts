/**
 * Verifies the file for the public: that everything in it stands in the sealed log of the year, and was published. It
 * needs no key file: each document that is stored encrypted brings its own key along.
 */
import type { Seal } from '../../domain/archive.js';
import { documentPath, manifestPath, readmePath, sealPath } from '../../domain/bundle.js';
import { canonical, sha256 } from '../../domain/canonical.js';
import type { Address } from '../../domain/document.js';
import { isAddress } from '../../domain/document.js';
import { decryptWithContentKey, keyIdOf } from '../../domain/encryption.js';
import { rootProvenBy } from '../../domain/merkle.js';
import type { Paper } from '../../domain/paper.js';
import type { PublicDocument, PublicManifest } from '../../domain/public-bundle.js';
import { addressOfLeaf, copiesOf, publicFormat } from '../../domain/public-bundle.js';
import type { PublicText, PublishedEntry } from '../../domain/published.js';
import { isWhollyPublic, publishedKey, publishedLedger } from '../../domain/published.js';
import { checkFiles } from './check-files.js';
import type { Witness } from './check-log.js';
import { isSigned } from './check-log.js';
import type { Finding } from './finding.js';
import type { Zip } from './zip.js';
import { openZip } from './zip.js';

export interface VerifiedPublic {
  network: string;
  cycle: number;
  seals: number;
  /** How many leaves the log of the year has. */
  leaves: number;
  root: string;
  /** The public keys that signed the seals and the file, in hex. */
  keys: string[];
  /** What was published, in the order of the log. */
  published: (Pick<PublishedEntry, 'id' | 'version' | 'title' | 'date'> & { copies: string[] })[];
  findings: Finding[];
}

/** Whether a file is one for the public. @throws CycleError `BadInput` for what is no zip archive */
export async function isForThePublic(file: string): Promise<boolean> {
  const zip = await openZip(file);
  try {
    return (await zip.json<{ format?: string }>(manifestPath)).format === publicFormat;
  } catch {
    return false;
  } finally {
    zip.close();
  }
}

const isManifest = (manifest: Partial<PublicManifest>): manifest is PublicManifest =>
  Array.isArray(manifest.documents) &&
  manifest.documents.every(
    ({ leaf, proof }) => isAddress(addressOfLeaf(leaf)) && Array.isArray(proof.path),
  ) &&
  Number.isSafeInteger(manifest.seals) &&
  typeof manifest.files === 'object';

/**
 * @param file one for the public
 * @throws CycleError `BadInput` for any other file
 */
export async function verifyPublic(file: string, witness: Witness = {}): Promise<VerifiedPublic> {
  const zip = await openZip(file);
  try {
    const manifest = await zip.json<Partial<PublicManifest>>(manifestPath);
    if (!isManifest(manifest)) throw zip.refuse(`has a ${manifestPath} that cannot be read`);
    const findings: Finding[] = [];
    for await (const finding of checkFiles({ ...zip, manifest }, () => Promise.resolve([])))
      findings.push(finding);
    findings.push(...checkSignature(manifest, witness));
    const { seals, findings: ofSeals } = await checkSeals(zip, manifest, witness);
    const { plain, findings: ofDocuments } = await checkDocuments(zip, manifest, seals.at(-1));
    const { published, findings: ofPublished } = await checkPublished(zip, manifest, plain);
    findings.push(...ofSeals, ...ofDocuments, ...ofPublished);
    return {
      ...{ network: manifest.network, cycle: manifest.cycle, root: manifest.root },
      seals: seals.length,
      leaves: seals.at(-1)?.size ?? 0,
      keys: [...new Set([...seals.map(({ key }) => key), manifest.key])],
      published,
      findings,
    };
  } finally {
    zip.close();
  }
}

/** That it is signed, and with a key that the letter told. */
function checkSignature(manifest: PublicManifest, { keys }: Witness): Finding[] {
  const findings: Finding[] = [];
  if (!isSigned(manifest))
    findings.push({ where: manifestPath, what: 'Its signature is not that of its key.' });
  if (keys && !keys.includes(manifest.key))
    findings.push({
      where: manifestPath,
      what: `It is signed by the key ${manifest.key}, not by ${keys.join(' or ')}.`,
    });
  return findings;
}

/** Each seal signs and stands on the one before; the last has the root that everything is proven up to. */
async function checkSeals(zip: Zip, manifest: PublicManifest, witness: Witness) {
  const findings: Finding[] = [];
  const seals: Seal[] = [];
  for (let number = 1; number <= manifest.seals; number += 1) {
    const wrong = (what: string): void => void findings.push({ where: `seal ${number}`, what });
    const seal = await zip.json<Seal>(sealPath(number)).catch(() => undefined);
    if (!seal) {
      wrong('It is not there, or cannot be read.');
      continue;
    }
    const before = seals.at(-1);
    seals.push(seal);
    if (seal.number !== number || seal.network !== manifest.network || seal.cycle !== manifest.cycle)
      wrong(`It says that it is seal ${seal.number} of ${seal.network} ${seal.cycle}.`);
    if (seal.previous !== (before && sha256(canonical(before))))
      wrong('It does not stand on the seal before.');
    if (!isSigned(seal)) wrong('Its signature is not that of its key.');
    if (witness.keys && !witness.keys.includes(seal.key))
      wrong(`It is signed by the key ${seal.key}, not by ${witness.keys.join(' or ')}.`);
  }
  const last = seals.at(-1);
  if (!last || last.root !== manifest.root)
    findings.push({
      where: manifestPath,
      what: 'The root that it names is not that of the last seal of the year.',
    });
  if (last && !witness.keys && last.key !== manifest.key)
    findings.push({
      where: manifestPath,
      what: 'It is signed by another key than the last seal of the year.',
    });
  if (witness.root !== undefined && !seals.some(({ root }) => root === witness.root))
    findings.push({
      where: 'the seals',
      what: `None has the root ${witness.root}: this is not of the log that the letter told of, or of an older copy of it.`,
    });
  return { seals, findings };
}

/** Each document is proven to stand in the log, and is read with its own key. */
async function checkDocuments(zip: Zip, manifest: PublicManifest, last: Seal | undefined) {
  const findings: Finding[] = [];
  /** By the documents' addresses, with the leaves that name them. */
  const plain = new Map<Address, { leaf: PublicDocument['leaf']; content: Uint8Array | undefined }>();
  for (const { leaf, proof, key } of manifest.documents) {
    const where = addressOfLeaf(leaf);
    const wrong = (what: string): void => void findings.push({ where, what });
    if (proof.size !== last?.size || rootProvenBy(canonical(leaf), proof) !== last.root)
      wrong('It is not proven to stand in the log: its proof does not lead to the root of the last seal.');
    const stored = await zip.read(documentPath(where)).catch(() => undefined);
    if (!stored || sha256(stored) !== where.slice('sha256:'.length)) {
      wrong('Its bytes are not there, or are not those of this address.');
      plain.set(where, { leaf, content: undefined });
      continue;
    }
    const content = await opened(stored, key);
    if (!content) wrong('It is stored encrypted, and does not open with the key that is given for it.');
    plain.set(where, { leaf, content });
  }
  return { plain, findings };
}

async function opened(stored: Uint8Array, key: string | undefined): Promise<Uint8Array | undefined> {
  if (keyIdOf(stored) === undefined) return stored;
  try {
    return await decryptWithContentKey(stored, Buffer.from(key ?? '', 'base64'));
  } catch {
    return undefined;
  }
}

type Plain = Awaited<ReturnType<typeof checkDocuments>>['plain'];

/** Everything is an entry of what was published, or named by one, and says of itself that it is public. */
async function checkPublished(zip: Zip, manifest: PublicManifest, plain: Plain) {
  const { network, cycle } = manifest;
  const findings: Finding[] = [];
  const wrong = (where: string, what: string): void => void findings.push({ where, what });
  const published: VerifiedPublic['published'] = [];
  const named = new Set<Address>();
  const expected = new Set([readmePath]);
  for (let number = 1; number <= manifest.seals; number += 1) expected.add(sealPath(number));
  for (const [address, { leaf, content }] of plain) {
    expected.add(documentPath(address));
    if (leaf.kind !== 'ledger') continue;
    named.add(address);
    if (leaf.ledger !== publishedLedger(network, cycle)) {
      wrong(address, `It is an entry of the ledger ${leaf.ledger}, not of what was published.`);
      continue;
    }
    if (!content) continue;
    const entry = jsonOf<PublishedEntry>(content);
    if (entry === undefined || publishedKey(entry.id, entry.version) !== leaf.key) {
      wrong(address, `It is not the entry ${leaf.key} of what was published.`);
      continue;
    }
    const copies = copiesOf(entry);
    for (const [path, of] of copies) {
      named.add(of);
      expected.add(path);
      const document = plain.get(of);
      const copy = await zip.read(path).catch(() => undefined);
      if (!document) wrong(of, `“${entry.title}” was published with it; it is not there.`);
      else if (document.content && !(copy && Buffer.from(document.content).equals(copy)))
        wrong(path, 'It is not what the document that it is a copy of says.');
    }
    for (const [of, what] of notPublic(entry, plain)) wrong(of, what);
    const { id, version, title, date } = entry;
    published.push({ id, version, title, date, copies: [...copies.keys()] });
  }
  for (const address of plain.keys())
    if (!named.has(address)) wrong(address, 'Nothing that was published names this document.');
  for (const path of Object.keys(manifest.files))
    if (!expected.has(path)) wrong(path, 'Nothing that was published names this file.');
  return { published, findings };
}

/** What an entry names, and what does not say of itself that it is for the public. */
function* notPublic({ document, paper, pdf }: PublishedEntry, plain: Plain): Generator<[Address, string]> {
  const contentOf = (address: Address | undefined) => {
    const content = address === undefined ? undefined : plain.get(address)?.content;
    return content && { said: jsonOf<PublicText & Paper>(content) };
  };
  const text = contentOf(document);
  if (text && text.said?.marking !== 'public') yield [document!, 'It is not marked public.'];
  const whole = contentOf(paper);
  if (whole && !(whole.said?.items && isWhollyPublic(whole.said)))
    yield [paper!, 'It is not marked public, or an item of it is not.'];
  if (pdf !== undefined && paper === undefined) yield [pdf, 'No paper of it is there that is marked public.'];
}

function jsonOf<T>(content: Uint8Array): T | undefined {
  try {
    return JSON.parse(Buffer.from(content).toString('utf8')) as T;
  } catch {
    return undefined;
  }
}
