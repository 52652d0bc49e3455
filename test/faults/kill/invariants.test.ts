/** The checks of the kill tests can fail: each is given a year in which what it guards did not hold. */
import { describe, expect, test } from '@jest/globals';
import type { YearEnd, YearLog } from './invariants.js';
import { faultsOf } from './invariants.js';

type Whole = YearEnd & YearLog;

const asked = '<ascn/2018/action-plan/da-nang/1@mail.example>';
const reminded = '<ascn/2018/action-plan/da-nang/2@mail.example>';

/** A year with one request, asked and answered. */
const good = (): Whole => ({
  decisions: [{ body: 'JCM', item: 'framework', verb: 'endorsed', finality: 'final' }],
  twins: [{ city: 'da-nang', partner: 'yusa', reason: 'Both work on water.' }],
  clearances: [
    { text: 'jcm-autumn', versions: [{ version: 1, positions: { agree: 2 }, outcome: 'cleared' }] },
  ],
  papers: [
    { id: 'jcm-autumn', version: 1, statements: [{ id: 'jcm-autumn:1.1', text: 'Three cities take part.' }] },
  ],
  requests: [
    {
      id: 'action-plan/da-nang',
      state: 'accepted',
      versions: [{ from: 'csco-da-nang', choices: {} }],
      letters: ['d1'],
      marks: [],
    },
  ],
  ledger: [letter('ASCN/2018/action-plan/da-nang/1', 'ask/action-plan', asked)],
  received: [{ digest: 'd1', outcome: 'submitted' }],
  open: ['ascn/network'],
  broken: [],
  waiting: [],
  copies: [copy('ASCN/2018/action-plan/da-nang/1', asked, 1000)],
  acceptances: [{ requests: ['action-plan/da-nang'], office: 'csco-da-nang', whole: true, at: 2000 }],
  openAtDeath: [],
  overlapping: [],
});

function letter(number: string, template: string, messageId: string): YearEnd['ledger'][number] {
  return {
    number,
    template,
    messageId,
    outcome: 'sent',
    recipients: ['csco@danang.example'],
    requests: ['action-plan/da-nang'],
    to: 'csco-da-nang',
  };
}

function copy(number: string, messageId: string, at: number, digest = 'bytes'): YearLog['copies'][number] {
  return { number, messageId, recipients: ['csco@danang.example'], begunAt: at - 5, at, digest };
}

const faults = (change: Partial<Whole>): string[] => faultsOf({ ...good(), ...change }, good());

test('a year that ended like the one left alone has no faults', () => {
  expect(faults({})).toEqual([]);
});

describe('the same end', () => {
  test('another decision, twin, position or statement is seen', () => {
    expect(faults({ decisions: [{ ...good().decisions[0], verb: 'noted' }] })).toEqual([
      expect.stringContaining('decisions: only in the year that was killed'),
      expect.stringContaining('decisions: only in the year left alone'),
    ]);
    expect(faults({ twins: [] })).toContain('twins: 0 in the year that was killed, 1 in the year left alone');
    expect(faults({ clearances: [] })).not.toEqual([]);
    const [paper] = good().papers;
    const other = { ...paper!, statements: [{ id: 'jcm-autumn:1.1', text: 'Two cities take part.' }] };
    expect(faults({ papers: [other] })).toHaveLength(2);
  });

  test('a request that ended in another state, or with one version more, is seen', () => {
    const [request] = good().requests;
    expect(faults({ requests: [{ ...request!, state: 'lapsed' }] })).toHaveLength(2);
    const more = [...request!.versions, ...request!.versions];
    expect(faults({ requests: [{ ...request!, versions: more }] })).toHaveLength(2);
    expect(faults({ requests: [] })).not.toEqual([]);
  });
});

