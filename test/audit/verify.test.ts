import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../client/audit/finding.js';
import { verifyPublic } from '../../client/audit/verify-public.js';
import type { VerifyOptions } from '../../client/audit/verify.js';
import { verify } from '../../client/audit/verify.js';
import type { LogEntry, Seal } from '../../domain/archive.js';
import type { KeyFile } from '../../domain/bundle.js';
import { documentPath, keyFileBeside, sealPath } from '../../domain/bundle.js';
import { readingsLedger } from '../../domain/readings.js';
import { builtBundle } from '../setup/engines.js';
import { ascnAudit } from './command-line.js';
import type { SmallYear } from './small-year.js';
import { openSmallYear } from './small-year.js';
import { loadNetwork } from '../../activities/network/load.js';
import { dataDir } from '../../workers/installation.js';
import type { Event, Pick } from './tampering.js';
import { Opened, ownKey, seeded, stolenKey } from './tampering.js';

let year: SmallYear;
let whole: Opened;
beforeAll(async () => {
  year = await openSmallYear();
  whole = Opened.read(year.late.file);
}, 120_000);
afterAll(() => year.close());

const anyOf = <T>(items: readonly T[], pick: Pick): T => items[pick(items.length)]!;
const histories = (bundle: Opened): string[] => bundle.paths('histories/');
const withEvents = (bundle: Opened, pick: Pick, edit: (events: Event[]) => Event[]): void => {
  const path = anyOf(histories(bundle), pick);
  bundle.putEvents(path, edit(bundle.events(path)));
};
const numbered = (events: Event[]): Event[] =>
  events.map((event, i) => ({ ...event, eventId: String(i + 1) }));

/** A text within the attributes of an event: the data of a payload, as base64. */
function forgePayload(event: unknown): boolean {
  if (typeof event !== 'object' || event === null) return false;
  for (const [name, value] of Object.entries(event)) {
    if (name === 'data' && typeof value === 'string' && value.length > 8) {
      const said = Buffer.from(value, 'base64').toString('utf8').replace(/[a-z]/, 'q').replace(/\d/, '7');
      (event as Record<string, unknown>)[name] = Buffer.from(`${said} `).toString('base64');
      return true;
    }
    if (forgePayload(value)) return true;
  }
  return false;
}

/** What is done to histories, documents, the log and the rest. */
const changes: Record<string, (bundle: Opened, pick: Pick) => void> = {
  'a byte of a file': (bundle, pick) => {
    const path = anyOf(
      [...bundle.files.keys()].filter((each) => each !== 'README.txt'),
      pick,
    );
    const bytes = bundle.files.get(path)!;
    const at = pick(bytes.length);
    bytes[at] = bytes[at]! ^ (1 << pick(7));
  },
  'an event removed': (bundle, pick) =>
    withEvents(bundle, pick, (events) => numbered(events.toSpliced(1 + pick(events.length - 1), 1))),
  'an event added': (bundle, pick) =>
    withEvents(bundle, pick, (events) => {
      const at = pick(events.length);
      return numbered(events.toSpliced(at, 0, events[at]!));
    }),
  'two events in another order': (bundle, pick) =>
    withEvents(bundle, pick, (events) => {
      const at = 1 + pick(events.length - 2);
      return numbered(events.toSpliced(at, 2, events[at + 1]!, events[at]!));
    }),
  'an event at another time': (bundle, pick) =>
    withEvents(bundle, pick, (events) => {
      const at = pick(events.length);
      const time = new Date(Date.parse(events[at]!.eventTime) + 60_000 * (1 + pick(9))).toISOString();
      return events.with(at, { ...events[at]!, eventTime: time });
    }),
  'what an event says': (bundle, pick) =>
    withEvents(bundle, pick, (events) => {
      const begin = pick(events.length);
      for (let i = 0; i < events.length; i += 1) if (forgePayload(events[(begin + i) % events.length])) break;
      return events;
    }),
  'the last events cut off': (bundle, pick) =>
    withEvents(bundle, pick, (events) => events.slice(0, -(1 + pick(Math.min(6, events.length - 2))))),
  'a history in the place of another': (bundle, pick) => {
    const [one, other] = [anyOf(histories(bundle), pick), anyOf(histories(bundle), pick)];
    const replaced = one === other ? histories(bundle).find((each) => each !== one)! : other;
    bundle.files.set(replaced, bundle.files.get(one)!);
  },
  'a document replaced': (bundle, pick) => {
    const [one, other] = [0, 1].map((i) =>
      anyOf(bundle.paths('documents/').slice(i * 50, i * 50 + 50), pick),
    );
    bundle.files.set(one!, bundle.files.get(other!)!);
  },
  'a file left out': (bundle, pick) =>
    void bundle.files.delete(anyOf([...bundle.paths('histories/'), ...bundle.paths('documents/')], pick)),
  'a file put in': (bundle, pick) =>
    void bundle.files.set(`documents/00/${'0'.repeat(61)}${String(pick(10))}`, Buffer.from('{}')),
};

