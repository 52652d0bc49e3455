import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SealKey } from '../../activities/archive/seal-key.js';
import { sealKeyOf } from '../../activities/archive/seal-key.js';
import { createPaperActivities } from '../../activities/papers/activities.js';
import { verifyPublic } from '../../client/audit/verify-public.js';
import type { LogEntry, Seal } from '../../domain/archive.js';
import { documentPath, manifestPath, sealPath } from '../../domain/bundle.js';
import { canonical, sha256 } from '../../domain/canonical.js';
import { contentKeyOf, keyIdOf } from '../../domain/encryption.js';
import { MerkleTree, proveInclusion } from '../../domain/merkle.js';
import type { PublicDocument, PublicManifest } from '../../domain/public-bundle.js';
import { publishedLedger } from '../../domain/published.js';
import { openInstallation } from '../../workers/installation.js';
import { key, secret, sealLeaves } from '../activities/archive/log-of-leaves.js';
import { ascnAudit } from './command-line.js';
import { item, paper } from './papers.js';
import { Opened } from './tampering.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-public-'));
const network = 'ascn';
const installation = openInstallation({ home: folder, network });
const { store, subjectKeys } = installation;
const file = join(folder, 'public.zip');
const again = join(folder, 'again.zip');
const actor = { office: 'secretariat-sg', door: 'cli', why: 'For the network’s page' } as const;

let seals: Seal[];
let whole: Opened;
let leaves: LogEntry[];
/** Documents of the year that nobody published: the members' paper, a letter. */
let members: string;
let letter: string;

