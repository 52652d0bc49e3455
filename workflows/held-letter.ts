/** A letter that a person reads before it goes out: held as a draft, edited, released by two persons, or dropped. */
import { allHandlersFinished, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import { refuseSamePerson } from '../domain/actor.js';
import { chasesWithheld, letterInHandMs } from '../domain/arrival.js';
import type { Address } from '../domain/document.js';
import type { LetterOrder } from '../domain/letter.js';
import type { Instant } from '../domain/time.js';
import type { Cycle } from './cycle.js';
import { calendarNow, refuseStranger } from './cycle.js';
import type { Draft } from './held-letter-messages.js';
import { draftQuery, dropUpdate, editUpdate, releaseUpdate, withdrawSignal } from './held-letter-messages.js';
import { onUpdate, refuse } from './refusal.js';
import { draftChanged } from './drafts.js';
import { sendAll } from './mailing.js';
import { noLongerWaiting, tellSecretariat } from './secretariat.js';

export interface HeldLetterInput {
  cycle: Cycle;
  networkDocument: Address;
  name: string;
  title: string;
  orders: LetterOrder[];
}

export interface HeldLetterResult {
  outcome: 'released' | 'dropped' | 'withdrawn';
  /** Numbers of the letters that were released, in order. */
  numbers: string[];
}

export async function heldLetter(input: HeldLetterInput): Promise<HeldLetterResult> {
  const { cycle, name, title } = input;
  let draft: Draft = { id: workflowInfo().workflowId, name, title, state: 'held', orders: input.orders };
  /** Also when it was released, and waits for what the office has sent to be read. */
  let reasonGone = false;
  const ended = () =>
    draft.state === 'held' || draft.state === 'release-prepared'
      ? undefined
      : `“${title}” was ${draft.state} already.`;
  const unknown = (number: string) =>
    draft.orders.some((order) => order.number === number)
      ? undefined
      : `“${title}” holds no letter ${number}. It holds: ${draft.orders.map((order) => order.number).join(', ')}.`;

  onUpdate(
    editUpdate,
    async ({ number, subject, text, actor }) => {
      draft = {
        ...draft,
        state: 'held',
        preparedBy: actor,
        orders: draft.orders.map((order) =>
          order.number === number ? { ...order, edited: { subject, text } } : order,
        ),
      };
      await draftChanged(cycle, draft);
      return draft;
    },
    ({ number, subject, text, actor }) =>
      refuse(
        refuseStranger(cycle, actor),
        ended(),
        unknown(number),
        subject.trim() ? undefined : 'The letter has no subject.',
        text.trim() ? undefined : 'The letter has no text.',
      ),
  );
  onUpdate(
    releaseUpdate,
    async ({ actor }) => {
      const alone = !cycle.rules.twoPersons;
      draft =
        draft.state === 'release-prepared' || alone
          ? { ...draft, state: 'released', endedBy: actor }
          : { ...draft, state: 'release-prepared', preparedBy: actor };
      await draftChanged(cycle, draft);
      return draft;
    },
    ({ actor }) =>
      refuse(
        refuseStranger(cycle, actor),
        ended(),
        draft.preparedBy && refuseSamePerson(draft.preparedBy, actor, cycle.rules.twoPersons),
      ),
  );
  onUpdate(
    dropUpdate,
    async ({ numbers, actor }) => {
      const orders = numbers ? draft.orders.filter((order) => !numbers.includes(order.number)) : [];
      draft = { ...draft, orders, ...(orders.length === 0 && { state: 'dropped' as const, endedBy: actor }) };
      await draftChanged(cycle, draft);
      return draft;
    },
    ({ numbers, actor }) =>
      refuse(
        refuseStranger(cycle, actor),
        ended(),
        actor.why?.trim() ? undefined : `Say why “${title}” is dropped, with --why.`,
        ...(numbers ?? []).map(unknown),
      ),
  );
  setHandler(withdrawSignal, () => {
    reasonGone = true;
    if (!ended()) draft = { ...draft, state: 'withdrawn' };
  });
  setHandler(draftQuery, () => draft);

  await draftChanged(cycle, draft);
  await tellSecretariat(cycle, {
    id: `held/${name}`,
    what: `A draft waits for release: ${title}.`,
    command: `ascn letter release ${cycle.year}/held/${name} --as OFFICE`,
  });
  await condition(() => ended() !== undefined);
  await condition(allHandlersFinished);
  await noLongerWaiting(cycle, `held/${name}`);
  await draftChanged(cycle, draft);
  if (draft.state !== 'released')
    return { outcome: draft.state === 'withdrawn' ? 'withdrawn' : 'dropped', numbers: [] };
  const numbersOf = (orders: LetterOrder[]) => orders.map(({ number }) => number);
  let toLeave = draft.orders;
  for (let go = 1; ; go += 1) {
    const at = calendarNow(cycle);
    const orders = toLeave.map((order) => inGo(order, go, at));
    const withheld = await sendAll({ cycle, about: name, orders });
    toLeave = toLeave.filter((_order, i) => withheld.includes(orders[i]!));
    if (toLeave.length === 0) return { outcome: 'released', numbers: numbersOf(draft.orders) };
    if (await condition(() => reasonGone, letterInHandMs)) break;
  }
  draft = { ...draft, state: 'withdrawn', endedBy: undefined };
  await draftChanged(cycle, draft);
  const kept = numbersOf(toLeave);
  return {
    outcome: 'withdrawn',
    numbers: numbersOf(draft.orders).filter((number) => !kept.includes(number)),
  };
}

/**
 * A letter's order at its first go, or when it was withheld before: then it has a number of its own, since the ledger
 * may say of the last one that it was withheld. After a day it leaves all the same: two persons released it.
 */
function inGo({ withholdIfArrived, ...order }: LetterOrder, go: number, at: Instant): LetterOrder {
  return {
    ...order,
    at,
    number: go === 1 ? order.number : `${order.number}-${go}`,
    ...(withholdIfArrived !== undefined && go <= chasesWithheld && { withholdIfArrived }),
  };
}
