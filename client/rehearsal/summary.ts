/** What a rehearsal ends with: the year in figures, and the checks that it makes of itself. */
import type { Client } from '@temporalio/client';
import { createHash } from 'node:crypto';
import { relative, join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { Decision } from '../../domain/decision.js';
import type { LetterListRow } from '../../domain/letter-record.js';
import type { Twin } from '../../domain/twinning.js';
import type { RequestRow } from '../../domain/request.js';
import type { Instant } from '../../domain/time.js';
import type { Installation } from '../../workers/installation.js';
import type { ClearanceSummary, YearSoFar } from '../../workflows/phase.js';
import type { Operations } from '../operations.js';
import type { Answers } from './arrivals.js';
import { answeredSince, arrivalsOf, checksOfAnswers, versionsOf } from './arrivals.js';
import type { Posts } from './posts.js';

type Counts = Record<string, number>;

export interface Summary {
  year: number;
  seed: number;
  network: string;
  seconds: number;
  cities: number;
  requests: { total: number; byKind: Record<string, Counts>; marks: Counts };
  letters: {
    out: number;
    in: number;
    outByKind: Counts;
    inByVerdict: Counts;
    undeliverable: string[];
    keptAside: number;
  };
  /** How the answers came. */
  answers: Answers;
  /** Message-IDs that arrived more than once. */
  duplicates: string[];
  /** Reminders sent after an answer had been accepted. */
  lateReminders: string[];
  twins: Twin[];
  clearances: ClearanceSummary[];
  decisions: Pick<
    Decision,
    'session' | 'body' | 'item' | 'verb' | 'basis' | 'finality' | 'paragraph' | 'record' | 'version'
  >[];
  papers: {
    id: string;
    number: string;
    version: number;
    title: string;
    path: string;
    pages: number;
    sha256: string;
  }[];
  workflows: {
    total: number;
    events: number;
    largest: { id: string; events: number };
    byKind: Counts;
    ids: string[];
  };
  handover: { to: string; year: number } | undefined;
  /** The file of the year for auditors. */
  record: { path: string; keys: string; seals: number; root: string };
  checks: { check: string; holds: boolean; found: string }[];
  passed: boolean;
}

interface Given {
  installation: Installation;
  operations: Operations;
  client: Client;
  year: number;
  seed: number;
  network: string;
  home: string;
  result: YearSoFar;
  mail: { taken: number; refused: number; duplicates: string[] };
  /** What the cast has posted. */
  posts: Posts;
  record: Summary['record'];
  seconds: number;
}

const count = (words: string[]): Counts =>
  words.reduce<Counts>((counts, word) => ({ ...counts, [word]: (counts[word] ?? 0) + 1 }), {});

export async function summarise(given: Given): Promise<Summary> {
  const { installation, operations, year, seed, network, home, result, mail, posts, seconds } = given;
  const { store } = installation;
  const [rows, out, received, registry] = await Promise.all([
    operations.requests(year),
    installation.lettersOut(year),
    installation.lettersIn(),
    operations.registry(),
  ]);
  const versions = await versionsOf(rows, store);
  const answers = await arrivalsOf({ posts, received, rows, store, network, year }, versions);
  const kinds = [...new Set(rows.map((row) => row.kind))];
  const papersDir = installation.papersDir(network, year);
  const papers = await Promise.all(
    result.papers.map(async ({ id, number, version, title, pages }) => {
      const path = join(papersDir, `${id}-v${version}.pdf`);
      const sha256 = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      return { id, number, version, title, path: relative(home, path), pages, sha256 };
    }),
  );
  const next = registry.cycles.find((cycle) => cycle.year === year + 1);
  const facts = {
    year,
    seed,
    network,
    seconds: Math.round(seconds * 10) / 10,
    cities: result.cities.length,
    requests: {
      total: rows.length,
      byKind: Object.fromEntries(
        kinds.map((kind) => [kind, count(rows.filter((row) => row.kind === kind).map(({ state }) => state))]),
      ),
      marks: count(rows.flatMap((row) => row.marks)),
    },
    letters: {
      out: out.length,
      in: received.length,
      outByKind: count(out.map(({ template }) => template)),
      inByVerdict: count(received.map(({ verdict }) => verdict)),
      undeliverable: out
        .filter(({ outcome }) => outcome.includes('undeliverable'))
        .map(({ number }) => number),
      keptAside: registry.aside.length,
    },
    answers,
    duplicates: mail.duplicates,
    lateReminders: lateReminders(out, rows, answeredSince(received, versions)),
    twins: result.twins ? await store.getJson<Twin[]>(result.twins.document) : [],
    clearances: result.clearances,
    decisions: result.decisions.map(
      ({ session, body, item, verb, basis, finality, paragraph, record, version }) => ({
        session,
        body,
        item,
        verb,
        basis,
        finality,
        paragraph,
        record,
        version,
      }),
    ),
    papers,
    workflows: await workflowsOf(given, rows),
    handover: next?.handedOver && { to: next.chair, year: next.year },
    record: given.record,
  };
  const closed = (await operations.status(year)).closed;
  const checks = check(facts, rows, closed);
  return { ...facts, checks, passed: checks.every(({ holds }) => holds) };
}

/** Reminders to an office that left after the answer that was accepted in the end had come in. */
function lateReminders(
  out: LetterListRow[],
  rows: RequestRow[],
  since: ReadonlyMap<string, Instant>,
): string[] {
  const reminders = out.filter(({ template }) => /^(reminder|still-missing)/.test(template));
  return rows
    .filter(({ state }) => state === 'accepted')
    .flatMap(({ id, addressee, answeredAt = '' }) =>
      reminders.filter(
        ({ requests, to, at }) =>
          requests.includes(id) && to.includes(addressee) && at > (since.get(id) ?? answeredAt),
      ),
    )
    .map(({ number }) => number);
}

async function workflowsOf(
  { client, network, year, operations, installation }: Given,
  rows: RequestRow[],
): Promise<Summary['workflows']> {
  const status = await operations.status(year);
  const cycle = `${network}/cycle/${year}`;
  const ids = [
    cycle,
    ...status.phases.map(({ id }) => `${cycle}/phase/${id}`),
    ...status.proceedings.map(({ id }) => id),
    ...status.batches.map(({ batch }) => batch),
    `${cycle}/desk`,
    ...status.drafts.map(({ id }) => id),
    ...rows.map(({ id }) => id),
    ...(await installation.lettersIn()).map(({ digest }) => `${network}/letter/${digest}`),
  ];
  const lengths = await Promise.all(
    ids.map(async (id) => ({
      id,
      events: Number((await client.workflow.getHandle(id).describe()).historyLength),
    })),
  );
  const kindOf = (id: string) =>
    id
      .slice(network.length + 1)
      .replace(/^cycle\/\d{4}\/?/, '')
      .split('/')[0] || 'cycle';
  return {
    total: ids.length,
    events: lengths.reduce((sum, { events }) => sum + events, 0),
    largest: lengths.reduce((most, each) => (each.events > most.events ? each : most)),
    byKind: count(ids.map(kindOf)),
    ids,
  };
}

/** What must hold of every rehearsal. */
function check(
  facts: Omit<Summary, 'checks' | 'passed'>,
  rows: RequestRow[],
  closed: boolean,
): Summary['checks'] {
  const { requests, letters, answers, decisions, clearances, papers, twins } = facts;
  const mark = (name: string) => requests.marks[name] ?? 0;
  const states = count(rows.map(({ state }) => state));
  const cityKinds = ['action-plan', 'city-preference', 'final-action-plan', 'progress'];
  const citiesIn = (kind: string) => rows.filter((row) => row.kind === kind).length;
  const bodiesDecided = ['ASCN', 'JCM', 'ACC', 'Summit'].filter((body) =>
    decisions.some((decision) => decision.body === body),
  );
  const lines: [string, boolean, string][] = [
    ['the year is closed', closed, closed ? 'closed' : 'open'],
    [
      'every city went through every step',
      cityKinds.every((kind) => citiesIn(kind) === facts.cities),
      cityKinds.map((kind) => `${kind} ${citiesIn(kind)}`).join(', '),
    ],
    [
      'every request came to an end',
      rows.every(({ settled, closed: shut }) => settled && shut),
      Object.entries(states)
        .map(([state, n]) => `${state} ${n}`)
        .join(', '),
    ],
    ['no letter arrived twice', facts.duplicates.length === 0, String(facts.duplicates.length)],
    [
      'nobody was reminded after an accepted answer',
      facts.lateReminders.length === 0,
      String(facts.lateReminders.length),
    ],
    ...checksOfAnswers(answers),
    ['an NR answered for several cities in one letter', mark('joint') > 1, String(mark('joint'))],
    ['a request was escalated', mark('escalated') > 0, String(mark('escalated'))],
    ['a request lapsed', (states.lapsed ?? 0) > 0, String(states.lapsed ?? 0)],
    [
      'an address bounced, and the alternate was asked',
      mark('bounced') > 0 && letters.undeliverable.length > 0,
      letters.undeliverable.join(', '),
    ],
    [
      'an objection made a new version',
      clearances.some(({ versions }) => versions.length > 1),
      clearances
        .filter(({ versions }) => versions.length > 1)
        .map(({ text }) => text)
        .join(', '),
    ],
    [
      'a returned item was revised and decided',
      decisions.some(
        ({ verb, item, session, version }) =>
          verb === 'returned' &&
          decisions.some(
            (later) => later.session === session && later.item === item && later.version > version,
          ),
      ),
      decisions
        .filter(({ verb }) => verb === 'returned')
        .map(({ session, item }) => `${session} ${item}`)
        .join(', '),
    ],
    [
      'the city and the partner of each twin consented, with a reason',
      twins.length > 0 && twins.every(({ reason }) => reason),
      `${twins.length} twins`,
    ],
    ['ASCN, JCM, ACC and Summit decided', bodiesDecided.length === 4, bodiesDecided.join(', ')],
    [
      'both runs of the chain ended at the Summit',
      ['summit-spring', 'summit-autumn'].every((id) => decisions.some(({ session }) => session === id)),
      [...new Set(decisions.map(({ session }) => session))].join(', '),
    ],
    [
      'the papers are on disk',
      papers.length > 0 && papers.every(({ pages }) => pages > 0),
      `${papers.length} papers, ${papers.reduce((sum, { pages }) => sum + pages, 0)} pages`,
    ],
    [
      'the year was handed over',
      facts.handover !== undefined,
      facts.handover ? `${facts.handover.to} ${facts.handover.year}` : 'no',
    ],
  ];
  return lines.map(([name, holds, found]) => ({ check: name, holds, found }));
}
