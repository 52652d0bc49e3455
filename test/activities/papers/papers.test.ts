import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDiskStore } from '../../../activities/documents/disk-store.js';
import { createPaperActivities } from '../../../activities/papers/activities.js';
import type { AssembleInput } from '../../../activities/papers/assemble.js';
import { loadPapers } from '../../../activities/papers/definitions.js';
import type { FormalLetter } from '../../../activities/papers/letter-pdf.js';
import { renderLetterPdf } from '../../../activities/papers/letter-pdf.js';
import { printable } from '../../../activities/papers/printable.js';
import type { Paper } from '../../../domain/paper.js';
import { statementsOf } from '../../../domain/paper.js';
import type { PublicText, PublishedEntry } from '../../../domain/published.js';
import { publishedKey, publishedLedger } from '../../../domain/published.js';
import {
  answer,
  calendar,
  decision,
  network,
  planOfDaNang,
  progressOfDaNang,
} from '../../domain/papers/year.js';

const scripts = {
  NotoSansKhmer: 'ភ្នំពេញ',
  NotoSansLao: 'ຫຼວງພະບາງ',
  NotoSansThai: 'กรุงเทพมหานคร',
  NotoSansMyanmar: 'မန္တလေး',
  NotoSansTamil: 'சிங்கப்பூர்',
  NotoSansSC: '新加坡',
  NotoSansArabic: 'سلاڠور',
};
const hostile = '#import "x.typ" *bold* _it_ $x$ @ref \\ <script>alert(1)</script> & "quote" \u202Egnp.exe';

let folder: string;
let papers: string;
let activities: ReturnType<typeof createPaperActivities>;
let store: ReturnType<typeof createDiskStore>;
let input: AssembleInput;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ascn-papers-'));
  papers = join(folder, 'papers');
  store = createDiskStore(join(folder, 'store'));
  activities = createPaperActivities({
    store,
    dataDir: 'data',
    papersDir: (name, cycle) => join(papers, name, String(cycle)),
  });
  const fields = Object.fromEntries(
    Object.entries(planOfDaNang.fields).map(([id, { value }]) => [id, value]),
  );
  const plan = answer('final-action-plan', {
    ...fields,
    vision: `Đà Nẵng, ${Object.values(scripts).join(', ')}`,
    targets: hostile,
  });
  input = {
    network: 'test',
    cycle: 2018,
    networkDocument: await store.putJson({
      ...network,
      bodies: [...network.bodies, { ...network.bodies[3]!, id: 'ACC' }],
    }),
    calendar,
    session: {
      id: 'jcm-autumn',
      body: 'JCM',
      paper: 'jcm',
      title: 'Joint Consultative Meeting',
      date: '2018-10-15',
      until: '2018-10-16',
    },
    date: '2018-10-01',
    version: 1,
    boards: await store.putJson([
      {
        kind: 'final-action-plan',
        subject: 'da-nang',
        state: 'accepted',
        submission: await store.putJson(plan),
        version: 1,
      },
      {
        kind: 'final-action-plan',
        subject: 'hanoi',
        state: 'returned',
        submission: await store.putJson(answer('final-action-plan', { vision: 'Not yet accepted' })),
        version: 1,
      },
      {
        kind: 'progress',
        subject: 'da-nang',
        state: 'accepted',
        submission: await store.putJson(progressOfDaNang),
        version: 1,
      },
    ]),
    decisions: [decision({ session: 'annual-meeting', body: 'ASCN', verb: 'adopted' })],
    twins: await store.putJson([{ city: 'da-nang', partner: 'jica', reason: 'Both work on traffic.' }]),
    rehearsal: true,
  };
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pdfOf = (name: string): Buffer => readFileSync(join(papers, 'test', '2018', name));

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

/** The text of a PDF by poppler's pdftotext; undefined where that is not installed. */
function textOf(pdf: Uint8Array): string | undefined {
  try {
    return execFileSync('pdftotext', ['-', '-'], { input: pdf, stdio: ['pipe', 'pipe', 'ignore'] }).toString(
      'utf8',
    );
  } catch {
    return undefined;
  }
}

