/** The log has room for ids and codes only, whatever an error or Temporal's core says. */
import { describe, expect, test } from '@jest/globals';
import { noopMetricMeter } from '@temporalio/common';
import { CycleError } from '../../domain/errors.js';
import { replyCode } from '../../domain/reply-code.js';
import { codeOf, codeWithin, coreWords, placeOf, typeOf } from '../../workers/log-codes.js';
import type { LogForm } from '../../workers/log.js';
import { openLog } from '../../workers/log.js';
import { createMetrics } from '../../workers/metrics.js';
import { watch } from '../../workers/watch.js';

function openWritten(form: LogForm) {
  const lines: string[] = [];
  const log = openLog(form, { network: 'ascn', write: (line) => void lines.push(line) });
  return { log, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

const workflowId = 'ascn/cycle/2027/nomination/vn';
const person = 'Nguyen of the Ministry';

/** Runs one attempt of an activity as a worker does, and returns what the log says of it. */
async function seen(
  activityType: string,
  input: unknown,
  work: () => Promise<unknown>,
  form: LogForm = 'json',
) {
  const { log, lines, parsed } = openWritten(form);
  const info = {
    activityType,
    attempt: 3,
    scheduledTimestampMs: Date.now(),
    workflowExecution: { workflowId },
  };
  const { inbound } = watch({ log, metrics: createMetrics(noopMetricMeter) })({ info } as Parameters<
    ReturnType<typeof watch>
  >[0]);
  await inbound!.execute!({ args: [input], headers: {} }, work).catch(() => undefined);
  return form === 'json' ? parsed() : lines;
}

describe('what the log says of an activity', () => {
  test('an unforeseen error: its name, its code and its place, with the workflow and the attempt', async () => {
    const broken = () => Promise.resolve(JSON.parse(`${person} <nguyen@vn.example>`) as unknown);
    const [line, ...more] = await seen('fileSubmission', {}, async () => broken());
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      level: 'error',
      event: 'step-failed',
      network: 'ascn',
      cycle: 2027,
      workflow: workflowId,
      activity: 'fileSubmission',
      attempt: 3,
      type: 'SyntaxError',
    });
    expect(JSON.stringify(line)).not.toMatch(/Nguyen|@/);
  });

  test('a seal that the time-stamp authority did not answer for: a sentence, and the code', async () => {
    const away = () =>
      Promise.reject(new CycleError('Unavailable', 'The authority cannot be reached.', 'ECONNREFUSED'));
    const [line] = await seen('timeStampSeals', { network: 'ascn' }, away);
    expect(line).toMatchObject({ level: 'warn', event: 'time-stamp-missing', code: 'ECONNREFUSED' });
    const [said] = await seen('timeStampSeals', { network: 'ascn' }, away, 'text');
    expect(said).toContain('A seal of the archive has no time-stamp so far');
  });

  test('a letter that the mail server puts off: the letter and the code', async () => {
    const order = { number: 'ASCN/2027/nomination/vn/2', template: 'reminder', cycle: 2027, to: ['ns-vn'] };
    const reply = `451 4.7.1 <nguyen@vn.example> ${person} is away`;
    const [line] = await seen('sendLetter', order, () =>
      Promise.reject(new CycleError('Unavailable', `The mail server put it off: ${reply}`, replyCode(reply))),
    );
    expect(line).toMatchObject({
      level: 'info',
      event: 'letter-put-off',
      letter: 'ASCN/2027/nomination/vn/2',
      template: 'reminder',
      code: '451 4.7.1',
      type: 'Unavailable',
    });
    expect(JSON.stringify(line)).not.toMatch(/Nguyen|@/);
  });

  test('a refusal: its type, not the sentence, which may quote a letter', async () => {
    const [line] = await seen('sendLetter', { number: 'ASCN/2027/x/1' }, () =>
      Promise.reject(new CycleError('Conflict', `Another letter has this number already (“${person}”).`)),
    );
    expect(line).toMatchObject({ level: 'info', event: 'step-refused', type: 'Conflict' });
    expect(JSON.stringify(line)).not.toContain('Nguyen');
  });

  test('on a terminal, one sentence for what somebody should look at, and none for what mends itself', async () => {
    const unforeseen = () => Promise.reject(new TypeError(person));
    expect(await seen('judgeLetter', {}, unforeseen, 'text')).toEqual([
      expect.stringMatching(
        /^A step broke down and will be tried again\. \(cycle 2027, workflow ascn\/cycle\/2027\/nomination\/vn, attempt 3, .*type TypeError/,
      ),
    ]);
    const putOff = () => Promise.reject(new CycleError('Unavailable', 'Later.', 'ECONNREFUSED'));
    expect(await seen('sendLetter', { number: 'ASCN/2027/x/1' }, putOff, 'text')).toEqual([]);
  });
});

describe('what may be repeated of an error', () => {
  test.each([
    ['550 5.1.1 <nguyen@vn.example> unknown', '550 5.1.1'],
    ['550-5.7.26 Nguyen', '550 5.7.26'],
    ['421 closing', '421'],
    ['nguyen@vn.example is away', undefined],
    ['5501234567 is my telephone number', undefined],
  ])('a mail server’s reply “%s”: %s', (reply, code) => expect(replyCode(reply)).toBe(code));

  test.each([
    [Object.assign(new Error(person), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [Object.assign(new Error(person), { code: 14 }), 'UNAVAILABLE'],
    [Object.assign(new Error(person), { code: person }), undefined],
    [new Error(person, { cause: Object.assign(new Error(person), { code: 'ENOSPC' }) }), 'ENOSPC'],
    [person, undefined],
  ])('a code, its own or its cause’s', (error, code) => expect(codeOf(error)).toBe(code));

  test('a type and a place in the project, never a folder of the machine', () => {
    expect(typeOf(Object.assign(new Error(person), { name: person }))).toBe('unknown');
    const error = new Error(person);
    error.stack = `Error: ${person}\n    at /srv/${person}/app/activities/mail/send.js:40:3\n    at x`;
    expect(placeOf(error)).toBe('activities/mail/send.js:40');
  });

  test.each([
    [
      'gRPC call poll_workflow_task_queue retried 6 times',
      'gRPC call poll_workflow_task_queue retried 6 times',
    ],
    [`Failing task: "${person}"`, 'Failing task'],
    ['Could not send to nguyen@vn.example', 'Could not send to'],
    [
      '[TMPRL1104] f717c78b-96fc-4aec-88c7-1c39516ad5f0:4:1 Workflow task duration exceeded 5 seconds. (batch)',
      'Workflow task duration exceeded 5 seconds. (batch)',
    ],
  ])('Temporal’s own words: %s', (message, words) => expect(coreWords(message)).toBe(words));

  test('a rule of Temporal, or a status of the engine', () => {
    expect(codeWithin(`[TMPRL1100] Nondeterminism error: ${person}`)).toBe('TMPRL1100');
    expect(codeWithin(`Status { code: Unavailable, message: "${person}" }`)).toBe('Unavailable');
    expect(codeWithin({ message: person })).toBeUndefined();
  });
});
