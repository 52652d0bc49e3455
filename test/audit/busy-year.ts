/**
 * Histories in which much of the cycle's code is gone through: nominations and the seal at their end; a session with its
 * paper cleared, sent and decided; requests that are chased, extended, answered, recorded, reassigned and given up; a
 * letter that two persons release; twinning.
 */
import { runsOf } from '../../activities/archive/reach.js';
import { settledPart } from '../../activities/archive/history.js';
import type { Actor } from '../../domain/actor.js';
import { decrypted } from '../../domain/encrypted-payload.js';
import { sessionId } from '../../domain/ids.js';
import type { Paper } from '../../domain/paper.js';
import { statementsOf } from '../../domain/paper.js';
import type { ToReplay } from '../../workers/replay.js';
import type { AtWork, Year } from '../setup/year.js';
import { desk, head, openWork } from '../setup/year.js';
import { agrees, full, nomination, objects, vision, withoutVision } from '../workflows/answers.js';

/** Runs it all, and gives what the engine holds of it in the end. */
export async function busyYear(): Promise<ToReplay[]> {
  const work = await openWork();
  try {
    const all: ToReplay[] = [];
    for (const part of [nominations, session, requests]) all.push(...(await part(work)));
    return all;
  } finally {
    await work.close();
  }
}

async function historiesOf(work: AtWork, year: Year, known: string[]): Promise<ToReplay[]> {
  const histories: ToReplay[] = [];
  const { network, store, still: client } = year;
  const runs = runsOf({ client, store, network, cycle: 2018, known, isComplete: () => false });
  for await (const { workflow, events } of runs) {
    const plain = await decrypted(settledPart(events), (id) => work.installation.subjectKeys.get(id));
    histories.push({ workflow, history: { events: plain } });
  }
  return histories;
}

async function nominations(work: AtWork): Promise<ToReplay[]> {
  const year = await work.year('2018-02-05T01:00:00Z');
  await year.withCycle(['nominations', 'handover']);
  await year.until('2018-02-08T00:00:00Z');
  await year.answer(
    'ASCN/2018/nomination/vn/1',
    nomination(['Da Nang', 'Hanoi', 'Ho Chi Minh City']),
    'ns-vn',
  );
  await year.answer('ASCN/2018/nomination/la/1', nomination(['Vientiane', 'Luang Prabang']), 'ns-la');
  await year.until('2018-04-20T00:00:00Z');
  return historiesOf(work, year, []);
}

async function session(work: AtWork): Promise<ToReplay[]> {
  const year = await work.year('2018-02-23T02:00:00Z');
  const id = sessionId(year.network, 2018, 'jcm-spring');
  await year.withCycle();
  await year.start('bodySession', id, {
    cycle: year.cycle,
    grounds: { ...year.grounds, instants: await work.activities.instantsOf(year.grounds) },
    phase: 'establishment',
    session: year.calendar.phases
      .flatMap(({ sessions = [] }) => sessions)
      .find((each) => each.id === 'jcm-spring')!,
    soFar: {
      cities: [],
      members: ['SG', 'TH', 'VN'],
      decisions: [],
      papers: [],
      batches: [],
      clearances: [],
    },
  });
  await year.until('2018-02-23T02:05:00Z');
  await year.answer('ASCN/2018/clearance/jcm-spring-v1.VN/1', objects, 'nr-vn');
  await year.answer('ASCN/2018/clearance/jcm-spring-v1.SG/1', agrees, 'nr-sg');
  await year.answer('ASCN/2018/clearance/jcm-spring-v1.TH/1', agrees, 'nr-th');
  await year.settle();
  const { paper } = await year.operations.session(2018, 'jcm-spring');
  const [first] = statementsOf(await year.store.getJson<Paper>(paper!.document));
  await year.operations.openVersion(2018, 'jcm-spring', {
    wording: { [first!.id]: `${first!.text} Pairing is voluntary.` },
    actor: desk('Takes up the wording of Viet Nam'),
  });
  await year.settle();
  await year.until('2018-02-27T02:00:00Z');
  for (const member of ['SG', 'TH', 'VN'])
    await year.answer(`ASCN/2018/clearance/jcm-spring-v2.${member}/1`, agrees, `nr-${member.toLowerCase()}`);
  await year.settle();
  await release(year, 'transmission-jcm-spring', [desk(), head()]);
  await year.until('2018-03-09T02:00:00Z');
  for (const [item, actor] of [
    ['establishment', desk()],
    ['pilot-cities', head()],
  ] as const)
    await year.operations.decide(
      2018,
      'jcm-spring',
      {
        ...{ item, verb: 'endorsed', basis: 'in session', finality: 'final' },
        ...{ paragraph: '14', record: 'Report of the JCM' },
      },
      actor,
    );
  await year.operations.confirmDecision(2018, 'jcm-spring', 'establishment', head());
  await year.operations.confirmDecision(2018, 'jcm-spring', 'pilot-cities', desk());
  await year.until('2018-03-20T02:00:00Z');
  return historiesOf(work, year, [id]);
}

