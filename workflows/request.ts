/**
 * One thing asked of one office: ask, remind, take the answer, have it cleared, escalate, close.
 * The rules are in `domain/request.ts`; this file does what they say, and wires the messages.
 */
import type { UpdateDefinition } from '@temporalio/common';
import { allHandlersFinished, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import { askedAt } from '../domain/absence.js';
import type { Actor } from '../domain/actor.js';
import { refuseSamePerson } from '../domain/actor.js';
import type { Ask, RequestPlan } from '../domain/ask.js';
import { chasesWithheld, letterInHandMs } from '../domain/arrival.js';
import type { Address } from '../domain/document.js';
import { shortRequest } from '../domain/ids.js';
import type { Invitation, LetterOrder } from '../domain/letter.js';
import type { WhatNext } from '../domain/receipt.js';
import type { NotReached, WhyNotReached } from '../domain/not-reached.js';
import type { RequestRecord } from '../domain/request.js';
import * as life from '../domain/request.js';
import type { FiledSubmission, OwnAnswer, SubmitAnswer, SubmitOutcome } from '../domain/submission.js';
import type { IsoDate } from '../domain/time.js';
import { after } from '../domain/time.js';
import { requestChanged } from './batch-messages.js';
import type { Cycle } from './cycle.js';
import { calendarNow, deskOf, refuseStranger, waitUntil } from './cycle.js';
import { holdLetter, withdrawLetter } from './holding.js';
import { Mutex } from './mutex.js';
import { onUpdate, refuse } from './refusal.js';
import { Reminding } from './reminding.js';
import { RequestLetters } from './request-letters.js';
import {
  acceptUpdate,
  acknowledgeUpdate,
  awaySignal,
  bouncedSignal,
  closeSignal,
  confirmUpdate,
  extendUpdate,
  movedSignal,
  ownUpdate,
  reassignUpdate,
  recordQuery,
  recordUpdate,
  returnUpdate,
  submitUpdate,
} from './request-messages.js';
import { noLongerWaiting, tellSecretariat } from './secretariat.js';
import { stepInWords, tellRequest } from './story.js';
import { tell } from './tell.js';
import { fileSubmission, morningAfter, recordAnswer, replan } from './work.js';

export interface RequestInput {
  cycle: Cycle;
  grounds: { networkDocument: Address; chair: string };
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

interface Recorded {
  answer: Address;
  from: string;
  by: Actor;
}

export async function request(input: RequestInput): Promise<RequestRecord> {
  const { cycle, ask, grounds } = input;
  const id = workflowInfo().workflowId;
  const about = shortRequest(id);
  const now = () => calendarNow(cycle);
  const letters = new RequestLetters(input, id);
  const reminding = new Reminding(cycle, () => record.closed);
  const oneAtATime = new Mutex();
  const outcomes = new Map<string, SubmitOutcome>();
  /** Offices that were told who is asked in their place. */
  const toldOfReassignment = new Set<string>();
  let record = life.newRequest(id, ask.kind, input.plan, now());
  let invitation = input.invitation;
  let recorded: Recorded | undefined;
  let heldEscalation: string | undefined;
  let escalations = 0;
  let beforeSecretariat = false;
  let changes = 0;

  const update = async (next: RequestRecord): Promise<RequestRecord> => {
    record = next;
    changes += 1;
    tellRequest(record);
    await tell(input.board, requestChanged, life.rowOf(record, changes));
    return record;
  };

  const askSecretariat = async (
    step: string,
    what: string,
    command: string,
    why?: WhyNotReached,
  ): Promise<void> => {
    beforeSecretariat = true;
    await tellSecretariat(cycle, {
      id: `${about}/${step}`,
      what,
      command: command.replace('ID', `${cycle.year}/${about}`),
      ...(why && { notReached: why }),
    });
  };

  /** The office owes nothing more: what was held for a person about this request is withdrawn. */
  const settleWithSecretariat = async (): Promise<void> => {
    if (heldEscalation !== undefined) await withdrawLetter(heldEscalation);
    heldEscalation = undefined;
    if (beforeSecretariat) await noLongerWaiting(cycle, about);
    beforeSecretariat = false;
  };

  /** @returns false when the letter was withheld */
  const send = async (letter: LetterOrder): Promise<boolean> => {
    const sent = await reminding.send(letter, record.plan.due);
    if (!sent) return true;
    letters.sent(sent);
    for (const refused of sent.refused) await undeliverable(refused);
    return sent.outcome !== 'withheld';
  };

  /** The alternate is asked instead; with none left, the secretariat is told. */
  const undeliverable = async (notReached: NotReached): Promise<void> => {
    const { office, code, why } = notReached;
    if (record.unreachable.includes(office)) return;
    const asked = office === record.addressee;
    await update(life.bounced(record, office));
    if (!asked || record.settled || record.closed) return;
    const alternate = life.alternateOf(record);
    const next = alternate
      ? `${alternate} is asked instead.`
      : 'There is no other address: reach the office by another way.';
    const told = why === 'suppressed' ? 'is not sent any more' : 'came back for good';
    await askSecretariat(
      `undeliverable/${office}`,
      `Mail to ${office} about ${about} ${told}${code === undefined ? '' : ` (${code})`}. ${next}`,
      why === 'suppressed'
        ? `ascn letter unsuppress ${office} --as OFFICE --why REASON`
        : 'ascn request show ID',
      why,
    );
    if (alternate === undefined) return;
    await update({ ...record, addressee: alternate, state: 'asked' });
    await send(letters.ask(record, `ask/${ask.kind}`, invitation));
  };

  /** Tells whoever must act on an answer: the secretariat about what is unconfirmed or departs from a rule, the NR who clears it. */
  const passOn = async (filed: FiledSubmission, unread: boolean): Promise<void> => {
    if (!life.isOwed(record) && !life.isUnconfirmed(record)) await settleWithSecretariat();
    if (life.isUnconfirmed(record) && unread) {
      await askSecretariat(
        `read/${filed.version}`,
        `An answer about ${about} came in the office's own words (letter ${life.latest(record)?.letter.slice(0, 12)}). Reminders have stopped; read it and enter what it says.`,
        'ascn request record ID --file ANSWER.txt --as OFFICE --why REASON',
      );
    } else if (life.isUnconfirmed(record)) {
      const by = life.latest(record)?.assignedBy;
      const came = by
        ? `${by.office} has given a letter from the tray to ${about} as its answer (${by.why}).`
        : `An answer about ${about} came from an address that is not known to speak for ${record.addressee}.`;
      await askSecretariat(
        `confirm/${filed.version}`,
        `${came} Reminders have stopped, and the office is asked whether it is its own; the answer counts once the office or ${by ? 'another person' : 'you'} confirms it.`,
        'ascn request confirm ID --as OFFICE',
      );
    } else if (life.waitsForNr(record)) {
      await send(letters.nationalClearance(record));
    } else if (life.waitsForSecretariat(record)) {
      await askSecretariat(
        `exception/${filed.version}`,
        `${about}: ${filed.exceptions.join(' ')}`,
        'ascn request accept ID --as OFFICE --why REASON',
      );
    }
  };

  const file = async (
    answer: Address,
    arrival: life.Arrival,
    { replaces, unread }: { replaces: boolean; unread: boolean },
  ): Promise<FiledSubmission> => {
    const lapsed = record.state === 'lapsed';
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
      networkDocument: grounds.networkDocument,
    });
    await update(life.answered(record, filed, arrival));
    await passOn(filed, unread);
    if (lapsed)
      await askSecretariat(
        `late/${filed.version}`,
        `A late answer about ${about} has come in, after it was recorded as missing.`,
        'ascn request show ID',
      );
    return filed;
  };

  const take = async (submit: SubmitAnswer): Promise<SubmitOutcome> => {
    const { from, letter, joint, assignedBy } = submit;
    const confirmed = submit.confirmed && life.mayAnswer(record, from);
    const arrival = { from, letter, at: now(), confirmed, joint, ...(assignedBy && { assignedBy }) };
    const filed = await file(submit.answer, arrival, submit);
    const { version } = filed;
    if (!confirmed && !submit.unread) {
      const reached = life.mayAnswer(record, from) && !record.unreachable.includes(from);
      const asked = reached ? from : record.addressee;
      return {
        request: id,
        state: record.state,
        version,
        receipt: letters.confirmation(record, asked, filed, submit),
      };
    }
    return { request: id, state: record.state, version, receipt: letters.receipt(record, filed, submit) };
  };

  /**
   * A letter to the reply address of an office from which the request was reassigned: its token is revoked. Whoever
   * writes is told once who is asked now.
   */
  const passedOn = (letter: {
    to: string;
    letter: string;
    messageId?: string | undefined;
  }): SubmitOutcome => {
    const aside = `${about} was reassigned from ${letter.to} to ${record.addressee}, so the reply address of that letter no longer counts.`;
    if (toldOfReassignment.has(letter.to)) return { request: id, state: record.state, aside };
    toldOfReassignment.add(letter.to);
    return { request: id, state: record.state, aside, receipt: letters.passedOn(record, letter.to, letter) };
  };

  /** The office's word on the latest answer, which came from elsewhere. */
  const own = async (word: OwnAnswer): Promise<SubmitOutcome> => {
    const version = life.latest(record);
    const otherwise = (aside: string): SubmitOutcome => ({ request: id, state: record.state, aside });
    if (!life.mayAnswer(record, word.from))
      return otherwise(`${word.from} is not asked about ${about}, so its word does not count.`);
    if (!version || !life.isUnconfirmed(record))
      return otherwise(`No answer about ${about} waits to be confirmed.`);
    if (version.version !== word.version)
      return otherwise(
        `It is about version ${word.version} of the answer about ${about}; version ${version.version} waits to be confirmed.`,
      );
    if (word.own) {
      await settleWithSecretariat();
      await update(life.confirmed(record));
      await passOn(version, false);
    } else {
      const owed = !record.settled;
      await noLongerWaiting(cycle, `${about}/confirm/${word.version}`);
      await update(life.disowned(record, owed ? await replanned({}) : undefined));
      await askSecretariat(
        `disowned/${word.version}`,
        `${word.from} says that version ${word.version} of the answer about ${about} is not its own. It is set aside; ${life.isOwed(record) ? 'the request is open again, and reminders go on.' : 'what counted before counts.'}`,
        'ascn request show ID',
      );
    }
    const { from, messageId } = word;
    const part = `RO-${word.letter.slice(0, 8)}`;
    const receipt = word.own
      ? letters.receipt(record, version, { from, messageId, unread: false }, part)
      : letters.order(record, 'disowned', { part, to: [from], automaticAnswer: true, inReplyTo: messageId });
    return { request: id, state: record.state, version: word.version, receipt };
  };

  /** The NR's word on what the office sent. A word from an unknown address changes nothing. */
  const clearNationally = async (submit: SubmitAnswer): Promise<SubmitOutcome> => {
    if (!submit.confirmed || submit.from !== record.plan.clearedBy) {
      await askSecretariat(
        `national-clearance/${submit.letter.slice(0, 8)}`,
        `A letter about the national clearance of ${about} came from an address that is not the National Representative's (letter ${submit.letter.slice(0, 12)}). It changes nothing.`,
        'ascn request show ID',
      );
      return { request: id, state: record.state };
    }
    const filed = await fileSubmission({
      request: id,
      form: 'national-clearance',
      subject: record.subject,
      version: 1,
      answer: submit.answer,
      letter: submit.letter,
      from: submit.from,
      at: now(),
      replaces: true,
      networkDocument: grounds.networkDocument,
    });
    let next: WhatNext = 'noted';
    if (filed.choices.position === 'agree' && life.waitsForNr(record)) {
      await update(life.clearedNationally(record));
      await passOn(life.latest(record)!, false);
      next = 'cleared';
    } else if (filed.choices.position === 'return') {
      await returnForCorrection(undefined, { office: submit.from, door: 'mail', authority: submit.letter });
      next = 'returned';
    }
    if (filed.missing.length + filed.problems.length > 0) next = 'incomplete';
    const receipt = letters.receiptOfClearance(record, filed, submit, next);
    return { request: id, state: record.state, receipt };
  };

  const replanned = (change: { due?: IsoDate; addressee?: string }): Promise<RequestPlan> =>
    replan({ ...grounds, request: id, kind: ask.kind, plan: record.plan, ...change, from: now() });

  const returnForCorrection = async (due: IsoDate | undefined, actor: Actor): Promise<void> => {
    await settleWithSecretariat();
    await update(life.returnedForCorrection(record, await replanned({ due })));
    await send(
      letters.order(record, 'returned', {
        submissions: letters.submitted(record),
        also: { why: actor.why ?? '' },
      }),
    );
  };

  const fileRecorded = async (confirming: Actor): Promise<void> => {
    const { answer, from, by } = recorded!;
    recorded = undefined;
    const letter = `record/${by.office}/${record.versions.length + 1}`;
    await file(
      answer,
      {
        ...{ from, letter, at: now(), confirmed: true, joint: false },
        ...(by.authority !== undefined && { authority: by.authority }),
      },
      { replaces: false, unread: false },
    );
    await update(life.withMark({ ...record, acceptedBy: confirming }, 'recorded'));
  };

  /** Handles an update in its turn. The check runs again then: what was true on arrival may have changed in the queue. */
  const onTurn = <Argument>(
    definition: UpdateDefinition<RequestRecord, [Argument]>,
    check: (argument: Argument) => void,
    step: (argument: Argument) => Promise<RequestRecord>,
  ): void =>
    onUpdate(
      definition,
      (argument) =>
        oneAtATime.run(() => {
          check(argument);
          return step(argument);
        }),
      check,
    );
  const open = () => (record.closed ? `${about} belongs to a cycle that is closed.` : undefined);
  const reasoned = (actor: Actor, sentence: string) => (actor.why?.trim() ? undefined : sentence);
  const answeredYet = (what: string) =>
    life.latest(record) ? undefined : `${about} has no answer yet that could be ${what}.`;

  setHandler(submitUpdate, (submit) =>
    oneAtATime.run(async () => {
      const known = outcomes.get(submit.letter);
      if (known) return { ...known, receipt: undefined };
      if (record.closed) return { request: id, state: 'closed' };
      const outcome =
        submit.role === 'national-clearance'
          ? await clearNationally(submit)
          : !submit.assignedBy && life.isRevoked(record, submit.to)
            ? passedOn(submit)
            : await take(submit);
      outcomes.set(submit.letter, outcome);
      return outcome;
    }),
  );

  setHandler(ownUpdate, (word) =>
    oneAtATime.run(async () => {
      const known = outcomes.get(word.letter);
      if (known) return { ...known, receipt: undefined };
      if (record.closed) return { request: id, state: 'closed' };
      const outcome = await own(word);
      outcomes.set(word.letter, outcome);
      return outcome;
    }),
  );

  setHandler(acknowledgeUpdate, ({ letter, promised, to, messageId }) =>
    oneAtATime.run(async () => {
      if (record.closed) return { request: id, state: 'closed' };
      if (life.isRevoked(record, to)) return passedOn({ to, letter, messageId });
      const reminder = await morningAfter({
        networkDocument: grounds.networkDocument,
        request: id,
        office: record.addressee,
        after: promised,
      });
      await update(life.acknowledged(record, promised, reminder));
      const receipt = letters.order(record, 'receipt-acknowledged', {
        part: `RA-${letter.slice(0, 8)}`,
        automaticAnswer: true,
        inReplyTo: messageId,
        also: { promisedDate: promised },
      });
      return { request: id, state: record.state, receipt };
    }),
  );

  const refuseExtension = ({ due, actor }: { due: IsoDate; actor: Actor }) =>
    refuse(
      refuseStranger(cycle, actor),
      open(),
      record.state === 'accepted'
        ? `${about} has been answered and accepted; there is nothing to extend.`
        : undefined,
      due <= now().slice(0, 10)
        ? `The new date for ${about} is ${due}; expected a day after today, ${now().slice(0, 10)}.`
        : undefined,
    );
  onTurn(extendUpdate, refuseExtension, async (extension) => {
    await settleWithSecretariat();
    await update(life.withMark(life.withPlan(record, await replanned({ due: extension.due })), 'extended'));
    await send(letters.order(record, 'extended', { copy: record.plan.copy }));
    return record;
  });

  const refuseReturn = ({ actor }: { actor: Actor }) =>
    refuse(
      refuseStranger(cycle, actor),
      open(),
      answeredYet('returned'),
      reasoned(actor, `Say why ${about} is returned, with --why: the office reads it.`),
    );
  onTurn(returnUpdate, refuseReturn, async (returning) => {
    await returnForCorrection(returning.due, returning.actor);
    return record;
  });

  const refuseAcceptance = ({ actor }: { actor: Actor }) =>
    refuse(
      refuseStranger(cycle, actor),
      open(),
      answeredYet('accepted'),
      life.isUnconfirmed(record)
        ? `The latest answer to ${about} is not confirmed. Confirm it first: ascn request confirm ${cycle.year}/${about} --as OFFICE`
        : undefined,
      record.accepted === life.latest(record)?.version ? `${about} was accepted already.` : undefined,
      reasoned(actor, `Say why ${about} is accepted as it stands, with --why.`),
    );
  onTurn(acceptUpdate, refuseAcceptance, async (accepting) => {
    await settleWithSecretariat();
    return update(life.accepted(record, life.latest(record)!.version, accepting.actor));
  });

  const refuseReassignment = ({ actor, office }: { actor: Actor; office: string }) =>
    refuse(
      refuseStranger(cycle, actor),
      open(),
      office === record.addressee ? `${about} is asked of ${office} already.` : undefined,
    );
  onTurn(reassignUpdate, refuseReassignment, async (reassignment) => {
    await update(life.reassigned(record, await replanned({ addressee: reassignment.office })));
    await send(
      letters.order(record, 'reassigned', {
        copy: record.plan.copy,
        invitation,
        attachments: input.attachments,
      }),
    );
    return record;
  });

  const refuseRecord = ({ actor }: { actor: Actor }) =>
    refuse(
      refuseStranger(cycle, actor),
      open(),
      reasoned(actor, `Say how the answer to ${about} reached you, with --why.`),
    );
  onTurn(recordUpdate, refuseRecord, async (record_) => {
    const answer = await recordAnswer({ form: ask.form, text: record_.text });
    recorded = { answer, from: record.addressee, by: record_.actor };
    if (!cycle.rules.twoPersons) await fileRecorded(record_.actor);
    else {
      await askSecretariat(
        'recorded',
        `${record_.actor.office} has entered an answer for ${record.addressee} about ${about} (${record_.actor.why}). Another person confirms it.`,
        'ascn request confirm ID --as OFFICE',
      );
    }
    return record;
  });

  const refuseConfirmation = ({ actor }: { actor: Actor }) =>
    refuse(
      refuseStranger(cycle, actor),
      open(),
      recorded || life.isUnconfirmed(record)
        ? undefined
        : `${about} has nothing that waits for confirmation.`,
      refusePreparer(actor),
    );
  const refusePreparer = (actor: Actor): string | undefined => {
    const prepared =
      recorded?.by ?? (life.isUnconfirmed(record) ? life.latest(record)?.assignedBy : undefined);
    return prepared && refuseSamePerson(prepared, actor, cycle.rules.twoPersons);
  };
  onTurn(confirmUpdate, refuseConfirmation, async (confirmation) => {
    await settleWithSecretariat();
    if (recorded) await fileRecorded(confirmation.actor);
    else {
      await update(life.confirmed(record));
      await passOn(life.latest(record)!, false);
    }
    return record;
  });

  setHandler(bouncedSignal, ({ permanent, ...notReached }) =>
    oneAtATime.run(async () => {
      if (permanent) await undeliverable(notReached);
    }),
  );

  setHandler(awaySignal, ({ office, at, until }) =>
    oneAtATime.run(async () => {
      if (record.closed || !life.isOwed(record) || !life.isAsked(record, office)) return;
      const back = await morningAfter({
        networkDocument: grounds.networkDocument,
        request: id,
        office,
        after: until,
      });
      if (back <= at) return;
      const asked = askedAt(record, at);
      await update(life.away(record, { office, back }, at));
      const instead = askedAt(record, at);
      if (instead !== undefined && instead !== asked)
        await send(letters.askInstead(record, instead, { office, back }, invitation));
    }),
  );

  setHandler(movedSignal, (moved) =>
    oneAtATime.run(async () => {
      const owed = life.isOwed(record) || record.state === 'lapsed';
      if (moved.due !== undefined && owed && !life.hasLaterDue(record, moved.due))
        await update(life.withPlan(record, await replanned({ due: moved.due })));
      if (moved.invitation && invitation) {
        invitation = moved.invitation;
        await send(letters.order(record, 'meeting-moved', { copy: record.plan.copy, invitation }));
      } else if (moved.due !== undefined && owed) {
        await send(letters.order(record, 'date-moved', { copy: record.plan.copy }));
      }
    }),
  );

  setHandler(closeSignal, () => {
    record = { ...record, closed: true, settled: true };
    tellRequest(record);
    changes += 1;
  });
  setHandler(recordQuery, () => record);

  /** The letter to the NR, then the matter to the chair's secretariat: held for a person. */
  const escalate = async (to: string): Promise<void> => {
    escalations += 1;
    if (to === deskOf(cycle)) {
      await askSecretariat(
        `escalated/${escalations}`,
        `${about} has not come in, and neither reminders nor, where there was one, a letter to the National Representative helped. It was due on ${record.plan.dueDate}.`,
        'ascn request show ID',
      );
      return;
    }
    const part = `E${escalations}`;
    heldEscalation = await holdLetter(cycle, grounds, {
      name: `${about}/${part}`,
      title: `Escalation of ${about} to ${to}`,
      orders: [
        letters.order(record, 'escalation-nr', {
          part,
          to: [to],
          also: { office: record.addressee },
          withholdIfArrived: [id],
        }),
      ],
    });
  };

  // the batch has put it on its board
  tellRequest(record);
  if (input.askedBy === undefined)
    await oneAtATime.run(() => send(letters.ask(record, `ask/${ask.kind}`, invitation)));

  let notBefore = '';
  let withheld = 0;
  while (!record.closed) {
    const seen = changes;
    const step = life.nextStep(record);
    const at = step.do === 'wait' ? undefined : step.at > notBefore ? step.at : notBefore;
    if (
      await waitUntil(
        cycle,
        () => at,
        () => changes !== seen,
        stepInWords(step),
      )
    )
      continue;
    await oneAtATime.run(async () => {
      if (changes !== seen) return;
      // nobody is chased while a letter of theirs is being read; after a day a person has to look anyway
      if (step.do === 'remind' && withheld < chasesWithheld && !(await send(letters.chaser(record, step)))) {
        withheld += 1;
        notBefore = after(now(), letterInHandMs);
        return;
      }
      withheld = 0;
      if (step.do === 'escalate') await escalate(step.to);
      if (step.do === 'lapse') await settleWithSecretariat();
      await update(life.stepDone(record, step));
    });
  }
  await settleWithSecretariat();
  await tell(input.board, requestChanged, life.rowOf(record, changes));
  await condition(allHandlersFinished);
  return record;
}
