import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAccount } from '../../../client/audit/timeline/write.js';
import { by, cycle, ended, network, RecordByHand, started, told, updated } from './record-by-hand.js';
import type { ReadPage } from './site.js';
import { deadLinks, flaws, readSite } from './site.js';

const hostile = '</pre><script>alert("x")</script><img src=http://evil.example/a.png>';
const request = `${cycle}/action-plan/phnom-penh`;
const batch = `${cycle}/batch/action-plan/1`;
const digest = 'a'.repeat(64);
const aside = 'b'.repeat(64);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ascn-account-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function accountOf(record: RecordByHand, name: string): Promise<Map<string, ReadPage>> {
  const into = join(folder, name);
  await writeAccount(record.record, 'ascn-2018.zip', into);
  return readSite(into);
}

const plan = {
  ...{ subject: 'phnom-penh', addressees: ['csco-phnom-penh'], copy: ['nr-kh'], mayAnswer: ['nr-kh'] },
  ...{ due: '2018-05-25T16:59:59Z', dueDate: 'Friday, 25 May 2018', reminders: [], escalations: [] },
  lapses: '2018-06-03T16:59:59Z',
};

/** A request that was reminded of twice, and answered by telephone at last. */
async function telephoned(twoPersons = true): Promise<RecordByHand> {
  const record = await RecordByHand.begun(twoPersons);
  const input = { cycle: record.cycle, plan, ask: { kind: 'action-plan', route: 'direct-copy-nr' } };
  const why = 'By telephone, 29 May 2018';
  record.run(request, [
    started('request', '2018-04-10T02:00:00Z', input, batch),
    told('away', '2018-05-12T02:00:00Z', {
      ...{ office: 'csco-phnom-penh', at: '2018-05-12T02:00:00Z', until: '2018-05-15T16:59:59Z' },
    }),
    ...updated('record', '2018-05-29T03:00:00Z', { text: 'sha256:t', actor: by('secretariat-sg', why) }),
    ...(twoPersons ? updated('confirm', '2018-05-29T04:00:00Z', { actor: by('secretariat-sg-head') }) : []),
  ]);
  const answers = [{ request, as: 'answer' as const }];
  const letter = (n: number, template: string, at: string, count?: number) => ({
    ...{ number: `ASCN/2018/action-plan/phnom-penh/${n}`, template, at, to: ['csco-phnom-penh'], answers },
    values: { dueDate: 'Friday, 25 May 2018', ...(count !== undefined && { count }) },
  });
  record.sent(letter(1, 'ask/action-plan', '2018-04-10T02:00:00Z'), {
    subject: 'Action plan',
    text: 'Please answer.',
  });
  record.sent(letter(2, 'reminder', '2018-05-03T02:00:00Z', 1), { subject: 'Reminder', text: 'Please.' });
  record.sent(letter(3, 'reminder', '2018-05-11T02:00:00Z', 2), { subject: hostile, text: hostile });
  return record;
}

describe('the account of a request', () => {
  let page: ReadPage;
  let site: Map<string, ReadPage>;
  beforeAll(async () => {
    site = await accountOf(await telephoned(), 'telephoned');
    page = site.get('requests/action-plan/phnom-penh.html')!;
  });

  test('tells each letter where the office is and in UTC, and whether it was answered', () => {
    expect(page.text).toContain(
      '3 May 2018, 09:00 in Phnom Penh, 02:00 UTC Letter out First reminder to the Chief Smart City Officer of Phnom Penh. No answer came before the next.',
    );
    expect(page.text).toContain('Second reminder to the Chief Smart City Officer of Phnom Penh.');
    expect(page.text.match(/No answer/g)).toHaveLength(2);
  });

  test('tells who is away, who entered the answer, and who confirmed it', () => {
    expect(page.text).toContain(
      'The Chief Smart City Officer of Phnom Penh is away until 15 May 2018, as its automatic reply says.',
    );
    expect(page.text).toMatch(
      /29 May 2018, 11:00 in Singapore, 03:00 UTC A person acts The chair’s secretariat enters an answer that came by another way. By telephone, 29 May 2018/,
    );
    expect(page.text).toContain('The head of the chair’s secretariat confirms what was entered.');
  });

  test('shows what came from outside as text', () => {
    expect(page.text).toContain('<script>alert("x")</script>');
    for (const { elements, leads, handlers } of site.values()) {
      expect([...elements]).not.toContain('script');
      expect([...elements]).not.toContain('img');
      expect(handlers).toEqual([]);
      expect(leads.filter((lead) => lead.includes('evil'))).toEqual([]);
    }
  });

  test('has the telephone call among what is not on record, done by two offices', () => {
    const { text } = site.get('not-on-record.html')!;
    expect(text).toContain('Draft action plan of Phnom Penh');
    expect(text).toContain(
      'Entered by the chair’s secretariat; confirmed by the head of the chair’s secretariat. By telephone, 29 May 2018',
    );
    expect(site.get('index.html')!.text).toContain('1 answer came by a way that the system does not see');
    expect(site.get('two-persons.html')!.text).toMatch(
      /Done by one office alone.*Nothing\..*Done by two offices.*An answer entered: Draft action plan of Phnom Penh/,
    );
  });

  test('is built as a page for everybody, and leads nowhere else', () => {
    expect(flaws(site)).toEqual([]);
    expect(deadLinks(site, ['style.css'])).toEqual([]);
  });
});

