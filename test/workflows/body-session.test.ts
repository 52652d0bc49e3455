import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sessionId } from '../../domain/ids.js';
import type { DecisionEntry } from '../../domain/decision.js';
import type { Paper } from '../../domain/paper.js';
import { statementsOf } from '../../domain/paper.js';
import type { SessionResult } from '../../workflows/body-session.js';
import type { AtWork, Year } from '../setup/year.js';
import { desk, head, openWork, stranger } from '../setup/year.js';
import { agrees } from './answers.js';

let work: AtWork;
beforeAll(async () => {
  work = await openWork();
});
afterAll(() => work.close());

const session = 'jcm-spring';
const members = ['SG', 'VN'];

/** The spring session of the JCM with a paper of two items, cleared by two members and sent to the JCM's secretariat. */
async function beforeTheJcm(
  day = '2018-03-08',
): Promise<{ year: Year; result: () => Promise<SessionResult> }> {
  const year = await work.year('2018-02-23T02:00:00Z');
  const { activities } = work;
  const grounds = { ...year.grounds, instants: await activities.instantsOf(year.grounds) };
  const id = sessionId(year.network, 2018, session);
  await year.withCycle();
  await year.start('bodySession', id, {
    cycle: year.cycle,
    grounds,
    phase: 'establishment',
    session: year.calendar.phases
      .flatMap(({ sessions = [] }) => sessions)
      .find((each) => each.id === session)!,
    soFar: { cities: [], members, decisions: [], papers: [], batches: [], clearances: [] },
  });
  await year.until('2018-02-23T02:05:00Z');
  await agree(year, `${session}-v1`);
  await transmit(year, session);
  await year.until(`${day}T02:00:00Z`);
  return { year, result: () => year.still.workflow.getHandle(id).result() as Promise<SessionResult> };
}

async function agree(year: Year, version: string): Promise<void> {
  for (const member of members)
    await year.answer(`ASCN/2018/clearance/${version}.${member}/1`, agrees, `nr-${member.toLowerCase()}`);
  await year.settle();
}

async function transmit(year: Year, subject: string): Promise<void> {
  await year.operations.releaseDraft(2018, `transmission-${subject}`, { actor: desk() });
  await year.operations.releaseDraft(2018, `transmission-${subject}`, { actor: head() });
  await year.settle();
}

const entry = (item: string, more: Partial<DecisionEntry> = {}): DecisionEntry => ({
  item,
  verb: 'endorsed',
  basis: 'in session',
  finality: 'final',
  paragraph: '14',
  record: 'Report of the JCM',
  ...more,
});

const record = (...items: { title: string; decision: string; remarks?: string }[]): string =>
  [
    'Adopted record: Report of the JCM',
    ...items.flatMap(({ title, decision, remarks }, i) => [
      `Item ${i + 1} title: ${title}`,
      `Item ${i + 1} decision: ${decision}`,
      `Item ${i + 1} paragraph: ${12 + i}`,
      ...(remarks ? [`Item ${i + 1} remarks: ${remarks}`] : []),
    ]),
  ].join('\n');

const refusal = (message: string) => ({ type: 'Refused', message: expect.stringContaining(message) });

