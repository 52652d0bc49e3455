/** Papers on their way: before the members, and before the bodies. */
import type { Actor } from '../../../../domain/actor.js';
import type { MemberPosition } from '../../../../domain/clearance.js';
import type { Submission } from '../../../../domain/submission.js';
import type { Session } from '../../../../domain/calendar.js';
import type { Decision } from '../../../../domain/decision.js';
import type { Address } from '../../../../domain/document.js';
import type { Paper, PaperRef } from '../../../../domain/paper.js';
import { statementsOf } from '../../../../domain/paper.js';
import type { ClearanceRound, ClearanceState, NewVersion } from '../../../../workflows/clearance-messages.js';
import type { SessionState } from '../../../../workflows/session-messages.js';
import type { RecordedEvent } from '../../record.js';
import type { Act, ClearanceAccount, Elsewhere, Said, SessionAccount, WordChange } from '../account.js';
import { inOrder } from '../account.js';
import { childrenIn, endOf, startOf, stepsIn, updatesIn } from '../events.js';
import type { Names } from '../names.js';
import { listed, sentence } from '../names.js';

/** Reads a document; undefined where the record does not hold it, or it cannot be read. */
type Read = <T>(address: Address) => Promise<T | undefined>;

export async function gatherClearance(
  workflow: string,
  events: readonly RecordedEvent[],
  read: Read,
  names: Names,
): Promise<{ account: ClearanceAccount; acts: Act[] }> {
  const start = startOf(events);
  const { text, paper } = start.input as { text: string; paper: PaperRef };
  const end = endOf(events);
  const updates = updatesIn(events);
  const state =
    (end?.result as { state: ClearanceState } | undefined)?.state ??
    (updates.at(-1)?.result as ClearanceState | undefined);
  const opened = childrenIn(events).filter(({ type }) => type === 'batch');
  const rounds: ClearanceRound[] = state?.rounds ?? [
    { version: 1, paper, cutOff: '', positions: [], outcome: 'open' },
  ];
  const openings = updates.filter(({ name }) => name === 'openVersion');
  const account: ClearanceAccount = {
    ...{ workflow, text, title: paper.title, opened: start.at, cleared: state?.cleared ?? false },
    ...(end && { ended: end.at }),
    rounds: await Promise.all(
      rounds.map(async (round, i) => {
        const opening = i === 0 ? undefined : (openings[i - 1]?.argument as NewVersion | undefined);
        const at = opened[i]?.at;
        return {
          ...round,
          ...(at !== undefined && { opened: at }),
          said: await saidIn(round.positions, read),
          changes: opening ? await wordChanges(opening, rounds[i - 1]?.paper.document, read) : [],
          ...(opening && { changedBy: opening.actor }),
        };
      }),
    ),
  };
  const link = { text: sentence(names.text(text)), to: { workflow } };
  const acts = updates.map(({ at, name, argument }): Act => {
    const { actor } = argument as { actor: Actor };
    const what = `${name === 'openVersion' ? 'A new version opened' : 'A round closed before its cut-off'}: ${names.text(text)}`;
    return { at, what, rule: 'one', confirmed: actor, link };
  });
  return { account, acts };
}

/** The members' own words, from their answers. */
async function saidIn(
  positions: readonly MemberPosition[],
  read: Read,
): Promise<ClearanceAccount['rounds'][number]['said']> {
  const said: Record<string, Said> = {};
  for (const { member, submission } of positions) {
    const fields = (submission && (await read<Submission>(submission))?.fields) || {};
    const words = (id: string): string => [fields[id]?.value ?? ''].flat().join(', ');
    const [comment, proposal] = [words('comment'), words('proposal')];
    if (comment || proposal) said[member] = { ...(comment && { comment }), ...(proposal && { proposal }) };
  }
  return said;
}

async function wordChanges(
  { edits }: NewVersion,
  before: Address | undefined,
  read: Read,
): Promise<WordChange[]> {
  const paper = before && (await read<Paper>(before));
  const was = new Map(paper ? statementsOf(paper).map(({ id, text }) => [id, text]) : []);
  return edits.map(({ statement, text: now }) => {
    const old = was.get(statement);
    return { statement, ...(old !== undefined && { was: old }), now };
  });
}

