/** A letter that a person reads before it goes out: held as a draft, edited, released by two persons, or dropped. */
import { allHandlersFinished, condition, setHandler, workflowInfo } from '@temporalio/workflow';
import { refuseSamePerson } from '../domain/actor.js';
import type { Address } from '../domain/document.js';
import type { LetterOrder } from '../domain/letter.js';
import type { Cycle } from './cycle.js';
import { calendarNow, refuseStranger } from './cycle.js';
import type { Draft } from './held-letter-messages.js';
import { draftQuery, dropUpdate, editUpdate, releaseUpdate, withdrawSignal } from './held-letter-messages.js';
import { onUpdate, refuse } from './refusal.js';
import { draftChanged } from './drafts.js';
import { mailing } from './mailing.js';
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
  const at = calendarNow(cycle);
  await mailing({ cycle, about: name, orders: draft.orders.map((order) => ({ ...order, at })) });
  return { outcome: 'released', numbers: draft.orders.map((order) => order.number) };
}
