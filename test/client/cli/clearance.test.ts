import { describe, expect, jest, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Operations } from '../../../client/operations.js';
import { CycleError } from '../../../domain/errors.js';
import type { Paper, PaperRef } from '../../../domain/paper.js';
import type { ClearanceState } from '../../../workflows/clearance-messages.js';
import type { SessionState } from '../../../workflows/session-messages.js';
import { installation, longestLine } from './run.js';

const as = ['--as', 'secretariat-sg', '--why', 'Thailand asks for it'];
const actor = { office: 'secretariat-sg', door: 'cli' as const, why: 'Thailand asks for it' };
const text = '2018/jcm-autumn';

const paperOf = (version: number): Paper => ({
  ...{
    id: 'jcm-autumn',
    number: 'ASCN/2018/JCM-AUTUMN/DOC-1',
    version,
    body: 'JCM',
    bodyName: 'JCM',
    title: 'Report on progress',
  },
  ...{ marking: 'members', chair: 'Singapore', place: 'Singapore', date: '2018-10-01', changes: [] },
  session: { title: 'JCM', date: '2018-10-15', until: '2018-10-16' },
  items: [
    {
      ...{ id: 'framework', title: 'The framework', actionRequested: 'for endorsement', tables: [] },
      statements: [
        { id: 'jcm-autumn:1.1', text: `26 cities take part (version ${version}).` },
        { id: 'jcm-autumn:1.2', text: '26' },
      ],
    },
  ],
});

/** A text to which Thailand objected, and the session of its body. */
async function before(state: SessionState['state'] | undefined, operations: Partial<Operations> = {}) {
  const home = installation(operations);
  const { store } = home.reading;
  const refOf = async (version: number): Promise<PaperRef> => ({
    ...{
      id: 'jcm-autumn',
      number: 'ASCN/2018/JCM-AUTUMN/DOC-1',
      version,
      title: 'Report on progress',
      pages: 4,
    },
    items: [{ id: 'framework', title: 'The framework', actionRequested: 'for endorsement' }],
    ...{ document: await store.putJson(paperOf(version)), pdf: 'sha256:0' },
  });
  const field = (value: string) => ({ value, letter: 'x', from: 'nr-th', at: '2018-10-02T00:00:00Z' });
  const submission = await store.putJson({
    ...{
      request: 'ascn/cycle/2018/clearance/jcm-autumn-v1.th',
      form: 'clearance',
      version: 1,
      missing: [],
      problems: [],
      parts: [],
    },
    fields: {
      position: field('object'),
      comment: field('It binds cities.'),
      proposal: field('“on a voluntary basis”'),
    },
  });
  const clearance: ClearanceState = {
    ...{
      id: 'ascn/cycle/2018/clearance-of/jcm-autumn',
      text: 'jcm-autumn',
      title: 'Report on progress',
      wantsVersion: true,
      cleared: false,
    },
    rounds: [
      {
        ...{
          version: 1,
          paper: await refOf(1),
          cutOff: '2018-10-03T09:00:00Z',
          outcome: 'new-version-needed',
        },
        positions: [
          { member: 'TH', position: 'object', submission, request: 'r' },
          { member: 'VN', position: 'silent', request: 'r' },
        ],
      },
    ],
  };
  const session: SessionState = {
    ...{
      id: 's',
      session: 'jcm-autumn',
      body: 'JCM',
      state: state ?? 'before the body',
      paper: await refOf(2),
      versions: 2,
      decisions: [],
    },
  };
  operations.clearance ??= () => Promise.resolve(clearance);
  operations.session ??= () =>
    state ? Promise.resolve(session) : Promise.reject(new CycleError('NotFound', 'There is no session.'));
  return { ...home, clearance, session };
}

describe('ascn clearance', () => {
  test('show: the positions by version in the members’ words, and the statements by id', async () => {
    const { run } = await before(undefined);
    const { code, out } = await run('clearance', 'show', text);
    expect(code).toBe(0);
    expect(out).toContain('Version 1 is not agreed; a new version is wanted.');
    expect(out).toMatch(
      /Version 1, until 2018-10-03 09:00 UTC[^]*TH +object +It binds cities\.\n +Proposes: “on a voluntary basis”\nVN +silent/,
    );
    expect(out).toMatch(/jcm-autumn:1\.1 +26 cities take part \(version 1\)\./);
    expect(longestLine(out)).toBeLessThanOrEqual(100);
  });

  test('the file of statements is edited and opens a new version', async () => {
    const openVersion = jest.fn<Operations['openVersion']>(() =>
      Promise.resolve([{ statement: 'jcm-autumn:1.1', text: 'x' }]),
    );
    const { run, file } = await before(undefined, { openVersion });
    const out = file('text.yaml');
    expect((await run('clearance', 'show', text, '--out', out)).out).toContain(
      `ascn clearance open ${text} --file ${out}`,
    );
    writeFileSync(out, readFileSync(out, 'utf8').replace('take part', 'take part of their own will'));
    const opened = await run('clearance', 'open', text, '--file', out, '--until', '2018-10-08', ...as);
    expect(opened.out).toMatch(/^A new version with 1 changed statement goes to the members\./);
    expect(openVersion).toHaveBeenCalledWith(2018, 'jcm-autumn', {
      wording: {
        'jcm-autumn:1.1': '26 cities take part of their own will (version 1).',
        'jcm-autumn:1.2': '26',
      },
      ...{ cutOff: '2018-10-08', actor },
    });
    const again = await run('clearance', 'show', text, '--out', out);
    expect(again.code).toBe(2);
    expect(again.err).toMatch(/stands there already/);
  });

  test('of a paper that its body returned, the file holds the version that was returned', async () => {
    const { run, file } = await before('returned');
    await run('clearance', 'show', text, '--out', file('text.yaml'));
    expect(readFileSync(file('text.yaml'), 'utf8')).toContain('(version 2).');
  });

  test('close wants a reason', async () => {
    const closeClearance = jest.fn<Operations['closeClearance']>();
    const { run, clearance } = await before(undefined, { closeClearance });
    closeClearance.mockResolvedValue({ ...clearance, cleared: true });
    expect(await run('clearance', 'close', text, '--as', 'secretariat-sg')).toMatchObject({ code: 2 });
    expect(closeClearance).not.toHaveBeenCalled();
    expect((await run('clearance', 'close', text, ...as)).out).toBe(
      'The round is closed. Version 1 is agreed by all.',
    );
  });
});

