import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clearanceId } from '../../domain/ids.js';
import type { Paper } from '../../domain/paper.js';
import { statementsOf } from '../../domain/paper.js';
import type { ClearanceResult } from '../../workflows/clearance.js';
import type { AtWork, Year } from '../setup/year.js';
import { desk, openWork, stranger } from '../setup/year.js';
import { agrees, objects } from './answers.js';

let work: AtWork;
beforeAll(async () => {
  work = await openWork();
});
afterAll(() => work.close());

const text = 'jcm-spring';

/** The paper on the establishment, before Singapore, Thailand and Viet Nam until 2 March. */
async function opened(rules: { silenceIsAgreement?: boolean } = {}) {
  const year = await work.year('2018-02-23T02:00:00Z', rules);
  const paper = await work.activities.assemblePaper({
    network: year.network,
    cycle: 2018,
    networkDocument: year.grounds.networkDocument,
    calendar: year.calendar,
    session: {
      id: text,
      body: 'JCM',
      paper: 'establishment',
      title: 'JCM',
      date: '2018-03-07',
      until: '2018-03-08',
    },
    date: '2018-02-23',
    version: 1,
    boards: await work.store.putJson([]),
    decisions: [],
    rehearsal: true,
  });
  await year.withCycle();
  const handle = await year.start('clearance', clearanceId(year.network, 2018, text), {
    cycle: year.cycle,
    grounds: year.grounds,
    phase: 'none',
    text,
    paper,
    members: ['SG', 'TH', 'VN'],
    cutOff: { day: '2018-03-02' },
  });
  await year.until('2018-02-23T02:05:00Z');
  const result = () => year.still.workflow.getHandle(handle.workflowId).result() as Promise<ClearanceResult>;
  return { year, paper, result };
}

const answer = (year: Year, member: string, words: string, version = 1) =>
  year.answer(`ASCN/2018/clearance/${text}-v${version}.${member}/1`, words, `nr-${member.toLowerCase()}`);

/** Other words for the first statement of the paper. */
async function otherWords(year: Year, document: string): Promise<Record<string, string>> {
  const [first] = statementsOf(await year.store.getJson<Paper>(document));
  return { [first!.id]: `${first!.text} Pairing is voluntary.` };
}

