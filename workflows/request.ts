/**
 * One thing asked of one office: ask, remind, take the answer, have it cleared, escalate, close.
 * The rules are in `domain/request.ts`; this file does what they say, and wires the messages.
 */
import { allHandlersFinished, condition, isCancellation, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import { refuseSamePerson } from '../domain/actor.js';
import type { Ask, RequestPlan } from '../domain/ask.js';
import type { Address } from '../domain/document.js';
import { letterNumber, shortRequest } from '../domain/ids.js';
import type { Invitation, LetterOrder } from '../domain/letter.js';
import type { NextStep, RequestRecord } from '../domain/request.js';
import * as life from '../domain/request.js';
import type { FiledSubmission, SubmitAnswer, SubmitOutcome } from '../domain/submission.js';
import type { IsoDate } from '../domain/time.js';
import { after } from '../domain/time.js';
import { requestChanged } from './batch-messages.js';
import type { Cycle, Grounds } from './cycle.js';
import { calendarNow, deskOf, refuseStranger, waitUntil } from './cycle.js';
import { holdLetter, withdrawLetter } from './holding.js';
import { Mutex } from './mutex.js';
import { refuse } from './refusal.js';
import { noLongerWaiting, tellSecretariat } from './secretariat.js';
import {
  acceptUpdate,
  acknowledgeUpdate,
  bouncedSignal,
  closeSignal,
  confirmUpdate,
  extendUpdate,
  movedSignal,
  reassignUpdate,
  recordQuery,
  recordUpdate,
  returnUpdate,
  submitUpdate,
} from './request-messages.js';
import { tell } from './tell.js';
import { fileSubmission, recordAnswer, replan, sendLetter } from './work.js';

export interface RequestInput {
  cycle: Cycle;
  grounds: Pick<Grounds, 'networkDocument' | 'calendar'>;
  ask: Ask;
  plan: RequestPlan;
  /** The batch whose board shows this request. */
  board: string;
  /** What the letter carries: the text to be cleared, the reading. */
  attachments?: LetterOrder['attachments'];
  invitation?: Invitation;
  values?: LetterOrder['values'];
  /** The number of the letter that has asked already: a paper's transmission, a proposal that was released. */
  askedBy?: string;
}

/** Which receipt an answer gets. */
function receiptFor({ unread, confirmed }: SubmitAnswer, { missing, problems }: FiledSubmission): string {
  if (unread) return 'receipt-to-be-read';
  if (!confirmed) return 'receipt-unconfirmed';
  return missing.length === 0 && problems.length === 0 ? 'receipt' : 'receipt-incomplete';
}

/** How long a chaser waits for a letter that has come in and is being read. */
const letterInHandMs = 10 * 60_000;

interface Recorded {
  answer: Address;
  from: string;
  by: Actor;
}

export async function request(input: RequestInput): Promise<RequestRecord> {
  const { cycle, ask } = input;
  const id = workflowInfo().workflowId;
  const about = shortRequest(id);
  const now = () => calendarNow(cycle);
  let record = life.newRequest(id, ask.kind, input.plan, now());
  let invitation = input.invitation;
  let letters = input.askedBy === undefined ? 0 : 1;
  let firstMessage: string | undefined;
  let recorded: Recorded | undefined;
  let heldEscalation: string | undefined;
  let changes = 0;
  const outcomes = new Map<string, SubmitOutcome>();
  const oneAtATime = new Mutex();

  const update = async (next: RequestRecord): Promise<RequestRecord> => {
    record = next;
    changes += 1;
    await tell(input.board, requestChanged, life.rowOf(record));
    return record;
  };

  const order = (template: string, part: string | number, to: string[], more: Partial<LetterOrder> = {}): LetterOrder => ({
    network: cycle.network,
    cycle: cycle.year,
    number: letterNumber(cycle.year, about, part),
    at: now(),
    template,
    to,
    from: deskOf(cycle),
    form: ask.form,
    values: { title: ask.title, subject: record.subject, dueDate: record.plan.dueDate, ...input.values },
    answers: [{ request: id, as: 'answer' }],
    networkDocument: input.grounds.networkDocument,
    ...(firstMessage && { inReplyTo: firstMessage }),
    ...more,
  });

  /** What has been submitted, for letters that list it. */
  const soFar = (): Address[] => record.versions.slice(-1).map((version) => version.document);

  /** A letter that cannot be set or sent for good is the secretariat's to see; the request goes on. */
  const send = async (letter: LetterOrder): Promise<boolean> => {
    const sent = await sendLetter(letter).catch((error: unknown) => {
      if (isCancellation(error)) throw error;
      return undefined;
    });
    if (!sent) {
      await tellSecretariat(cycle, input.grounds, {
        id: `${about}/not-sent/${letter.number.split('/').at(-1)}`,
        what: `The letter ${letter.number} could not be sent.`,
        command: `ascn request show ${cycle.year}/${about}`,
      });
      return true;
    }
    firstMessage ??= sent.outcome === 'undeliverable' ? undefined : sent.messageId;
    for (const { office, reply } of sent.refused) await undeliverable(office, reply);
    return sent.outcome !== 'withheld';
  };

  const askOffice = (template: string) =>
    send(
      order(template, (letters += 1), [record.addressee], {
        copy: record.plan.copy.filter((office) => office !== record.addressee),
        attachments: input.attachments,
        invitation,
        formal: ask.formal,
      }),
    );

  /** The alternate is asked instead; with none left, the secretariat is told. */
  const undeliverable = async (office: string, reply: string): Promise<void> => {
    if (record.unreachable.includes(office)) return;
    const asked = office === record.addressee;
    await update(life.bounced(record, office));
    if (!asked || record.settled || record.closed) return;
    const alternate = life.alternateOf(record);
    await tellSecretariat(cycle, input.grounds, {
      id: `${about}/undeliverable/${office}`,
      what: `Mail to ${office} about ${about} came back for good (${reply}). ${alternate ? `${alternate} is asked instead.` : 'There is no other address: reach the office by another way.'}`,
      command: `ascn request show ${cycle.year}/${about}`,
    });
    if (!alternate) return;
    await update({ ...record, addressee: alternate, state: 'asked' });
    await askOffice(`ask/${ask.kind}`);
  };

  /** The answer is in: what was held for a person about this request is withdrawn. */
  const settleWithSecretariat = async (): Promise<void> => {
    if (heldEscalation) await withdrawLetter(heldEscalation);
    heldEscalation = undefined;
    await noLongerWaiting(cycle, about);
  };

  /** Tells whoever must act on an answer: the NR who clears it, the secretariat about an exception. */
  const passOn = async (before: RequestRecord, filed: FiledSubmission, unread = false): Promise<void> => {
    if (record.state === 'accepted') await settleWithSecretariat();
    if (life.isUnconfirmed(record)) {
      await tellSecretariat(cycle, input.grounds, {
        id: `${about}/confirm/${filed.version}`,
        what: unread
          ? `An answer about ${about} came in the office's own words. Reminders have stopped; read it (letter ${life.latest(record)?.letter.slice(0, 12)}) and enter what it says.`
          : `An answer about ${about} came from an address that is not known for ${record.addressee}. Reminders have stopped; the answer counts once it is confirmed.`,
        command: unread
          ? `ascn request record ${cycle.year}/${about} --file ANSWER.txt --as OFFICE --why REASON`
          : `ascn request confirm ${cycle.year}/${about} --as OFFICE`,
      });
    } else if (record.state !== 'answered') {
      return;
    } else if (record.plan.clearedBy && !record.marks.includes('cleared-nationally')) {
      await send(
        order('national-clearance', `C${filed.version}`, [record.plan.clearedBy], {
          form: 'national-clearance',
          submissions: [filed.document],
          answers: [{ request: id, as: 'national-clearance' }],
        }),
      );
    } else if (filed.exceptions.length > 0 && before.state !== 'accepted') {
      await tellSecretariat(cycle, input.grounds, {
        id: `${about}/exception/${filed.version}`,
        what: `${about}: ${filed.exceptions.join(' ')}`,
        command: `ascn request accept ${cycle.year}/${about} --as OFFICE --why REASON`,
      });
    }
  };

  const file = async (answer: Address, arrival: life.Arrival, { replaces, unread }: { replaces: boolean; unread: boolean }): Promise<FiledSubmission> => {
    const filed = await fileSubmission({
      request: id,
      form: ask.form,
      subject: record.subject,
      previous: life.lastConfirmed(record)?.document,
      version: record.versions.length + 1,
      answer,
      letter: arrival.letter,
      from: arrival.from,
      at: arrival.at,
      replaces,
      networkDocument: input.grounds.networkDocument,
    });
    const before = record;
    await update(life.answered(record, filed, arrival));
    await passOn(before, filed, unread);
    return filed;
  };

  const nationalClearance = async (submit: SubmitAnswer): Promise<SubmitOutcome> => {
    const filed = await fileSubmission({
      request: id,
      form: 'national-clearance',
      subject: record.subject,
      previous: undefined,
      version: 1,
      answer: submit.answer,
      letter: submit.letter,
      from: submit.from,
      at: now(),
      replaces: true,
      networkDocument: input.grounds.networkDocument,
    });
    const office = submit.from;
    if (filed.choices.position === 'agree') await update(life.clearedNationally(record));
    if (filed.choices.position === 'return') await returnForCorrection({ office, door: 'mail', authority: submit.letter }, undefined);
    const exceptions = life.latest(record)?.exceptions ?? [];
    if (record.state === 'answered' && exceptions.length > 0) {
      const version = life.latest(record)!;
      await passOn(record, version);
    }
    return {
      request: id,
      state: record.state,
      receipt: order('receipt', `RC-${submit.letter.slice(0, 8)}`, [office], {
        form: 'national-clearance',
        submissions: [filed.document],
        automaticAnswer: true,
        inReplyTo: submit.messageId,
        answers: [{ request: id, as: 'national-clearance' }],
      }),
    };
  };

  const returnForCorrection = async (actor: Actor, due: IsoDate | undefined): Promise<void> => {
    const plan = await replan({ ...input.grounds, kind: ask.kind, plan: record.plan, due, from: now() });
    await update(life.returnedForCorrection(record, plan));
    await send(
      order('returned', (letters += 1), [record.addressee], {
        submissions: soFar(),
        values: { ...order('', '', []).values, why: actor.why ?? '' },
      }),
    );
  };

  setHandler(
    submitUpdate,
    async (submit) =>
      oneAtATime.run(async () => {
        const known = outcomes.get(submit.letter);
        if (known) return { ...known, receipt: undefined };
        if (record.closed) return { request: id, state: 'closed' };
        const outcome = submit.role === 'national-clearance' ? await nationalClearance(submit) : await take(submit);
        outcomes.set(submit.letter, outcome);
        return outcome;
      }),
    {
      validator: (submit) => {
        if (submit.confirmed && !life.mayAnswer(record, submit.from)) {
          refuse(`${submit.from} is not an office that answers ${about}; ${[...record.plan.addressees, ...record.plan.mayAnswer].join(' or ')} does.`);
        }
      },
    },
  );

  const take = async (submit: SubmitAnswer): Promise<SubmitOutcome> => {
    const arrival = { from: submit.from, letter: submit.letter, at: now(), confirmed: submit.confirmed, joint: submit.joint };
    const filed = await file(submit.answer, arrival, submit);
    return {
      request: id,
      state: record.state,
      version: filed.version,
      receipt: order(receiptFor(submit, filed), `R${filed.version}`, [submit.from], {
        submissions: [filed.document],
        automaticAnswer: true,
        inReplyTo: submit.messageId,
      }),
    };
  };

  setHandler(acknowledgeUpdate, async ({ letter, promised, messageId }) =>
    oneAtATime.run(async () => {
      if (record.closed) return { request: id, state: 'closed' };
      await update(life.acknowledged(record, promised));
      return {
        request: id,
        state: record.state,
        receipt: order('receipt-acknowledged', `RA-${letter.slice(0, 8)}`, [record.addressee], {
          automaticAnswer: true,
          inReplyTo: messageId,
          values: { ...order('', '', []).values, promisedDate: promised.slice(0, 10) },
        }),
      };
    }),
  );

  const open = () => (record.closed ? `${about} belongs to a cycle that is closed.` : undefined);

  setHandler(
    extendUpdate,
    async ({ due }) =>
      oneAtATime.run(async () => {
        const plan = await replan({ ...input.grounds, kind: ask.kind, plan: record.plan, due, from: now() });
        await update(life.withMark(life.withPlan(record, plan), 'extended'));
        await send(order('extended', (letters += 1), [record.addressee], { copy: record.plan.copy }));
        return record;
      }),
    {
      validator: ({ due, actor }) =>
        refuse(
          refuseStranger(cycle, actor),
          open(),
          record.state === 'accepted' ? `${about} has been answered and accepted; there is nothing to extend.` : undefined,
          due <= now().slice(0, 10) ? `The new date for ${about} is ${due}; expected a day after today, ${now().slice(0, 10)}.` : undefined,
        ),
    },
  );

  setHandler(
    returnUpdate,
    async ({ actor, due }) =>
      oneAtATime.run(async () => {
        await returnForCorrection(actor, due);
        return record;
      }),
    {
      validator: ({ actor }) =>
        refuse(
          refuseStranger(cycle, actor),
          open(),
          life.latest(record) ? undefined : `${about} has no answer yet that could be returned.`,
          actor.why?.trim() ? undefined : `Say why ${about} is returned, with --why: the office reads it.`,
        ),
    },
  );

  setHandler(
    acceptUpdate,
    async ({ actor }) =>
      oneAtATime.run(async () => {
        await settleWithSecretariat();
        return update(life.accepted(record, life.latest(record)!.version, actor));
      }),
    {
      validator: ({ actor }) =>
        refuse(
          refuseStranger(cycle, actor),
          open(),
          life.latest(record) ? undefined : `${about} has no answer yet that could be accepted.`,
          record.state === 'accepted' ? `${about} was accepted already.` : undefined,
          actor.why?.trim() ? undefined : `Say why ${about} is accepted as it stands, with --why.`,
        ),
    },
  );

  setHandler(
    reassignUpdate,
    async ({ office }) =>
      oneAtATime.run(async () => {
        const plan = await replan({ ...input.grounds, kind: ask.kind, plan: record.plan, addressee: office, from: now() });
        await update(life.reassigned(record, plan));
        await send(order('reassigned', (letters += 1), [record.addressee], { copy: record.plan.copy, invitation, attachments: input.attachments }));
        return record;
      }),
    { validator: ({ actor }) => refuse(refuseStranger(cycle, actor), open()) },
  );

  setHandler(
    recordUpdate,
    async ({ text, actor }) =>
      oneAtATime.run(async () => {
        const answer = await recordAnswer({ form: ask.form, text });
        recorded = { answer, from: record.addressee, by: actor };
        if (!cycle.rules.twoPersons) await fileRecorded(actor);
        return record;
      }),
    {
      validator: ({ actor }) =>
        refuse(
          refuseStranger(cycle, actor),
          open(),
          actor.why?.trim() ? undefined : `Say how the answer to ${about} reached you, with --why.`,
        ),
    },
  );

  const fileRecorded = async (confirming: Actor): Promise<void> => {
    const { answer, from, by } = recorded!;
    recorded = undefined;
    const arrival = { from, letter: `record/${by.office}/${record.versions.length + 1}`, at: now(), confirmed: true, joint: false };
    await file(answer, arrival, { replaces: false, unread: false });
    await update(life.withMark({ ...record, ...(record.acceptedBy && { acceptedBy: confirming }) }, 'recorded'));
  };

  setHandler(
    confirmUpdate,
    async ({ actor }) =>
      oneAtATime.run(async () => {
        if (recorded) await fileRecorded(actor);
        else {
          const before = record;
          await update(life.confirmed(record));
          await passOn(before, life.latest(record)!);
          await noLongerWaiting(cycle, about);
        }
        return record;
      }),
    {
      validator: ({ actor }) =>
        refuse(
          refuseStranger(cycle, actor),
          open(),
          recorded || life.isUnconfirmed(record) ? undefined : `${about} has nothing that waits for confirmation.`,
          recorded ? refuseSamePerson(recorded.by, actor, cycle.rules.twoPersons) : undefined,
        ),
    },
  );

  setHandler(bouncedSignal, async ({ office, permanent, reply }) => {
    if (permanent) await oneAtATime.run(() => undeliverable(office, reply));
  });

  setHandler(movedSignal, async (moved) =>
    oneAtATime.run(async () => {
      if (moved.plan) await update(life.withPlan(record, moved.plan));
      if (moved.invitation && invitation) {
        invitation = moved.invitation;
        await send(order('meeting-moved', (letters += 1), [record.addressee], { copy: record.plan.copy, invitation }));
      } else if (moved.plan && life.isOwed(record)) {
        await send(order('date-moved', (letters += 1), [record.addressee], { copy: record.plan.copy }));
      }
    }),
  );

  setHandler(closeSignal, () => {
    record = { ...record, closed: true, settled: true };
    changes += 1;
  });
  setHandler(recordQuery, () => record);

  /** A chaser goes out only when, at that very moment, nothing has come in that is still being read. */
  const chase = async (step: Extract<NextStep, { do: 'remind' }>): Promise<boolean> => {
    const late = now() > record.plan.due;
    const template = record.state === 'returned' ? 'still-missing' : late ? 'reminder-after-due' : 'reminder';
    const n = record.plan.reminders.findIndex((reminder) => reminder.at === step.at) + 1;
    return send(
      order(template, (letters += 1), [record.addressee], {
        copy: late ? record.plan.copy : [],
        submissions: record.state === 'returned' ? soFar() : [],
        values: { ...order('', '', []).values, days: step.days, count: n },
        withholdIfArrived: id,
      }),
    );
  };

  /** The letter to the NR, then the matter to the chair's secretariat: held for a person. */
  const escalate = async (to: string): Promise<void> => {
    const number = `E${record.escalationsSent + 1}`;
    if (to === deskOf(cycle)) {
      await tellSecretariat(cycle, input.grounds, {
        id: `${about}/escalated`,
        what: `${about} is not answered; reminders and the National Representative did not help. It was due on ${record.plan.dueDate}.`,
        command: `ascn request show ${cycle.year}/${about}`,
      });
      return;
    }
    heldEscalation = await holdLetter(cycle, input.grounds, {
      name: `${about}/${number}`,
      title: `Escalation of ${about} to ${to}`,
      orders: [order('escalation-nr', number, [to], { values: { ...order('', '', []).values, office: record.addressee } })],
    });
  };

  if (input.askedBy === undefined) await oneAtATime.run(() => askOffice(`ask/${ask.kind}`));
  await update(record);

  let notBefore = '';
  while (!record.closed) {
    const seen = changes;
    const step = life.nextStep(record);
    const at = step.do === 'wait' ? undefined : step.at > notBefore ? step.at : notBefore;
    if (await waitUntil(cycle, () => at, () => changes !== seen)) continue;
    await oneAtATime.run(async () => {
      if (changes !== seen) return;
      if (step.do === 'remind' && !(await chase(step))) {
        notBefore = after(now(), letterInHandMs);
        return;
      }
      if (step.do === 'escalate') await escalate(step.to);
      await update(life.stepDone(record, step));
    });
  }
  await tell(input.board, requestChanged, life.rowOf(record));
  await condition(allHandlersFinished);
  return record;
}
