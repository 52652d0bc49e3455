/** One phase of the year in words: what it began, in its order. */
import type { LetterOrder } from '../../../../domain/letter.js';
import type { Session } from '../../../../domain/calendar.js';
import { shortRequest } from '../../../../domain/ids.js';
import type { Actor } from '../../../../domain/actor.js';
import type { PaperRef } from '../../../../domain/paper.js';
import type { RecordedEvent } from '../../record.js';
import type { Act, Entry, Link } from '../account.js';
import { inOrder } from '../account.js';
import type { Child } from '../events.js';
import { childrenIn, endOf, startOf, stepsIn, updatesIn } from '../events.js';
import type { Names } from '../names.js';
import { counted, sentence } from '../names.js';
import { kindAnchor, monthPath, phasePath } from '../paths.js';

interface Asked {
  kind?: string;
  subjects?: unknown[];
}

/** What began within a phase: the entries of the phase itself. */
export function gatherPhase(
  phase: string,
  workflow: string,
  events: readonly RecordedEvent[],
  names: Names,
): { entries: Entry[]; acts: Act[]; began: string; ended?: string } {
  const began = startOf(events).at;
  const end = endOf(events);
  const year = (at: string, what: string, number: number, more: Partial<Entry> = {}): Entry => ({
    ...{ at, kind: 'year', office: 'ascn-cycle', what, event: { workflow, number } },
    ...more,
  });
  const entries: Entry[] = [year(began, 'The phase begins.', 1)];
  for (const child of childrenIn(events)) {
    const what = childWords(child, names);
    if (what !== undefined)
      entries.push(year(child.at, what, child.event, { links: [linkOf(child, phase)] }));
  }
  for (const { at, event, name, result } of stepsIn(events)) {
    const paper = (result ?? {}) as Partial<PaperRef>;
    if ((name === 'assemblePaper' || name === 'writeOptionsPaper') && paper.title !== undefined)
      entries.push(
        year(
          at,
          `A paper is drawn up: “${paper.title}” (${paper.number ?? ''}, version ${paper.version ?? 1}).`,
          event,
        ),
      );
    if (name === 'publish') entries.push(year(at, 'What is public is published.', event));
    if (name === 'matchCities') entries.push(year(at, 'Cities and outside partners are matched.', event));
  }
  const acts: Act[] = [];
  let prepared: Actor | undefined;
  for (const { at, event, name, argument } of updatesIn(events)) {
    if (name !== 'handOver') continue;
    const { actor } = argument as { actor: Actor };
    const who = sentence(names.office(actor.office));
    entries.push({
      ...{ at, kind: 'person', office: actor.office, event: { workflow, number: event } },
      what: prepared ? `${who} completes the handover.` : `${who} prepares the handover.`,
      ...(actor.why !== undefined && { quote: actor.why }),
    });
    if (prepared || !twoPersonsIn(events))
      acts.push({
        ...{ at, what: 'Handover to the next chair', rule: 'two', confirmed: actor },
        ...(prepared && { prepared }),
        link: { text: 'The phase', to: { workflow } },
      });
    else prepared = actor;
  }
  if (end) entries.push(year(end.at, 'The phase is complete.', events.length));
  entries.sort(inOrder);
  return { entries, acts, began, ...(end && { ended: end.at }) };
}

const twoPersonsIn = (events: readonly RecordedEvent[]): boolean =>
  (startOf(events).input as { cycle: { rules: { twoPersons: boolean } } }).cycle.rules.twoPersons;

/** Where what a phase began is told. */
function linkOf({ type, workflow, argument, at }: Child, phase: string): Link {
  switch (type) {
    case 'batch':
      return {
        text: 'The requests',
        to: { path: `${phasePath(phase)}#${kindAnchor((argument as Asked).kind ?? '')}` },
      };
    case 'mailing':
      return { text: 'Letters of the month', to: { path: monthPath(at) } };
    case 'bodySession':
      return { text: 'The paper', to: { workflow } };
    case 'clearance':
      return { text: 'What the members said', to: { workflow } };
    default:
      return { text: 'What became of it', to: { workflow } };
  }
}

function childWords({ type, argument, workflow }: Child, names: Names): string | undefined {
  switch (type) {
    case 'batch': {
      const { kind = '', subjects = [] } = argument as Asked;
      return `${sentence(names.kind(kind))}: ${counted(subjects.length, 'request')} ${subjects.length === 1 ? 'goes' : 'go'} out.`;
    }
    case 'bodySession': {
      const { session } = argument as { session: Session };
      return `Work begins on ${names.text(session.id)}.`;
    }
    case 'clearance': {
      const { paper } = argument as { paper: PaperRef };
      return `“${paper.title}” is put before the members, to be cleared.`;
    }
    case 'heldLetter': {
      const { title, orders = [] } = argument as { title: string; orders?: LetterOrder[] };
      return `A draft waits for two persons to release it: ${names.plain(title)} (${counted(orders.length, 'letter')}).`;
    }
    case 'mailing': {
      const { orders = [] } = argument as { orders?: LetterOrder[] };
      return `${counted(orders.length, 'letter')} go out: ${shortRequest(workflow).replace('mailing/', '').replaceAll(/[-/]/g, ' ')}.`;
    }
    default:
      return undefined;
  }
}