export async function gatherSession(
  workflow: string,
  events: readonly RecordedEvent[],
  read: Read,
  names: Names,
): Promise<{ account: SessionAccount; acts: Act[]; elsewhere: Elsewhere[] }> {
  const start = startOf(events);
  const { session } = start.input as { session: Session };
  const end = endOf(events);
  const updates = updatesIn(events);
  const last = updates.at(-1)?.result as SessionState | undefined;
  const result = end?.result as { decisions: Decision[]; papers: PaperRef[] } | undefined;
  const steps = stepsIn(events);
  const drawn = steps
    .filter(({ name }) => name === 'assemblePaper' || name === 'revisePaper')
    .flatMap(({ result: paper }) => (paper ? [paper as PaperRef] : []));
  const account: SessionAccount = {
    ...{ workflow, session: session.id, body: session.body, meets: session.meets },
    state: end ? 'decided' : (last?.state ?? 'before the members'),
    papers: result?.papers ?? drawn,
    decisions: result?.decisions ?? last?.decisions ?? [],
    clearances: childrenIn(events)
      .filter(({ type }) => type === 'clearance')
      .map((child) => child.workflow),
    changes: [],
    entries: [],
  };
  const title = names.date(session.meets)?.title ?? session.id;
  const link = { text: title, to: { workflow } };
  const acts: Act[] = [];
  const desk = (actor: Actor, at: string, event: number, what: string, more?: string[]): void =>
    void account.entries.push({
      ...{ at, kind: 'person', office: actor.office, what, event: { workflow, number: event } },
      ...(more && { more }),
      ...(actor.why !== undefined && { quote: actor.why }),
    });
  for (const { at, event, type, workflow: child } of childrenIn(events)) {
    const told: Record<string, string> = {
      clearance: 'The paper is put before the members, to be cleared.',
      heldLetter: 'Its transmission is drawn up, and waits for two persons to release it.',
      mailing: 'It is sent to the delegations of the members.',
    };
    if (told[type] !== undefined)
      account.entries.push({
        ...{ at, kind: 'year', office: 'ascn-cycle', what: told[type], event: { workflow, number: event } },
        links: [{ text: 'How that went', to: { workflow: child } }],
      });
  }
  for (const { at, event, name, result: said } of steps) {
    if (name !== 'readRecordedDecisions' || !Array.isArray(said)) continue;
    const decisions = said as Decision[];
    account.entries.push({
      ...{ at, kind: 'year', office: 'ascn-cycle', event: { workflow, number: event } },
      what:
        decisions.length === 0
          ? 'The record of the body has come; no decision was read from it.'
          : `The record of the body has come. It says: ${listed(decisions.map(({ item, verb, paragraph }) => `${itemTitle(account, item)} ${verb} (paragraph ${paragraph})`))}. A person confirms each.`,
    });
  }
  for (const { at, event, name, argument, result: after } of updates) {
    const { actor, item, entry } = argument as { actor: Actor; item?: string; entry?: Decision };
    const who = sentence(names.office(actor.office));
    if (name === 'decide' && entry)
      desk(
        actor,
        at,
        event,
        `${who} enters the decision on “${itemTitle(account, entry.item)}”: ${entry.verb}.`,
        [`${sentence(entry.basis)}, paragraph ${entry.paragraph} of ${entry.record}.`],
      );
    if (name === 'confirmDecision')
      desk(actor, at, event, `${who} confirms the decision on “${itemTitle(account, item ?? '')}”.`);
    if (name === 'revise') {
      desk(actor, at, event, `${who} opens a new version, which answers what was returned.`);
      account.changes.push({
        at,
        by: actor,
        changes: await wordChanges(
          argument as NewVersion,
          (after as SessionState | undefined)?.paper?.document,
          read,
        ),
      });
      acts.push({ at, what: `A new version opened: ${title}`, rule: 'one', confirmed: actor, link });
    }
  }
  account.entries.sort(inOrder);
  for (const decision of account.decisions)
    acts.push({
      at: confirmedAt(updates, decision) ?? decision.at,
      what: `Decision of the ${names.body(session.body)} on “${itemTitle(account, decision.item)}”: ${decision.verb}`,
      ...{ rule: 'two', prepared: decision.preparedBy, link },
      ...(decision.confirmedBy && { confirmed: decision.confirmedBy }),
    });
  const elsewhere = account.decisions
    .filter(({ preparedBy, basis }) => preparedBy.door !== 'mail' || basis !== 'in session')
    .map(({ at, item, verb, basis, preparedBy, confirmedBy, paragraph, record, document }): Elsewhere => ({
      ...{ at, kind: 'decision', recordedBy: preparedBy.office },
      what: `${sentence(names.body(session.body))}, ${title}: “${itemTitle(account, item)}” ${verb}, ${basis}, paragraph ${paragraph} of ${record}${document === undefined ? '' : ' (the document is in the record)'}`,
      ...(confirmedBy && { confirmedBy: confirmedBy.office }),
      ...(preparedBy.why !== undefined && { quote: preparedBy.why }),
      links: [link],
    }));
  return { account, acts, elsewhere };
}

/** A decision of a version that was confirmed later is confirmed by the first word on its item after it was entered. */
const confirmedAt = (updates: ReturnType<typeof updatesIn>, { item, at }: Decision): string | undefined =>
  updates.find(
    (update) =>
      update.name === 'confirmDecision' &&
      update.at >= at &&
      (update.argument as { item?: string }).item === item,
  )?.at;

export const itemTitle = ({ papers }: Pick<SessionAccount, 'papers'>, item: string): string =>
  papers.flatMap(({ items }) => items).find(({ id }) => id === item)?.title ?? item;