describe('ascn decide', () => {
  const words = ['decide', text, '--item', 'framework'];
  const decision = {
    ...{
      session: 'jcm-autumn',
      body: 'JCM',
      item: 'framework',
      actionRequested: 'for endorsement',
      verb: 'endorsed',
    },
    ...{
      basis: 'in session' as const,
      finality: 'final' as const,
      paragraph: '14',
      record: 'Summary record',
      version: 2,
    },
    ...{ preparedBy: { office: 'secretariat-sg', door: 'cli' as const }, at: '2018-10-17T01:00:00Z' },
  };

  test('without an item shows the session, its items and what was decided', async () => {
    const { run } = await before('before the body');
    const { out } = await run('decide', text);
    expect(out).toMatch(/Session +2018\/jcm-autumn of the JCM/);
    expect(out).toMatch(/framework +The framework +for endorsement/);
    expect(out).toContain('No decision has been entered.');
  });

  test('enters a decision with its proof, stores the record, and says who is to confirm it', async () => {
    const decide = jest.fn<Operations['decide']>();
    const { run, file, session, reading } = await before('before the body', { decide });
    decide.mockResolvedValue({ ...session, decisions: [decision] });
    writeFileSync(file('record.pdf'), '%PDF');
    const proof = [
      '--verb',
      'endorsed',
      '--paragraph',
      '14',
      '--record',
      'Summary record',
      '--document',
      file('record.pdf'),
    ];
    const entered = await run(...words, ...proof, '--as', 'secretariat-sg');
    expect(entered.out).toContain(`ascn decide ${text} --item framework --confirm --as OFFICE`);
    const entry = decide.mock.calls[0]![2];
    expect(entry).toMatchObject({
      item: 'framework',
      verb: 'endorsed',
      paragraph: '14',
      basis: 'in session',
      finality: 'final',
    });
    expect(Buffer.from(await reading.store.get(entry.document!)).toString()).toBe('%PDF');
  });

  test('a decision without its paragraph goes to the session as such, and its refusal is told', async () => {
    const refusal = 'The decision on “framework” names no paragraph.';
    const decide = jest.fn<Operations['decide']>((_year, _session, { paragraph }) =>
      Promise.reject(new CycleError('Refused', paragraph === '' ? refusal : 'something else')),
    );
    const { run } = await before('before the body', { decide });
    const ran = await run(
      ...words,
      '--verb',
      'noted',
      '--record',
      'R',
      '--provisional',
      '--as',
      'secretariat-sg',
    );
    expect(ran).toEqual({ code: 2, out: '', err: refusal });
    expect(decide.mock.calls[0]![2].finality).toBe('provisional');
  });

  test('another person confirms, and enters nothing with it', async () => {
    const confirmDecision = jest.fn<Operations['confirmDecision']>();
    const { run, session } = await before('before the body', { confirmDecision });
    confirmDecision.mockResolvedValue({
      ...session,
      decisions: [{ ...decision, confirmedBy: { office: 'secretariat-sg-head', door: 'cli' } }],
    });
    const both = await run(...words, '--confirm', '--verb', 'noted', '--as', 'secretariat-sg-head');
    expect(both.code).toBe(2);
    expect(confirmDecision).not.toHaveBeenCalled();
    const { out } = await run(...words, '--confirm', '--as', 'secretariat-sg-head');
    expect(out).toMatch(/^The decision on “framework” is confirmed\.[^]*endorsed, in\s+/);
    expect(out).toContain('secretariat-sg-head');
  });

  test('a verb without an item is no question about the session', async () => {
    const { run } = await before('before the body');
    expect(await run('decide', text, '--verb', 'noted')).toEqual({
      ...{ code: 2, out: '', err: `Say on which item, with --item. The items: ascn decide ${text}` },
    });
  });
});
