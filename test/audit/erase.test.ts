/** One person's data are erased in the middle of a year: the year goes on, and its record still holds. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { confirmErasure, prepareErasure } from '../../activities/documents/erase.js';
import { networkIn, openRecord } from '../../client/audit/record.js';
import { verify } from '../../client/audit/verify.js';
import { runWithoutInstallation } from '../../client/cli/create-cli.js';
import { printRequest, readRequest } from '../../client/cli/request-life.js';
import type { Manifest } from '../../domain/bundle.js';
import { keyFileBeside, manifestPath } from '../../domain/bundle.js';
import { findOffice } from '../../domain/office.js';
import type { AtWork, Year } from '../setup/year.js';
import { desk, head, openWork } from '../setup/year.js';
import { archiveOf } from './archive-of.js';
import { Opened } from './tampering.js';

const order = 'Personal Data Protection Commission, decision 12';
const folder = mkdtempSync(join(tmpdir(), 'ascn-erase-'));
let work: AtWork;
let year: Year;
let archive: Awaited<ReturnType<typeof archiveOf>>;
let address: string;

const erasing = () => ({ ...work.installation, network: year.network });

beforeAll(async () => {
  work = await openWork();
  year = await work.year('2018-02-05T01:00:00Z');
  address = findOffice(year.data, 'ns-sg').address;
  archive = await archiveOf(work, year, folder);
  await year.withCycle(['nominations', 'handover']);
  await year.until('2018-02-08T00:00:00Z');
  await year.answer('ASCN/2018/nomination/sg/1', 'City 1 name: Singapore', 'ns-sg');
  await archive.seal('early');
}, 120_000);
afterAll(async () => {
  await work.close();
  rmSync(folder, { recursive: true, force: true });
});

test('one person prepares it and another carries it out; then nothing of the person can be read, in words', async () => {
  const asked = (await year.letters('nomination/sg')).find(
    ({ number }) => number === 'ASCN/2018/nomination/sg/1',
  )!;
  await expect(confirmErasure(erasing(), address, { actor: head(), twoPersons: true })).rejects.toMatchObject(
    {
      type: 'NotFound',
      message: expect.stringContaining('Nobody has prepared to erase'),
    },
  );
  await prepareErasure(erasing(), address.toUpperCase(), { order, actor: desk() });
  expect((await work.store.get(asked.document)).length).toBeGreaterThan(0);
  await expect(confirmErasure(erasing(), address, { actor: desk(), twoPersons: true })).rejects.toMatchObject(
    {
      type: 'Refused',
      message: expect.stringContaining('prepared this and cannot also confirm it'),
    },
  );
  const erasure = await confirmErasure(erasing(), address, { actor: head(), twoPersons: true });
  expect(JSON.stringify(erasure)).not.toContain(address);
  const sentence = `It was erased on ${erasure.at.slice(0, 10)} by order of “${order}” (secretariat-sg, secretariat-sg-head).`;
  await expect(work.store.get(asked.document)).rejects.toMatchObject({
    type: 'Erased',
    message: expect.stringContaining(sentence),
  });
  expect(await year.letters('nomination/sg')).toEqual([]);
  expect((await year.letters('nomination/vn')).length).toBeGreaterThan(0);
  await expect(prepareErasure(erasing(), address, { order, actor: desk() })).rejects.toMatchObject({
    message: expect.stringContaining(`Nothing is kept of “${address}” any more. ${sentence}`),
  });
}, 60_000);

test('the year goes on: the office answers anew, and gets its receipt under a new key', async () => {
  await year.write({ from: 'ns-sg', to: 'reply@ascn.example', text: 'A later letter of this office' });
  await year.until('2018-04-20T00:00:00Z');
  const status = await year.operations.status(2018);
  expect(status.phases.find(({ id }) => id === 'nominations')?.state).not.toBe('running');
  expect(
    await work.installation.subjectKeys.standing(await work.installation.subjectKeys.person(address)),
  ).toEqual([2]);
}, 60_000);

test('the request is shown, without what was said', async () => {
  const { store, forms } = work.installation;
  const reading = { store, forms, letters: () => Promise.resolve([]) };
  const life = await readRequest(year.operations, reading, 2018, 'nomination/sg');
  expect(life.submissions).toEqual([undefined]);
  expect(printRequest(life)).toMatch(/^What was said +can no longer be read: it was erased on an order$/m);
});

test('the record holds: it names what was erased, when and on whose order, and replays', async () => {
  await archive.seal('late');
  const file = await archive.exported('late.zip');
  const { findings, erased, replayed, unchecked } = await verify(file);
  expect([findings, unchecked, replayed]).toEqual([[], [], true]);
  expect(erased).toEqual([expect.objectContaining({ order, documents: expect.any(Number) as unknown })]);
  const person = await work.installation.subjectKeys.person(address);
  const { keys } = JSON.parse(readFileSync(keyFileBeside(file), 'utf8')) as { keys: Record<string, string> };
  expect(Object.keys(keys)).not.toContain(`${person}/1`);
  // nor does the network's data in it say any more how the office was reached
  const record = await openRecord(file);
  const network = await networkIn(record, year.grounds.networkDocument);
  record.close();
  const { holders, ...office } = findOffice(network, 'ns-sg');
  expect([office.address, office.title, holders]).toEqual([
    '',
    'ASEAN National Secretariat of Singapore',
    [{ from: '2018-01-01' }],
  ]);
  expect(findOffice(network, 'ns-vn')).toEqual(findOffice(year.data, 'ns-vn'));
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  expect(await runWithoutInstallation(['audit', 'verify', file], { print, complain: print })).toBe(0);
  expect(printed.join('\n')).toMatch(
    /^\d+ documents of one person cannot be read: It was erased on \d{4}-\d\d-\d\d by order of “Personal Data/m,
  );
}, 120_000);

test('a key that is kept back in the name of an erasure is found: the log does not say so', async () => {
  const bundle = Opened.read(join(folder, 'late.zip'));
  const manifest = bundle.json<Manifest>(manifestPath);
  const [erasure] = Object.values(manifest.erased ?? {});
  const { keys, ...keyFile } = JSON.parse(readFileSync(join(folder, 'late.keys.json'), 'utf8')) as {
    keys: Record<string, string>;
  };
  const person = await work.installation.subjectKeys.person(address);
  const other = Object.keys(keys).find((id) => id.startsWith('person/') && id !== `${person}/2`)!;
  // a later key of the same person, and another person's with an erasure made up for it
  for (const [withheld, told] of [
    [`${person}/2`, erasure!],
    [other, { ...erasure!, subject: other.replace(/\/1$/, '') }],
  ] as const) {
    bundle.put(manifestPath, { ...manifest, erased: { ...manifest.erased, [withheld]: told } });
    const file = join(folder, 'withheld.zip');
    bundle.write(file);
    const fewer = Object.fromEntries(Object.entries(keys).filter(([id]) => id !== withheld));
    writeFileSync(keyFileBeside(file), JSON.stringify({ ...keyFile, keys: fewer }));
    expect((await verify(file)).findings).toEqual([
      {
        where: withheld,
        what: expect.stringContaining('said to have been erased, and the log does not say so') as unknown,
      },
    ]);
  }
}, 60_000);

test('an office whose holder was erased is asked for nothing any more: its alternate is, and the secretariat is told', async () => {
  const later = await work.year('2018-05-09T02:00:00Z', { citiesPerMember: 4 });
  const holder = findOffice(later.data, 'csco-mandalay').address;
  const of = { ...work.installation, network: later.network };
  await prepareErasure(of, holder, { order, actor: desk() });
  await confirmErasure(of, holder, { actor: head(), twoPersons: true });
  await later.withCycle();
  await later.ask('action-plan', ['mandalay', 'cebu-city']);
  expect(await later.request('action-plan/mandalay')).toMatchObject({
    ...{ addressee: 'alternate-mandalay', unreachable: ['csco-mandalay'], state: 'asked' },
  });
  expect(await later.request('action-plan/cebu-city')).toMatchObject({ addressee: 'csco-cebu-city' });
  expect(await later.waiting()).toEqual(['action-plan/mandalay/undeliverable/csco-mandalay']);
  const [notice] = await later.letters('notice/action-plan/mandalay/undeliverable');
  expect((await later.message(notice!)).text).toContain('Chief Smart City Officer of Mandalay');
}, 60_000);