/** The leaves of a log from which everything about one workflow is left out. */
const without =
  (path: string) =>
  (entries: LogEntry[]): LogEntry[] =>
    entries.filter(
      (entry) => entry.kind !== 'segment' || !path.includes(`/${encodeURIComponent(entry.run)}.json`),
    );

/** The first finding that says so much, or any: what follows it would take as long again. */
async function firstFinding(
  bundle: Opened,
  witness: { root?: string } = {},
  saying = '',
): Promise<string | undefined> {
  let first: string | undefined;
  const onFinding = ({ what }: Finding): void => {
    if (!what.includes(saying)) return;
    first = what;
    throw new Error('found');
  };
  await checked(bundle, { ...witness, onFinding }).catch((error: unknown) => {
    first ??= String(error);
  });
  return first;
}

async function findingsOf(
  bundle: Opened,
  witness: { root?: string; keys?: string[] } = {},
): Promise<string[]> {
  try {
    return (await checked(bundle, witness)).findings.map(({ where, what }) => `${where}: ${what}`);
  } catch (error) {
    return [String(error)];
  }
}

let files = 0;
function checked(bundle: Opened, options: VerifyOptions) {
  const file = join(year.folder, `tampered-${(files += 1)}.zip`);
  bundle.write(file);
  return verify(file, { ...options, keyFile: year.late.keys });
}

/** The code, which is not confidential. */
const isOpen = (path: string): boolean =>
  whole.entries.flat().some((entry) => entry.kind === 'code' && documentPath(entry.bundle) === path);

const kinds = Object.keys(changes);
const seeds = Array.from({ length: 12 }, (_, i) => i + 1);

describe('the file of a year that nobody has touched', () => {
  test('holds, with the root and the key that a letter told, or an earlier root', async () => {
    const { root, key } = year.late.seal;
    const { findings, ...verified } = await verify(year.late.file, { root, keys: [key] });
    expect(findings).toEqual([]);
    expect(verified).toMatchObject({ network: year.network, cycle: 2018, root, keys: [key], replayed: true });
    expect(verified.histories).toBeGreaterThan(15);
    expect(await verify(year.late.file, { root: year.early.seal.root })).toMatchObject({ findings: [] });
  }, 60_000);

  test('is the same bytes when it is exported again, and so are its keys', () => {
    expect(readFileSync(year.again).equals(readFileSync(year.late.file))).toBe(true);
    expect(readFileSync(keyFileBeside(year.again), 'utf8')).toBe(readFileSync(year.late.keys, 'utf8'));
  });

  test('says who exported it before, in what a later seal added', () => {
    const ledger = readingsLedger(year.network);
    const [first = [], ...later] = whole.entries;
    const ofReadings = (entry: LogEntry): boolean => entry.kind === 'ledger' && entry.ledger === ledger;
    expect([first.some(ofReadings), later.flat().some(ofReadings)]).toEqual([false, true]);
  });

  test('has a part for the public, which is proven by the same root', async () => {
    const { root, key } = year.late.seal;
    const verified = await verifyPublic(year.forThePublic, { root, keys: [key] });
    expect(verified).toMatchObject({ findings: [], network: year.network, cycle: 2018, root });
    expect(verified.published).toMatchObject([{ id: 'announcement', copies: expect.any(Array) }]);
    expect(verified.published[0]!.copies).toHaveLength(3);
  });

  test('has its root in a letter to each member’s National Representative', () => {
    const { root, key } = whole.json<Seal>(sealPath(2));
    expect(year.told.map(({ to }) => to?.[0]?.address?.split('@')[0]).toSorted()).toHaveLength(10);
    for (const { text = '' } of year.told) {
      expect(text).toContain(`Root: ${root}`);
      expect(text).toContain(`Key: ${key}`);
    }
  });
});