test('an answer that one office entered alone, where the rule is switched off, is told', async () => {
  const site = await accountOf(await telephoned(false), 'alone');
  const { text } = site.get('two-persons.html')!;
  expect(text).toContain('The rule was switched off for this year');
  expect(text).toMatch(
    /Done by one office alone.*An answer entered: Draft action plan of Phnom Penh.*Prepared, and/,
  );
  expect(site.get('index.html')!.text).toContain('1 was done by one office alone');
});

test('a release by one office alone is told, also where the record says that two are the rule', async () => {
  const record = await RecordByHand.begun();
  const order = { number: 'ASCN/2018/launch/nr-kh', template: 'launch', to: ['nr-kh'] };
  const draft = { name: 'launch', title: 'The launch', orders: [order] };
  record.run(`${cycle}/held/launch`, [
    started('heldLetter', '2018-11-13T02:00:00Z', { cycle: record.cycle, ...draft }),
    ...updated(
      'release',
      '2018-11-13T03:00:00Z',
      { actor: by('secretariat-sg') },
      { ...draft, state: 'released', preparedBy: by('secretariat-sg'), endedBy: by('secretariat-sg') },
    ),
    ended('2018-11-13T03:00:01Z', { outcome: 'released', numbers: [order.number] }),
  ]);
  record.sent({ ...order, at: '2018-11-13T03:00:00Z' }, { subject: 'The launch', text: 'It is launched.' });
  const site = await accountOf(record, 'released-alone');
  expect(site.get('two-persons.html')!.text).toMatch(
    /Done by one office alone.*Released: The launch.*Prepared, and/,
  );
  expect(site.get('held-letters.html')!.text).toContain('The launch');
});