describe('a clearance', () => {
  test('goes to every member as one version with one cut-off in UTC; silence at the cut-off is agreement', async () => {
    const { year, result } = await opened();
    const asks = await year.letters('clearance', 'ask/clearance');
    expect(asks.map(({ to }) => to[0]).toSorted()).toEqual(['nr-sg', 'nr-th', 'nr-vn']);
    for (const member of ['SG', 'TH', 'VN'])
      expect((await year.request(`clearance/${text}-v1.${member}`)).plan.due).toBe('2018-03-02T09:00:00Z');
    await answer(year, 'VN', agrees);

    await year.until('2018-03-02T08:59:00Z');
    expect(await year.operations.clearance(2018, text)).toMatchObject({
      cleared: false,
      wantsVersion: false,
    });
    await year.until('2018-03-02T09:05:00Z');
    const { state, paper } = await result();
    expect(paper.version).toBe(1);
    expect(state.rounds).toMatchObject([
      {
        outcome: 'cleared',
        cutOff: '2018-03-02',
        positions: [
          { member: 'SG', position: 'silent' },
          { member: 'TH', position: 'silent' },
          { member: 'VN', position: 'agree' },
        ],
      },
    ]);
    // who agreed was not reminded, the others were
    expect(await year.letters(`clearance/${text}-v1.VN`, 'reminder')).toEqual([]);
    expect(await year.letters(`clearance/${text}-v1.TH`, 'reminder')).toHaveLength(2);
  });

  test('where silence is not agreement, wants another version from the secretariat', async () => {
    const { year } = await opened({ silenceIsAgreement: false });
    await answer(year, 'VN', agrees);
    await year.until('2018-03-02T09:05:00Z');
    expect(await year.operations.clearance(2018, text)).toMatchObject({ cleared: false, wantsVersion: true });
    expect(await year.waiting()).toEqual([`clearance/${text}/v1`]);
  });

  test('to which a member objects opens a new version for all, which says what changed', async () => {
    const { year, paper, result } = await opened();
    await answer(year, 'VN', objects);
    await answer(year, 'SG', agrees);
    const wording = await otherWords(year, paper.document);
    // the round is still open for Thailand
    await expect(
      year.operations.openVersion(2018, text, { wording, actor: desk('Takes up the wording of Viet Nam') }),
    ).rejects.toMatchObject({
      type: 'Refused',
      message: expect.stringContaining('is before the members until'),
    });
    await answer(year, 'TH', agrees);
    await year.until('2018-02-23T02:10:00Z');
    expect(await year.operations.clearance(2018, text)).toMatchObject({
      wantsVersion: true,
      rounds: [{ outcome: 'new-version-needed' }],
    });

    await year.operations.openVersion(2018, text, {
      wording,
      actor: desk('Takes up the wording of Viet Nam'),
    });
    await year.until('2018-02-23T02:15:00Z');
    const asks = await year.letters(`clearance/${text}-v2`, 'ask/clearance');
    expect(asks.map(({ to }) => to[0]).toSorted()).toEqual(['nr-sg', 'nr-th', 'nr-vn']);
    for (const member of ['SG', 'TH', 'VN']) await answer(year, member, agrees, 2);
    const cleared = await result();
    expect(cleared.paper.version).toBe(2);
    expect(cleared.state.rounds.map(({ version, outcome }) => [version, outcome])).toEqual([
      [1, 'new-version-needed'],
      [2, 'cleared'],
    ]);
    const revised = await year.store.getJson<Paper>(cleared.paper.document);
    expect(revised.changes.join(' ')).toContain('Takes up the wording of Viet Nam');
    await expect(
      year.operations.openVersion(2018, text, { wording, actor: desk('Again') }),
    ).rejects.toMatchObject({ type: 'Refused' });
  });

  test('whose new version changes nothing, or ends before today, is refused', async () => {
    const { year, paper } = await opened({ silenceIsAgreement: false });
    await year.until('2018-03-02T09:05:00Z');
    const refused = (message: string) => ({ type: 'Refused', message: expect.stringContaining(message) });
    await expect(
      year.operations.openVersion(2018, text, { wording: {}, actor: desk('Same') }),
    ).rejects.toMatchObject(refused('changes nothing'));
    const wording = await otherWords(year, paper.document);
    await expect(
      year.operations.openVersion(2018, text, { wording, cutOff: '2018-03-02', actor: desk('Late') }),
    ).rejects.toMatchObject(refused('The cut-off is 2018-03-02; expected a day after today, 2018-03-02.'));
    await expect(
      year.operations.openVersion(2018, text, { wording: { 'x:9': 'y' }, actor: desk('Typing') }),
    ).rejects.toMatchObject({
      type: 'BadInput',
      message: expect.stringContaining('has no statement “x:9”'),
    });
  });

  // the last of the file: the time-skipping server does not skip any more once requests are closed
  test('is closed by hand before its cut-off, with a reason, by the secretariat only', async () => {
    const { year } = await opened();
    await expect(year.operations.closeClearance(2018, text, desk())).rejects.toMatchObject({
      type: 'Refused',
      message: 'Say why the round is closed before its cut-off, with --why.',
    });
    await expect(year.operations.closeClearance(2018, text, stranger)).rejects.toMatchObject({
      type: 'Refused',
    });
    // Viet Nam agreed; who was not given the time to answer has not
    await answer(year, 'VN', agrees);
    const state = await year.operations.closeClearance(2018, text, desk('Overtaken by events'));
    expect(state).toMatchObject({ cleared: false, wantsVersion: true });
    expect(state.rounds[0]).toMatchObject({
      closedBy: { office: 'secretariat-sg', why: 'Overtaken by events' },
    });
  });
});