const release = async (year: Year, draft: string, actors: Actor[]): Promise<void> => {
  for (const actor of actors) await year.operations.releaseDraft(2018, draft, { actor });
  await year.settle();
};

async function requests(work: AtWork): Promise<ToReplay[]> {
  const year = await work.year('2018-05-09T02:00:00Z');
  const plan = (city: string, number: string | number = 1) => `ASCN/2018/action-plan/${city}/${number}`;
  await year.withCycle();
  const boards = [
    await year.ask('action-plan', [
      ...['cebu-city', 'manila', 'davao-city', 'jakarta', 'makassar', 'mandalay', 'hanoi', 'phuket'],
    ]),
    await year.ask('framework-comments', ['kh', 'th', 'vn']),
    await year.ask('final-action-plan', ['da-nang']),
    await year.ask(
      'twinning-city',
      [{ id: 'makassar-uk-fcdo', office: 'csco-makassar', values: { city: 'makassar', partner: 'uk-fcdo' } }],
      { due: '2018-05-25' },
    ),
  ];
  await year.answer(plan('jakarta'), withoutVision, 'csco-jakarta');
  await year.answer(plan('makassar'), full, 'private@mail.example');
  await year.operations.confirm(2018, 'action-plan/makassar', { actor: desk() });
  await year.answer(
    plan('davao-city'),
    'The plan is under approval; we will answer on 21 May 2018.',
    'csco-davao-city',
  );
  await year.operations.record(2018, 'action-plan/hanoi', { text: full, actor: desk('By telephone') });
  await year.operations.confirm(2018, 'action-plan/hanoi', { actor: head() });
  await year.answer('ASCN/2018/final-action-plan/da-nang/1', full, 'csco-da-nang');
  await year.answer('ASCN/2018/framework-comments/kh/1', agrees, 'nr-kh');
  await year.bounce(plan('mandalay'), 'csco-mandalay');
  await year.until('2018-05-14T02:00:00Z');
  const [missing] = await year.letters('action-plan/jakarta', 'still-missing');
  await year.answer(missing!.number, vision, 'csco-jakarta');
  await year.operations.extend(2018, 'action-plan/cebu-city', {
    due: '2018-06-08',
    actor: desk('They asked'),
  });
  await year.operations.reassign(2018, 'action-plan/phuket', {
    office: 'nr-th',
    actor: desk('Officer left'),
  });
  await year.until('2018-05-29T00:00:00Z');
  await release(year, 'action-plan/manila/E1', [desk(), head()]);
  await year.answer(plan('manila', 'E1'), full, 'nr-ph');
  await year.answer(plan('cebu-city'), full, 'csco-cebu-city');
  await year.answer(plan('cebu-city'), full.replace('everyone', 'all'), 'csco-cebu-city');
  await year.until('2018-06-20T00:00:00Z');
  for (const board of boards) await year.still.workflow.getHandle(board).signal('closeBatch');
  await year.settle();
  return historiesOf(work, year, boards);
}