describe('a paper before the members and a body', () => {
  const paper = (version: number, document: unknown, record: RecordByHand) => ({
    ...{ id: 'jcm-autumn', number: 'ASCN/2018/JCM-AUTUMN/DOC-1', version, title: 'Report of the Chair' },
    items: [{ id: 'framework', title: 'The Framework', actionRequested: 'For endorsement' }],
    ...{ document: record.put(document), pdf: 'sha256:p', pages: 12 },
  });
  const statement = (text: string) => ({
    items: [{ id: 'framework', statements: [{ id: 'jcm-autumn:1.1', text }], tables: [] }],
  });
  let site: Map<string, ReadPage>;

  beforeAll(async () => {
    const record = await RecordByHand.begun();
    const [first, second] = [paper(1, statement('Twinning is a duty.'), record), paper(2, {}, record)];
    const submission = record.put({
      fields: { comment: { value: hostile }, proposal: { value: 'Twinning is voluntary.' } },
    });
    const clearance = `${cycle}/clearance-of/jcm-autumn`;
    const state = {
      ...{
        id: clearance,
        text: 'jcm-autumn',
        title: 'Report of the Chair',
        wantsVersion: false,
        cleared: true,
      },
      rounds: [
        {
          ...{ version: 1, paper: first, cutOff: '2018-10-03', outcome: 'new-version-needed' },
          positions: [
            { member: 'VN', position: 'object', proposes: true, submission, request: '' },
            { member: 'KH', position: 'silent', request: '' },
          ],
        },
        {
          ...{ version: 2, paper: second, cutOff: '2018-10-06', outcome: 'cleared' },
          positions: [{ member: 'VN', position: 'agree', request: '' }],
        },
      ],
    };
    const edits = [{ statement: 'jcm-autumn:1.1', text: 'Twinning is voluntary.' }];
    record.run(clearance, [
      started('clearance', '2018-09-26T01:00:00Z', { cycle: record.cycle, text: 'jcm-autumn', paper: first }),
      ...updated(
        'openVersion',
        '2018-10-04T01:00:00Z',
        { edits, actor: by('secretariat-sg', 'Takes it up.') },
        state,
      ),
      ended('2018-10-05T01:00:00Z', { paper: second, state, batches: [] }),
    ]);
    const decision = {
      ...{ session: 'jcm-autumn', body: 'JCM', item: 'framework', actionRequested: 'For endorsement' },
      ...{
        verb: 'endorsed',
        basis: 'by circulation',
        finality: 'final',
        paragraph: '14',
        record: 'Note of the Chair',
      },
      ...{ preparedBy: by('secretariat-sg', 'Told by telephone.'), at: '2018-10-20T02:00:00Z', version: 2 },
      confirmedBy: by('secretariat-sg-head'),
    };
    const session = { id: 'jcm-autumn', body: 'JCM', meets: 'jcm-autumn' };
    record.run(`${cycle}/session/jcm-autumn`, [
      started('bodySession', '2018-09-26T01:00:00Z', { cycle: record.cycle, session }),
      ...updated('decide', '2018-10-20T02:00:00Z', { entry: decision, actor: decision.preparedBy }),
      ...updated('confirmDecision', '2018-10-20T03:00:00Z', {
        item: 'framework',
        actor: decision.confirmedBy,
      }),
      ended('2018-10-20T03:00:01Z', { session: 'jcm-autumn', decisions: [decision], papers: [second] }),
    ]);
    site = await accountOf(record, 'papers');
  });

  test('is told round by round: what each member said, in which words, and what was changed', () => {
    const { text, elements } = site.get('clearances/jcm-autumn.html')!;
    expect(text).toMatch(/Viet Nam\s*Objects, and proposes other words.*Cambodia\s*Is silent/);
    expect(text).toContain('</pre><script>alert("x")</script>');
    expect(elements.has('script')).toBe(false);
    expect(text).toMatch(/Opened by the chair’s secretariat: “Takes it up\.”/);
    expect(text).toMatch(/Before:\s*Twinning is a duty\.\s*Now:\s*Twinning is voluntary\./);
  });

  test('has its decision with the paragraph that proves it, and who confirmed it', () => {
    const { text } = site.get('papers/jcm-autumn.html')!;
    expect(text).toContain('“The Framework” endorsed');
    expect(text).toContain('By circulation, final; asked for endorsement, in version 2 of the paper.');
    expect(text).toContain('The proof is paragraph 14 of “Note of the Chair”.');
    expect(text).toMatch(
      /Entered by the chair’s secretariat\. Confirmed by the head of the chair’s secretariat\./,
    );
  });

  test('has a decision by circulation among what is not on record', () => {
    expect(site.get('not-on-record.html')!.text).toMatch(
      /“The Framework” endorsed, by circulation, paragraph 14 of Note of the Chair.*Told by telephone\./,
    );
    expect(flaws(site)).toEqual([]);
    expect(deadLinks(site, ['style.css'])).toEqual([]);
  });
});