describe('nothing lost', () => {
  test('a letter that the ledger has as sent, and its recipient does not have', () => {
    expect(faults({ copies: [] })).toEqual([
      'ASCN/2018/action-plan/da-nang/1 is lost: csco@danang.example does not have it',
    ]);
  });

  test('a letter whose end is not recorded', () => {
    expect(faults({ ledger: [{ ...good().ledger[0]!, outcome: 'under way' }] })).toEqual([
      'ASCN/2018/action-plan/da-nang/1 was begun and never ended',
    ]);
  });

  test('a letter of the year that was never sent, and one that does not belong to it', () => {
    expect(faults({ ledger: [], copies: [] })).toEqual(['ASCN/2018/action-plan/da-nang/1 was never sent']);
    const other = '<other@mail.example>';
    expect(
      faults({
        ledger: [...good().ledger, letter('ASCN/2018/launch/asec', 'launch', other)],
        copies: [...good().copies, copy('ASCN/2018/launch/asec', other, 1000)],
      }),
    ).toEqual(['ASCN/2018/launch/asec is not a letter of the year']);
  });

  test('a letter that came in and stands in no ledger', () => {
    const stray = copy('ASCN/2018/launch/asec', '<stray@mail.example>', 1000);
    expect(faults({ copies: [...good().copies, stray] })).toEqual([
      'a letter came in that is not in the ledger: <stray@mail.example> (ASCN/2018/launch/asec)',
    ]);
  });

  test('a reminder more or less depends on the moment of a death, and is no fault', () => {
    const number = 'ASCN/2018/action-plan/da-nang/2';
    const chased = {
      ledger: [...good().ledger, letter(number, 'reminder', reminded)],
      copies: [...good().copies, copy(number, reminded, 1500)],
    };
    expect(faultsOf({ ...good(), ...chased }, good())).toEqual([]);
    expect(faultsOf(good(), { ...good(), ledger: chased.ledger })).toEqual([]);
  });
});

describe('nothing twice', () => {
  const twice = [copy('n', asked, 1000), copy('n', asked, 9000)];

  test('a second copy, unless a death fell between sending and the record of it', () => {
    expect(faults({ copies: twice })).toEqual([
      `${asked} came in 2 times, and 0 deaths fell between its sending and the record of it`,
    ]);
    expect(faults({ copies: twice, openAtDeath: [[reminded]] })).toHaveLength(1);
    expect(faults({ copies: twice, openAtDeath: [[reminded, asked]] })).toEqual([]);
    expect(faults({ copies: [...twice, copy('n', asked, 9500)], openAtDeath: [[asked]] })).toHaveLength(1);
  });

  test('a second copy is none of the network’s doing where the test had it send the letter twice at a time', () => {
    expect(faults({ copies: twice, overlapping: ['n'] })).toEqual([]);
    expect(faults({ copies: twice, overlapping: ['m'] })).toHaveLength(1);
  });

  test('a second copy with other bytes, even then', () => {
    const other = [copy('n', asked, 1000), copy('n', asked, 9000, 'other bytes')];
    expect(faults({ copies: other, openAtDeath: [[asked]] })).toEqual([
      `${asked} came in with different contents`,
    ]);
  });
});

describe('no chaser after an accepted answer', () => {
  const number = 'ASCN/2018/action-plan/da-nang/2';
  const chased = (template: string, at: number) => ({
    ledger: [...good().ledger, letter(number, template, reminded)],
    copies: [...good().copies, copy(number, reminded, at)],
  });

  test('a reminder or an escalation that left after it is seen, one that left before is not', () => {
    expect(faults(chased('reminder', 4005))).toEqual([
      `${number} left 2000 ms after the answer of csco-da-nang had been accepted`,
    ]);
    expect(faults(chased('escalation-nr', 4005))).toHaveLength(1);
    expect(faults(chased('reminder', 1500))).toEqual([]);
    // this one was on its way when the answer came
    expect(faults(chased('reminder', 2500))).toEqual([]);
  });

  test('a reminder of what is still missing is no fault after a part of the answer', () => {
    const part = { ...good().acceptances[0]!, whole: false };
    expect(faults({ ...chased('still-missing', 4005), acceptances: [part] })).toEqual([]);
  });
});

describe('recorded once', () => {
  test('an answer that stands in a request twice', () => {
    const [request] = good().requests;
    expect(faults({ requests: [{ ...request!, letters: ['d1', 'd1'] }] })).toEqual([
      'action-plan/da-nang has recorded one answer twice: d1',
    ]);
  });

  test('an answer that was accepted at the door and is recorded nowhere, or was put aside', () => {
    expect(faults({ received: [] })).toEqual(['1 answers were accepted at the door, and 0 are recorded']);
    expect(faults({ received: [{ digest: 'd1', outcome: 'kept-aside' }] })).toEqual([
      'the answer d1 was kept-aside',
    ]);
  });
});

test('a workflow that is still open or broke down, and a matter left to the secretariat, are seen', () => {
  expect(faults({ open: ['ascn/network', 'ascn/cycle/2018'] })).toEqual(['ascn/cycle/2018 is still open']);
  expect(faults({ broken: ['ascn/letter/1'] })).toEqual(['ascn/letter/1 broke down']);
  expect(faults({ waiting: ['handover'] })).toEqual(['“handover” still waits for the secretariat']);
});