describe('a session of a body', () => {
  test('gets the cleared paper with its PDF, and its record becomes decisions that a person confirms', async () => {
    const { year, result } = await beforeTheJcm();
    const [transmission] = await year.letters(`body-record/${session}`, 'ask/body-record');
    expect(transmission).toMatchObject({ to: ['jcm-secretariat'], copy: ['asec'] });
    const attached = (await year.message(transmission!)).attachments.map(({ mimeType }) => mimeType);
    expect(attached).toContain('application/pdf');

    await year.until('2018-03-09T02:00:00Z');
    const answer = record(
      { title: 'Establishment of the network', decision: 'endorsed' },
      { title: 'Pilot cities', decision: 'noted' },
    );
    await year.answer(transmission!.number, answer, 'jcm-secretariat');
    await year.settle();
    const state = await year.operations.session(2018, session);
    expect(
      state.decisions.map(({ item, verb, paragraph, preparedBy }) => [
        item,
        verb,
        paragraph,
        preparedBy.office,
      ]),
    ).toEqual([
      ['establishment', 'endorsed', '12', 'jcm-secretariat'],
      ['pilot-cities', 'noted', '13', 'jcm-secretariat'],
    ]);
    for (const item of ['establishment', 'pilot-cities'])
      await year.operations.confirmDecision(2018, session, item, desk());
    expect((await result()).decisions.map(({ confirmedBy }) => confirmedBy?.office)).toEqual([
      'secretariat-sg',
      'secretariat-sg',
    ]);
    await expect(year.operations.decide(2018, session, entry('establishment'), desk())).rejects.toMatchObject(
      refusal('Every item of “jcm-spring” was decided already.'),
    );
  });

  test('refuses, with nothing in its history: no paragraph, no record, an unknown item or basis, a stranger', async () => {
    const { year } = await beforeTheJcm();
    const length = async () => (await year.history(sessionId(year.network, 2018, session))).length;
    const before = await length();
    const decide = (wrong: DecisionEntry, actor = desk()) =>
      year.operations.decide(2018, session, wrong, actor);
    await expect(decide(entry('establishment', { paragraph: ' ' }))).rejects.toMatchObject(
      refusal(
        'The decision on “establishment” names no paragraph. Give the paragraph of the adopted record that proves it',
      ),
    );
    await expect(decide(entry('establishment', { record: '' }))).rejects.toMatchObject(
      refusal('names no record'),
    );
    await expect(decide(entry('establishment', { verb: '' }))).rejects.toMatchObject(refusal('has no verb'));
    await expect(decide(entry('twinning'))).rejects.toMatchObject(
      refusal('The paper has no item “twinning”. Its items are: establishment, pilot-cities.'),
    );
    await expect(
      decide(entry('establishment', { basis: 'by telephone' as 'in session' })),
    ).rejects.toMatchObject(refusal('The basis is “by telephone”'));
    await expect(decide(entry('establishment', { verb: 'returned' }))).rejects.toMatchObject(
      refusal('no remarks say what is to be changed'),
    );
    await expect(decide(entry('establishment'), stranger)).rejects.toMatchObject(
      refusal('is not an office of the chair'),
    );
    await expect(
      year.operations.confirmDecision(2018, session, 'establishment', desk()),
    ).rejects.toMatchObject(
      refusal('No decision on “establishment” has been entered that could be confirmed.'),
    );
    expect(await length()).toBe(before);
    expect((await year.operations.session(2018, session)).decisions).toEqual([]);
  });

  test('is not decided in session before it has met; ad referendum it may be', async () => {
    const { year } = await beforeTheJcm('2018-03-05');
    await expect(year.operations.decide(2018, session, entry('establishment'), desk())).rejects.toMatchObject(
      refusal('The JCM meets on 2018-03-07; a decision before that day is not “in session”.'),
    );
    const state = await year.operations.decide(
      2018,
      session,
      entry('establishment', { basis: 'ad referendum' }),
      desk(),
    );
    expect(state.decisions).toMatchObject([{ item: 'establishment', basis: 'ad referendum' }]);
  });

  test('is decided once, and never by the person who entered it', async () => {
    const { year } = await beforeTheJcm();
    await year.operations.decide(2018, session, entry('establishment'), desk());
    await expect(
      year.operations.confirmDecision(2018, session, 'establishment', desk()),
    ).rejects.toMatchObject(refusal('secretariat-sg prepared this and cannot also confirm it'));
    await year.operations.confirmDecision(2018, session, 'establishment', head());
    await expect(
      year.operations.decide(2018, session, entry('establishment', { verb: 'noted' }), desk()),
    ).rejects.toMatchObject(
      refusal('“establishment” was decided already: endorsed, paragraph 14 of Report of the JCM.'),
    );
    await expect(
      year.operations.confirmDecision(2018, session, 'establishment', head()),
    ).rejects.toMatchObject(refusal('The decision on “establishment” was confirmed already.'));
  });

  test('that returns an item gets a new version, cleared by all, that says what changed, and decides on it', async () => {
    const { year, result } = await beforeTheJcm();
    const remarks = 'The cities are to be listed by member.';
    await year.operations.decide(2018, session, entry('establishment'), desk());
    await year.operations.confirmDecision(2018, session, 'establishment', head());
    await year.operations.decide(2018, session, entry('pilot-cities', { verb: 'returned', remarks }), desk());
    await year.operations.confirmDecision(2018, session, 'pilot-cities', head());
    await year.settle();
    const returned = await year.operations.session(2018, session);
    expect(returned.state).toBe('returned');
    expect(await year.waiting()).toEqual([`returned/${session}/1`]);

    const statement = statementsOf(await year.store.getJson<Paper>(returned.paper!.document)).find(({ id }) =>
      id.startsWith(`${session}:2`),
    )!;
    await year.operations.openVersion(2018, session, {
      wording: { [statement.id]: `${statement.text} They are listed by member.` },
      actor: desk('Answers the remark of the JCM'),
    });
    await year.settle();
    await agree(year, `${session}-returned-1-v1`);
    await transmit(year, `${session}-2`);
    const again = await year.operations.session(2018, session);
    expect(again).toMatchObject({ state: 'before the body', versions: 2, paper: { version: 2 } });
    await year.operations.decide(2018, session, entry('pilot-cities', { paragraph: '15' }), desk());
    await year.operations.confirmDecision(2018, session, 'pilot-cities', head());
    const { decisions } = await result();
    expect(decisions.map(({ item, verb, version }) => `${item} ${verb} ${version}`).toSorted()).toEqual([
      'establishment endorsed 1',
      'pilot-cities endorsed 2',
      'pilot-cities returned 1',
    ]);
  });
});