describe('whoever tampers with the file of a year is found', () => {
  test.each(kinds)(
    '%s, as it is',
    async (kind) => {
      for (const seed of seeds) {
        const bundle = whole.copy();
        changes[kind]!(bundle, seeded(seed));
        expect([seed, await firstFinding(bundle)]).toEqual([seed, expect.any(String)]);
      }
    },
    60_000,
  );

  test.each(kinds)(
    '%s, with the manifest made anew',
    async (kind) => {
      for (const seed of seeds.slice(0, 4)) {
        const bundle = whole.copy();
        changes[kind]!(bundle, seeded(100 + seed));
        try {
          bundle.relist();
        } catch {
          continue; // the byte was one of the manifest's own
        }
        expect([seed, await firstFinding(bundle)]).toEqual([seed, expect.any(String)]);
      }
    },
    60_000,
  );

  const ofHistories = kinds.filter((kind) => /event|history/.test(kind));
  test.each(ofHistories)(
    '%s, with the whole log made anew: by the root that a letter told',
    async (kind) => {
      for (const seed of seeds.slice(0, 3)) {
        const bundle = whole.copy();
        changes[kind]!(bundle, seeded(200 + seed));
        bundle.reseal(stolenKey('test'));
        const { root } = year.late.seal;
        const finding = await firstFinding(bundle, { root }, 'No seal has the root');
        expect([seed, finding]).toEqual([seed, expect.stringContaining(root)]);
      }
    },
    120_000,
  );

  test('a whole workflow left out of the log, by whoever started it; and by the root', async () => {
    for (const path of histories(whole).filter((each) => each.includes('/nomination/'))) {
      const bundle = whole.copy();
      bundle.files.delete(path);
      bundle.reseal(stolenKey('test'), without(path));
      const told = 'whose history is not there';
      expect([path, await firstFinding(bundle, {}, told)]).toEqual([path, expect.stringContaining(told)]);
    }
  }, 120_000);

  test('a log that another key has sealed, by the key', async () => {
    const bundle = whole.copy();
    bundle.reseal(ownKey());
    expect(await findingsOf(bundle)).toEqual([]);
    const { key } = year.late.seal;
    expect((await findingsOf(bundle, { keys: [key] })).join()).toContain(`not by ${key}`);
  }, 60_000);

  test('an older file given as the newer one, by the root', async () => {
    const { root } = year.late.seal;
    expect((await findingsOf(Opened.read(year.early.file), { root })).join()).toContain(`the root ${root}`);
  }, 60_000);
});

describe('a year is replayed on all cores', () => {
  const against = async (code: string) => {
    const codePath = join(year.folder, 'code.js');
    writeFileSync(codePath, code);
    const progress: number[] = [];
    const { findings, histories } = await verify(year.late.file, {
      codePath,
      onProgress: (stage, done, all) => stage === 'replay' && progress.push(done, all),
    });
    return { findings, histories, progress };
  };
  const code = readFileSync(builtBundle(), 'utf8');

  test('against the code of an installation, where that would do the same', async () => {
    const { findings, histories, progress } = await against(code);
    expect(findings).toEqual([]);
    expect(Math.max(...progress)).toBe(histories);
    expect(new Set(progress).size).toBe(histories);
  }, 60_000);

  test('and where it would not, every history that it changes is found', async () => {
    const { findings } = await against(code.replace("template: 'sealed'", "template: 'closed'"));
    expect(findings).toEqual([
      {
        where: `${year.network}/cycle/2018`,
        event: expect.any(Number) as unknown,
        what: `The workflow ${year.network}/cycle/2018/mailing/sealed/nominations that it starts: its input (orders.0.template) is “closed” by the code, and “sealed” in the history.`,
      },
    ]);
  }, 60_000);

  test('where a process breaks down, each history that it had is a finding', async () => {
    const { findings, histories, progress } = await against('this is no code');
    expect(progress).toEqual([]);
    expect(findings).toHaveLength(histories);
    expect(findings[0]!.what).toMatch(/^Its replay broke the process that did it \(exit code 1\): /);
    expect(new Set(findings.map(({ what }) => what)).size).toBe(2);
  }, 60_000);
});