beforeAll(async () => {
  const papers = createPaperActivities({
    store,
    dataDir: 'data',
    papersDir: () => join(folder, 'papers'),
  });
  const announcement = await store.putJson(
    paper('announcement', 'public', [item('twins', 'Da Nang and its partner')]),
  );
  const pdf = await store.put('%PDF-1.7 the announcement');
  members = await store.putJson(
    paper('summit', 'members', [
      item('secret', 'For members only'),
      { ...item('launch', 'Launched'), marking: 'public' },
    ]),
  );
  letter = await store.put('A letter to an officer');
  const network2018 = await store.putJson({});
  const of = { network, cycle: 2018, networkDocument: network2018 };
  await papers.publish({
    ...of,
    paper: announcement,
    pdf,
    id: 'announcement',
    title: 'Twins',
    date: '2018-08-02',
  });
  await papers.publish({ ...of, paper: members, pdf, id: 'launch', title: 'Launch', date: '2018-11-13' });
  const ledger = publishedLedger(network, 2018);
  const entries: LogEntry[] = [];
  const texts: string[] = [];
  for (const entryKey of await store.keys(ledger)) {
    entries.push({
      kind: 'ledger',
      ledger,
      key: entryKey,
      entry: (await store.keepEntry(ledger, entryKey))!,
    });
    texts.push((await store.entry<{ document: string }>(ledger, entryKey))!.document);
  }
  const kept = (address: string): LogEntry => ({ kind: 'document', address });
  leaves = [kept(letter), kept(announcement), kept(pdf), kept(members), ...entries, ...texts.map(kept)];
  seals = [
    await sealLeaves(store, { network }, leaves.slice(0, 3)),
    await sealLeaves(store, { network }, leaves.slice(3)),
  ];
  for (const into of [file, again]) await installation.exportPublic({ cycle: 2018, into, actor, secret });
  whole = Opened.read(file);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function unsigned<T extends { signature: string }>({ signature: _, ...said }: T) {
  return said;
}

const manifestOf = (bundle: Opened): PublicManifest => bundle.json<PublicManifest>(manifestPath);

/** Lists the files as they are, and signs that. */
function resign(bundle: Opened, edit: Partial<PublicManifest> = {}, by: SealKey = key): void {
  const listing = unsigned({ ...manifestOf(bundle), ...edit });
  const others = [...bundle.files].filter(([path]) => path !== manifestPath);
  const files = others.map(([path, bytes]) => [path, { sha256: sha256(bytes), bytes: bytes.length }]);
  bundle.put(
    manifestPath,
    by.sign({ ...listing, files: Object.fromEntries(files) as PublicManifest['files'], key: by.public }),
  );
}

let files = 0;
async function findingsOf(bundle: Opened, witness = {}): Promise<string> {
  const tampered = join(folder, `tampered-${(files += 1)}.zip`);
  bundle.write(tampered);
  const { findings } = await verifyPublic(tampered, witness);
  return findings.map(({ where, what }) => `${where}: ${what}`).join('\n');
}

/** A document of the year as the file would bring it along. */
async function broughtAlong(address: string): Promise<{ stored: Buffer; document: PublicDocument }> {
  const stored = Buffer.from(await store.stored(address));
  const index = leaves.findIndex((leaf) => leaf.kind === 'document' && leaf.address === address);
  const own = contentKeyOf(stored, await subjectKeys.get(keyIdOf(stored)!));
  return {
    stored,
    document: {
      leaf: leaves[index] as PublicDocument['leaf'],
      proof: proveInclusion(leaves.map(canonical), index),
      key: Buffer.from(own).toString('base64'),
    },
  };
}

describe('the file for the public that nobody has touched', () => {
  test('holds, by itself, with the key and with the root of each letter', async () => {
    for (const witness of [{}, { keys: [key.public] }, ...seals.map(({ root }) => ({ root }))])
      expect(await verifyPublic(file, witness)).toMatchObject({
        findings: [],
        network,
        cycle: 2018,
        leaves: leaves.length,
      });
  });

  test('has what was published to be read, and not a word of the rest', () => {
    const read = (path: string): string => whole.files.get(path)!.toString('utf8');
    expect(whole.paths('published/').sort()).toEqual([
      'published/announcement-v1-paper.json',
      'published/announcement-v1.json',
      'published/announcement-v1.pdf',
      'published/launch-v1.json',
    ]);
    expect(read('published/announcement-v1.pdf')).toBe('%PDF-1.7 the announcement');
    expect(JSON.parse(read('published/launch-v1.json'))).toMatchObject({
      marking: 'public',
      items: [{ id: 'launch', statements: [{ id: 'launch.1', text: 'Launched' }] }],
    });
    const { documents } = manifestOf(whole);
    for (const bytes of whole.files.values())
      for (const word of ['For members only', members, letter, 'network/1"'])
        expect([word, bytes.includes(word)]).toEqual([word, false]);
    expect(read('published/launch-v1.json')).not.toMatch(/As it was submitted|secretariat-sg|A change/);
    // the keys of the year stay with the auditors
    expect(documents.filter(({ key: own }) => own !== undefined)).toHaveLength(2);
  });

  test('is the same bytes when it is exported again; each export is written down', async () => {
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true);
    expect(await installation.readings()).toMatchObject([
      { kind: 'public', cycle: 2018, seal: 2, root: seals[1]!.root, keys: false, actor },
      { kind: 'public' },
    ]);
  });
});

describe('whoever tampers with it is found', () => {
  test('any byte of any file', async () => {
    for (const path of whole.files.keys()) {
      const bundle = whole.copy();
      const bytes = bundle.files.get(path)!;
      const at =
        path === manifestPath ? bytes.indexOf('ASCN') + 1 || bytes.indexOf('2018') : bytes.length - 2;
      bytes[at] = bytes[at]! ^ 1;
      expect([path, await findingsOf(bundle)]).toEqual([path, expect.stringMatching(/./)]);
    }
  });

  test('a document changed, though the file is signed anew', async () => {
    for (const path of whole.paths('documents/')) {
      const bundle = whole.copy();
      const bytes = bundle.files.get(path)!;
      bytes[bytes.length - 1] = bytes.at(-1)! ^ 1;
      resign(bundle);
      expect(await findingsOf(bundle)).toContain('are not those of this address');
    }
  });

  test('a copy that says something else', async () => {
    const bundle = whole.copy();
    bundle.files.set('published/announcement-v1.pdf', Buffer.from('%PDF-1.7 another'));
    resign(bundle);
    expect(await findingsOf(bundle)).toContain(
      'published/announcement-v1.pdf: It is not what the document that it is a copy of says.',
    );
  });

  test('another document’s key', async () => {
    const bundle = whole.copy();
    const { documents } = manifestOf(bundle);
    const [one, other] = documents.filter((document) => document.key !== undefined);
    resign(bundle, {
      documents: documents.map((document) => (document === one ? { ...one, key: other!.key! } : document)),
    });
    expect(await findingsOf(bundle)).toContain('does not open with the key that is given for it');
  });

  test('the proof of another leaf, or a leaf that is not in the log', async () => {
    const { documents } = manifestOf(whole);
    for (const [i, document] of documents.entries()) {
      const other = documents[(i + 1) % documents.length]!;
      const bundle = whole.copy();
      resign(bundle, { documents: documents.with(i, { ...document, proof: other.proof }) });
      expect(await findingsOf(bundle)).toContain('It is not proven to stand in the log');
      const smaller = { ...document, proof: { ...document.proof, size: document.proof.size + 1 } };
      resign(bundle, { documents: documents.with(i, smaller) });
      expect(await findingsOf(bundle)).toContain('It is not proven to stand in the log');
    }
  });

  test('a document of the year that is not public put in, with its own key and proof', async () => {
    for (const address of [members, letter]) {
      const bundle = whole.copy();
      const { stored, document } = await broughtAlong(address);
      bundle.files.set(documentPath(address), stored);
      resign(bundle, { documents: [...manifestOf(bundle).documents, document] });
      expect(await findingsOf(bundle)).toBe(`${address}: Nothing that was published names this document.`);
    }
  });

  test('a members’ paper that the log says was published as a whole', async () => {
    // the secretariat itself entered it so, and sealed that
    const ledger = publishedLedger('wrong', 2018);
    const { stored, document } = await broughtAlong(members);
    const entry = {
      id: 'summit',
      version: 1,
      title: 'Summit',
      date: '2018-11-13',
      page: '',
      text: '',
      paper: members,
    };
    await store.enter(ledger, 'summit/0001', entry, 'open');
    const address = (await store.keepEntry(ledger, 'summit/0001'))!;
    const log: LogEntry[] = [document.leaf, { kind: 'ledger', ledger, key: 'summit/0001', entry: address }];
    await sealLeaves(store, { network: 'wrong' }, log);
    const into = join(folder, 'wrong.zip');
    const wrong = openInstallation({ home: folder, network: 'wrong' });
    await wrong.exportPublic({ cycle: 2018, into, actor, secret });
    expect(stored.length).toBeGreaterThan(0);
    expect((await verifyPublic(into)).findings).toEqual([
      { where: members, what: 'It is not marked public, or an item of it is not.' },
    ]);
  });

  test('what was published left out of it in part', async () => {
    const bundle = whole.copy();
    const { documents } = manifestOf(bundle);
    const [text] = documents.filter(({ leaf, key: own }) => leaf.kind === 'document' && own === undefined);
    resign(bundle, { documents: documents.filter((document) => document !== text) });
    expect(await findingsOf(bundle)).toContain('was published with it; it is not there');
  });

  test('a file signed, or seals made, by another key', async () => {
    const own = sealKeyOf('a secret of somebody else, of the same length');
    const bundle = whole.copy();
    resign(bundle, {}, own);
    expect(await findingsOf(bundle)).toContain('signed by another key than the last seal');
    expect(await findingsOf(bundle, { keys: [key.public] })).toContain(`not by ${key.public}`);
    bundle.put(sealPath(2), own.sign({ ...unsigned(seals[1]!), key: own.public }));
    resign(bundle, {}, own);
    expect(await findingsOf(bundle)).toBe('');
    expect(await findingsOf(bundle, { keys: [key.public] })).toContain(
      `seal 2: It is signed by the key ${own.public}`,
    );
  });

  test('a root that is not the year’s', async () => {
    // a log of what is in the file alone, sealed with a key that was stolen
    const bundle = whole.copy();
    const { documents } = manifestOf(bundle);
    const log = documents.map(({ leaf }) => canonical(leaf));
    const tree = new MerkleTree();
    for (const leaf of log) tree.add(leaf);
    const forged = key.sign({ ...unsigned(seals[1]!), size: log.length, root: tree.root() });
    bundle.put(sealPath(2), forged);
    const proven = documents.map((document, i) => ({ ...document, proof: proveInclusion(log, i) }));
    resign(bundle, { documents: proven, root: tree.root() });
    expect(await findingsOf(bundle)).toBe('');
    expect(await findingsOf(bundle, { root: seals[1]!.root })).toBe(
      `the seals: None has the root ${seals[1]!.root}: this is not of the log that the letter told of, or of an older copy of it.`,
    );
    resign(bundle, { root: seals[0]!.root });
    expect(await findingsOf(bundle)).toContain('is not that of the last seal of the year');
  });

  test('a seal left out, or two in another order', async () => {
    const bundle = whole.copy();
    bundle.files.delete(sealPath(1));
    resign(bundle);
    expect(await findingsOf(bundle)).toContain('seal 1: It is not there');
    const turned = whole.copy();
    turned.files.set(sealPath(1), whole.files.get(sealPath(2))!);
    turned.files.set(sealPath(2), whole.files.get(sealPath(1))!);
    resign(turned);
    expect(await findingsOf(turned)).toContain('It says that it is seal 2');
  });

  test('a file put in that nothing names', async () => {
    const bundle = whole.copy();
    bundle.files.set('published/more.pdf', Buffer.from('%PDF'));
    expect(await findingsOf(bundle)).toContain('The manifest does not list this file.');
    resign(bundle);
    expect(await findingsOf(bundle)).toBe('published/more.pdf: Nothing that was published names this file.');
  });
});

describe('ascn audit verify', () => {
  const run = (...words: string[]) => ascnAudit('verify', ...words);

  test('knows such a file by its manifest, and says what it shows and what not', async () => {
    const { code, printed, complained } = await run(file, '--root', seals[0]!.root, '--key', key.public);
    expect([code, complained]).toEqual([0, '']);
    expect(printed).toContain(
      'ascn 2018, what was published: 2 versions of pages, out of 8 leaves under 2 seals.',
    );
    expect(printed).toContain('2018-08-02  Twins, version 1: published/announcement-v1.json');
    expect(printed).toContain('It shows: ');
    expect(printed).toContain('It does not show: ');
    expect(JSON.parse((await run(file, '--json')).printed)).toMatchObject({
      findings: [],
      published: [{}, {}],
    });
  });

  test('prints each finding, and ends with 1; what is no such file is refused, with 2', async () => {
    const bundle = whole.copy();
    bundle.files.delete(sealPath(1));
    const tampered = join(folder, 'found.zip');
    bundle.write(tampered);
    const { code, printed, complained } = await run(tampered);
    expect([code, complained]).toEqual([1, expect.stringMatching(/^It does not hold: \d findings\.$/)]);
    expect(printed).toMatch(/^seal 1: It is not there/m);
    bundle.put(manifestPath, { format: 'ascn-public/1' });
    bundle.write(tampered);
    expect(await run(tampered)).toMatchObject({
      code: 2,
      complained: expect.stringContaining('that cannot be read'),
    });
  });
});