test('letters that came back or were kept aside are told, with what became of them', async () => {
  const record = await telephoned();
  record.sent(
    { number: 'ASCN/2018/launch/nr-kh', at: '2018-11-13T03:00:00Z', template: 'launch', to: ['nr-kh'] },
    {
      ...{ subject: 'The launch', text: 'It is launched.' },
      refused: [
        { office: 'nr-kh', why: 'address', code: '550 5.1.1', reply: '550 5.1.1 <b>no such</b> mailbox' },
      ],
    },
  );
  record.came(aside, {
    ...{ subject: 'An offer', text: hostile, receivedAt: '2018-06-02T02:00:00Z', verdict: 'not-ours' },
    ...{ reason: 'It answers no letter of ours.', outcome: 'kept-aside' },
  });
  record.enter(`tray/${network}`, `${aside}/1`, {
    ...{
      how: 'dismissed',
      actor: by('secretariat-sg', 'It is advertising.'),
      at: '2026-01-01T00:00:00Z',
      id: '1',
    },
  });
  record.run(`${network}/network`, [
    started('network', '2018-01-01T00:00:00Z', { network }),
    ...updated('endMatter', '2018-06-04T02:00:00Z', {
      ...{ digest: aside, how: 'dismissed', actor: by('secretariat-sg', 'It is advertising.') },
    }),
  ]);
  const site = await accountOf(record, 'not-reached');
  const { text } = site.get('not-reached.html')!;
  expect(text).toContain(
    'It did not reach the National Representative of Cambodia: there is no such mailbox (550 5.1.1). The mail server: “550 5.1.1 <b>no such</b> mailbox”',
  );
  expect(text).toContain('1 letter that came in was kept aside');
  expect(text).toContain(
    'The chair’s secretariat dismisses a letter that was kept aside. It is advertising.',
  );
  expect(site.get('letters/2018-06.html')!.text).toContain(
    'A letter that answers none of ours from an address that belongs to no office.',
  );
  expect(site.get('index.html')!.text).toContain('4 June 2018, 10:00 in Singapore');
  expect(flaws(site)).toEqual([]);
  expect(deadLinks(site, ['style.css'])).toEqual([]);
});

test('what cannot be read any more is said, and the rest is told', async () => {
  const record = await telephoned();
  record.enterUnreadable(`received/${network}`, digest);
  record.enterUnreadable(`letters/${network}/2018`, 'ASCN/2018/launch/nr-kh/before');
  record.runUnreadable(`${cycle}/progress/hanoi`);
  const site = await accountOf(record, 'unreadable');
  expect(site.get('index.html')!.text).toContain(
    '2 entries of the ledgers of letters cannot be read, and are not told of here.',
  );
  expect(site.get('index.html')!.text).toContain('1 history cannot be read');
  expect(site.get('engine.html')!.text).toContain('ascn/cycle/2018/progress/hanoi');
  expect(site.has('requests/action-plan/phnom-penh.html')).toBe(true);
});

test('an id that would lead to another folder stays in this one', async () => {
  const record = await RecordByHand.begun();
  const input = { cycle: record.cycle, plan: { ...plan, subject: '../../../outside' } };
  record.run(`${cycle}/action-plan/../../../outside`, [
    started('request', '2018-04-10T02:00:00Z', input, batch),
  ]);
  const site = await accountOf(record, 'ids');
  expect([...site.keys()].filter((path) => path.includes('outside')).sort()).toEqual([
    'engine/cycle~2018~action-plan~..~..~..~outside.html',
    'requests/action-plan/~~..~..~outside.html',
  ]);
});

describe('the folder', () => {
  test('may hold an account already, of which nothing old is left', async () => {
    const into = join(folder, 'again');
    await writeAccount((await telephoned()).record, 'ascn-2018.zip', into);
    writeFileSync(join(into, 'notes.txt'), 'my own');
    const { pages } = await writeAccount((await RecordByHand.begun()).record, 'ascn-2018.zip', into);
    const site = readSite(into);
    expect(site.size).toBe(pages);
    expect(site.has('requests/action-plan/phnom-penh.html')).toBe(false);
    expect(readFileSync(join(into, 'notes.txt'), 'utf8')).toBe('my own');
  });

  test('is refused where it holds something else', async () => {
    const into = mkdtempSync(join(folder, 'else-'));
    writeFileSync(join(into, 'thesis.txt'), 'mine');
    const { record } = await RecordByHand.begun();
    await expect(writeAccount(record, 'ascn-2018.zip', into)).rejects.toThrow(
      `--html is “${into}”, a folder that is not empty; expected an empty folder, a new one, or one that this command has written.`,
    );
    await expect(writeAccount(record, 'ascn-2018.zip', join(into, 'thesis.txt'))).rejects.toThrow(
      'which is a file',
    );
  });

  test('that a list of an account would lead out of is not followed', async () => {
    const into = mkdtempSync(join(folder, 'list-'));
    writeFileSync(join(folder, 'kept.txt'), 'mine');
    writeFileSync(
      join(into, 'ascn-timeline.json'),
      JSON.stringify({ format: 'ascn-timeline/1', files: ['../kept.txt'] }),
    );
    const { record } = await RecordByHand.begun();
    await expect(writeAccount(record, 'ascn-2018.zip', into)).rejects.toThrow();
    expect(readFileSync(join(folder, 'kept.txt'), 'utf8')).toBe('mine');
  });
});