describe('ascn audit verify', () => {
  const run = (...words: string[]) => ascnAudit('verify', ...words);

  test('says what holds, and ends with 0', async () => {
    const { root } = year.late.seal;
    const { code, printed, complained } = await run(year.late.file, '--root', root);
    expect([code, complained]).toEqual([0, '']);
    expect(printed).toContain(`${year.network} 2018: 3 seals over`);
    expect(printed).toContain('The root that was given is among the seals.');
  }, 60_000);

  test('finds the key file beside the file, and holds nothing of the year in plain without one', async () => {
    const file = join(year.folder, 'without.zip');
    writeFileSync(file, readFileSync(year.late.file));
    const { code, printed, complained } = await run(file);
    expect(code).toBe(1);
    expect(printed).toMatch(/^Not checked:$/m);
    expect(printed).toMatch(/What is in \d+ documents, and in the payloads of \d+ histories/);
    expect(complained).toContain('It holds as far as it could be checked without its keys.');
    const { offices } = await loadNetwork(dataDir, '2018-01-01');
    const words = ['Director, Smart Nation Office', ...offices.map(({ address }) => address)];
    const inPlain = [...whole.files].filter(
      ([path, bytes]) => !isOpen(path) && words.some((word) => bytes.includes(word)),
    );
    expect(inPlain.map(([path]) => path)).toEqual([]);
    writeFileSync(keyFileBeside(file), readFileSync(year.late.keys));
    expect(await run(file)).toMatchObject({ code: 0 });
  }, 60_000);

  test('still finds what was changed without the keys', async () => {
    const file = join(year.folder, 'changed-without.zip');
    const bundle = whole.copy();
    const [path = ''] = bundle.paths('documents/');
    bundle.files.get(path)![0]! ^= 1;
    bundle.write(file);
    expect(await run(file)).toMatchObject({ code: 1, complained: 'It does not hold: 1 finding.' });
  }, 60_000);

  test('says of wrong keys that nothing opens with them, and names the key that is missing', async () => {
    const keyFile = JSON.parse(readFileSync(year.late.keys, 'utf8')) as KeyFile;
    const written = (keys: KeyFile['keys']): string => {
      const file = join(year.folder, 'other.keys.json');
      writeFileSync(file, JSON.stringify({ ...keyFile, keys }));
      return file;
    };
    const ids = Object.keys(keyFile.keys);
    const wrong = Object.fromEntries(ids.map((id) => [id, Buffer.alloc(32).toString('base64')]));
    const { code, printed } = await run(year.late.file, '--keys', written(wrong));
    expect(code).toBe(1);
    expect(printed).toMatch(/^documents\/.*: It does not open with the key network\/1: /m);
    expect(printed).toMatch(/nomination\/vn: A payload does not open with the key payloads\/1: /);
    const fewer = Object.fromEntries(Object.entries(keyFile.keys).filter(([id]) => id !== ids[0]));
    const missing = await run(year.late.file, '--keys', written(fewer));
    expect([missing.code, missing.printed]).toEqual([
      1,
      expect.stringContaining(`It is encrypted, and its key ${ids[0]} is not at hand.`),
    ]);
  }, 60_000);

  test('refuses the key file of another year, and what is none', async () => {
    const keyFile = JSON.parse(readFileSync(year.late.keys, 'utf8')) as KeyFile;
    const other = join(year.folder, '2019.keys.json');
    writeFileSync(other, JSON.stringify({ ...keyFile, cycle: 2019 }));
    expect(await run(year.late.file, '--keys', other)).toMatchObject({
      code: 2,
      complained: expect.stringContaining(
        `has the keys of ${year.network} 2019; expected those of`,
      ) as unknown,
    });
    expect(await run(year.late.file, '--keys', 'package.json')).toMatchObject({
      code: 2,
      complained: expect.stringContaining('package.json is no key file of the format') as unknown,
    });
    expect(await run(year.late.file, '--keys', 'absent.json')).toMatchObject({ code: 2 });
  });

  test('the key file is readable by its owner only, and has the keys of this year only', () => {
    expect(statSync(year.late.keys).mode & 0o777).toBe(0o600);
    const { keys } = JSON.parse(readFileSync(year.late.keys, 'utf8')) as KeyFile;
    expect(Object.keys(keys).map((id) => id.replace(/[0-9a-f]{32}/, 'one'))).toEqual(
      expect.arrayContaining(['network/1', 'payloads/1', 'person/one/1']),
    );
  });

  test('prints each finding, and ends with 1', async () => {
    const bundle = whole.copy();
    const [path = ''] = bundle.paths('histories/').filter((each) => each.includes('/nomination/vn/'));
    bundle.putEvents(path, bundle.events(path).slice(0, -1));
    const file = join(year.folder, 'found.zip');
    bundle.write(file);
    const { code, printed, complained } = await run(file, '--keys', year.late.keys);
    expect(code).toBe(1);
    expect(printed).toMatch(/^histories\/.*: Its bytes are not those that the manifest lists\.$/m);
    expect(printed).toMatch(/\/cycle\/2018\/nomination\/vn, event \d+: /);
    expect(complained).toMatch(/^It does not hold: \d+ findings?\.$/);
    expect(JSON.parse((await run(file, '--keys', year.late.keys, '--json')).printed)).toMatchObject({
      replayed: false,
    });
  }, 60_000);

  test.each([
    [['absent.zip'], 'absent.zip cannot be read as a zip archive'],
    [['package.json'], 'package.json cannot be read as a zip archive'],
    [['absent.zip', '--root', 'abc'], '--root is “abc”; expected 64 hexadecimal digits'],
    [['absent.zip', '--key', 'x'], '--key is “x”; expected 64 hexadecimal digits'],
  ])('%j is told what is expected, with 2', async (words, sentence) => {
    const { code, complained } = await run(...words);
    expect([code, complained]).toEqual([2, expect.stringContaining(sentence)]);
  });
});