describe('a paper that is assembled', () => {
  test('is the same to the byte when it is set again', async () => {
    const once = await activities.assemblePaper(input);
    const again = await activities.assemblePaper(input);
    expect(again).toEqual(once);
    expect(Buffer.from(await store.get(once.pdf)).equals(pdfOf('jcm-autumn-v1.pdf'))).toBe(true);
    expect(once).toMatchObject({ id: 'jcm-autumn', number: 'ASCN/2018/JCM-AUTUMN/DOC-1', version: 1 });
    expect(once.items.map(({ id }) => id)).toEqual([
      'progress',
      'city-action-plans',
      'outside-partners',
      'framework',
    ]);
    expect(once.pages).toBeGreaterThan(1);
    expect(readdirSync(join(papers, 'test', '2018')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('holds what was accepted, and nothing confidential or not accepted', async () => {
    const { document } = await activities.assemblePaper(input);
    const paper = JSON.stringify(await store.getJson<Paper>(document));
    expect(paper).toContain('Intelligent traffic control');
    expect(paper).not.toContain('7,654,321');
    expect(paper).not.toContain('Not yet accepted');
  });

  test('renders names in every script with its own font, and keeps hostile text as text', async () => {
    await activities.assemblePaper(input);
    const pdf = pdfOf('jcm-autumn-v1.pdf');
    for (const font of Object.keys(scripts)) expect(pdf.includes(font)).toBe(true);
    const text = textOf(pdf);
    if (text === undefined) return;
    for (const name of [scripts.NotoSansThai, scripts.NotoSansMyanmar, scripts.NotoSansSC])
      expect(text.replaceAll(/\s/g, '')).toContain(name);
    expect(text).toContain('#import');
    expect(text).toContain('*bold*');
    expect(text).toContain('gnp.exe');
    expect(text).toContain('Not available at the time of writing.');
  });

  test.each([
    ['establishment', 'JCM'],
    ['annual-meeting', 'ASCN'],
    ['summary-record', 'ASCN'],
    ['eligible-partners', 'ASCN'],
    ['announcement', 'AMM'],
    ['acc', 'ACC'],
    ['summit', 'Summit'],
    ['annual-report', 'ASCN'],
    ['handover', 'ASCN'],
  ])('is set for %s', async (paper, body) => {
    const ref = await activities.assemblePaper({
      ...input,
      session: { ...input.session, id: paper, body, paper },
    });
    expect(ref.title).not.toMatch(/[{}]/);
    expect(ref.pages).toBeGreaterThan(0);
  });

  test('is refused in words for a paper or a body that does not exist', async () => {
    await expect(
      activities.assemblePaper({ ...input, session: { ...input.session, paper: 'memo' } }),
    ).rejects.toMatchObject({
      type: 'BadInput',
      message: matching(/“memo”; data\/papers\/ has: .*jcm/),
    });
    await expect(
      activities.assemblePaper({ ...input, session: { ...input.session, body: 'XYZ' } }),
    ).rejects.toMatchObject({
      type: 'BadInput',
      message: matching(/“XYZ”.*JCM/),
    });
  });
});

describe('a paper that was returned', () => {
  test('becomes version 2, which says what changed and why, and is a file of its own', async () => {
    const first = await activities.assemblePaper(input);
    const { document } = await activities.revisePaper({
      network: 'test',
      cycle: 2018,
      paper: first.document,
      edits: [{ statement: 'jcm-autumn:4.2', text: 'The framework guides and does not bind.' }],
      changedBy: 'secretariat-sg',
      why: 'The JCM asked for plain words.',
      date: '2018-10-20',
    });
    const second = await store.getJson<Paper>(document);
    expect(second.version).toBe(2);
    expect(second.changes[0]).toBe('Reason for this version: The JCM asked for plain words.');
    expect(second.changes[1]).toMatch(/^4\.2 now reads “The framework guides and does not bind\.”/);
    expect(statementsOf(second).find(({ id }) => id === 'jcm-autumn:4.2')).toMatchObject({
      changedBy: 'secretariat-sg',
    });
    expect(pdfOf('jcm-autumn-v2.pdf').length).toBeGreaterThan(0);
    const third = await activities.assemblePaper({
      ...input,
      version: 3,
      previous: document,
      remarks: 'Once more.',
    });
    expect((await store.getJson<Paper>(third.document)).changes).toEqual([
      'Reason for this version: Once more.',
      'No line or figure differs from the version before.',
    ]);
  });
});

test('the options of the matchmaking are restricted and give each pair its reason', async () => {
  const options = await store.putJson({
    options: [
      {
        city: 'da-nang',
        partner: 'jica',
        score: 30,
        reason: 'Both work on built infrastructure.',
        proposed: true,
      },
    ],
    without: [{ city: 'hanoi', reason: 'No wish was received.' }],
    solver: 'HiGHS',
  });
  const ref = await activities.writeOptionsPaper({ ...input, options, version: 2 });
  const paper = await store.getJson<Paper>(ref.document);
  expect(paper).toMatchObject({ marking: 'restricted', version: 2 });
  expect(statementsOf(paper).map(({ text }) => text)).toEqual(
    expect.arrayContaining(['Da Nang', 'Both work on built infrastructure.', 'No wish was received.']),
  );
});

describe('publishing', () => {
  const announce = async (text = 'Released'): Promise<{ page: string; feed: string }> => {
    const session = { ...input.session, id: 'announcement', body: 'AMM', paper: 'announcement', title: text };
    const { document } = await activities.assemblePaper({ ...input, session });
    return activities.publish({
      ...input,
      paper: document,
      id: 'announcement',
      title: text,
      date: '2018-08-02',
    });
  };

  test('writes a page and a feed that hold the public text, escaped', async () => {
    const { page, feed } = await announce('<script>alert(1)</script> & more');
    expect({ page, feed }).toEqual({ page: 'published/2018/announcement.html', feed: 'published/feed.xml' });
    const html = pdfOf(page).toString('utf8');
    expect(html).toContain('Japan International Cooperation Agency');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; more');
    expect(html).not.toContain('<script');
    const xml = pdfOf(feed).toString('utf8');
    expect(xml).toContain('<updated>2018-08-02T00:00:00Z</updated>');
    expect(xml).not.toContain('<script');
  });

  test('of a members’ paper shows only its public items', async () => {
    const session = { ...input.session, id: 'summit-autumn', body: 'Summit', paper: 'summit' };
    const { document } = await activities.assemblePaper({ ...input, session });
    const { page } = await activities.publish({
      ...input,
      paper: document,
      id: 'launch',
      title: 'Launch',
      date: '2018-11-13',
    });
    const html = pdfOf(page).toString('utf8');
    expect(html).toContain('High quality of life');
    expect(html).toContain('Japan International Cooperation Agency');
    expect(html).not.toContain('Intelligent traffic control');
    expect(html).not.toContain('paragraph 14');
  });

  test('keeps the public text as a document; the paper and its PDF only where all of it is public', async () => {
    const assembled = async (id: string, name: string) =>
      activities.assemblePaper({ ...input, session: { ...input.session, id, body: 'AMM', paper: name } });
    const published = async (id: string, { document, pdf }: { document: string; pdf: string }) => {
      await activities.publish({
        ...input,
        network: 'kept',
        paper: document,
        pdf,
        id,
        title: id,
        date: '2018-08-02',
      });
      return store.entry<PublishedEntry>(publishedLedger('kept', 2018), publishedKey(id, 1));
    };
    const announcement = await assembled('announcement', 'announcement');
    expect(await published('announcement', announcement)).toMatchObject({
      paper: announcement.document,
      pdf: announcement.pdf,
    });
    const launch = await published('launch', await assembled('summit-autumn', 'summit'));
    expect(launch?.paper ?? launch?.pdf).toBeUndefined();
    const text = JSON.stringify(await store.getJson<PublicText>(launch!.document!));
    expect(text).toContain('"marking":"public"');
    expect(text).toContain('High quality of life');
    expect(text).not.toMatch(/Intelligent traffic control|"source"|"submitted"|"changedBy"/);
  });

  test('is refused where nothing is public', async () => {
    const { document } = await activities.assemblePaper(input);
    await expect(
      activities.publish({ ...input, paper: document, id: 'jcm', title: 'JCM' }),
    ).rejects.toMatchObject({ type: 'Refused' });
  });
});

describe('a formal letter', () => {
  const letter: FormalLetter = {
    number: 'ASCN/2018/nomination/vn/1',
    date: '6 February 2018',
    letterhead: {
      network: 'ASEAN Smart Cities Network',
      chair: 'Chair 2018: Singapore',
      office: 'Secretariat of the Chair',
    },
    to: ['National Secretariat of Viet Nam'],
    copy: [],
    subject: 'Nomination of pilot cities',
    salutation: 'Dear Sir or Madam,',
    paragraphs: [hostile, Object.values(scripts).join(', ')],
    questions: [{ label: 'City 1 name', hint: 'Hà Nội' }, { label: 'City 2 name' }],
    closing: ['With the assurances of our highest consideration.'],
    signature: ['Head of the Secretariat'],
    language: 'en',
  };

  test('is the same to the byte when it is set again, in both languages', async () => {
    for (const language of ['en', 'vi'] as const) {
      const once = await renderLetterPdf({ ...letter, language });
      expect(Buffer.from(await renderLetterPdf({ ...letter, language })).equals(Buffer.from(once))).toBe(
        true,
      );
    }
  });

  test('shows text as it was written', async () => {
    const pdf = await renderLetterPdf(letter);
    for (const font of Object.keys(scripts)) expect(Buffer.from(pdf).includes(font)).toBe(true);
    const text = textOf(pdf);
    if (text === undefined) return;
    for (const words of ['ASCN/2018/nomination/vn/1', 'City 1 name', 'Hà Nội', '#import', '<script>'])
      expect(text).toContain(words);
  });
});

test('marks that would turn round the text after them are not printed; those that Jawi needs are', () => {
  expect(printable('a\u202Eb\u2066c\u0000d\te\r\nf')).toBe('abcd e\nf');
  expect(printable('سلاڠور\u200F (Selangor)')).toBe('سلاڠور\u200F (Selangor)');
});

test('a definition with an unknown placeholder is refused with the file’s name', async () => {
  const data = join(folder, 'data');
  cpSync('data/papers', join(data, 'papers'), { recursive: true });
  const file = join(data, 'papers', 'acc.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('{planPeriod}', '{minister}'));
  await expect(loadPapers(data)).rejects.toMatchObject({
    type: 'BadInput',
    message: matching(/^data\/papers\/acc\.yaml: the placeholder \{minister\} is not known; known are: /),
  });
  writeFileSync(
    file,
    readFileSync('data/papers/acc.yaml', 'utf8').replace('content: [framework]', 'content: [poem]'),
  );
  await expect(loadPapers(data)).rejects.toMatchObject({
    message: matching(/^data\/papers\/acc\.yaml: items\.\d\.content\.0: /),
  });
});
