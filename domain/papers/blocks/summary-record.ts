/**
 * The summary record of the annual meeting, in numbered paragraphs. A decision keeps the paragraph that it was
 * recorded under, since that paragraph proves it; the other paragraphs take the numbers that are free.
 */
import type { Decision } from '../../decision.js';
import { membersOn } from '../../network.js';
import type { Block, Line } from '../block.js';
import { wordedDays } from '../worded-date.js';
import type { PaperYear } from '../year.js';
import { answersOf } from '../year.js';

export function summaryRecord(year: PaperYear): Block {
  const decided = year.decisions.filter(({ body, confirmedBy }) => confirmedBy && body === year.session.body);
  const taken = new Set(decided.map(({ paragraph }) => paragraph.trim()));
  let number = 0;
  const free = (): string => {
    do number += 1;
    while (taken.has(String(number)));
    return String(number);
  };
  const narrative = opening(year).map((line): Line => ({ ...line, text: `${free()}. ${line.text}` }));
  const paragraphs = decided.map((decision): Line => ({
    text: `${decision.paragraph.trim()}. ${sentence(year, decision)}`,
    source: {
      of: `decision/${decision.session}/${decision.item}`,
      version: decision.version,
      field: 'paragraph',
    },
  }));
  const byNumber = (a: Line, b: Line): number =>
    (Number.parseInt(a.text, 10) || 0) - (Number.parseInt(b.text, 10) || 0);
  return { lines: [...narrative, ...paragraphs].sort(byNumber), tables: [] };
}

function opening(year: PaperYear): Line[] {
  const { calendar, network, session } = year;
  const chair = network.members.find((member) => member.code === calendar.chair)?.name ?? calendar.chair;
  const present = answersOf(year, 'meeting-delegation').flatMap(({ subject }) =>
    membersOn(network, year.date).filter((member) => member.code.toLowerCase() === subject),
  );
  const days = wordedDays(session.date, session.until);
  const lines: Line[] = [
    {
      text: `The ${session.title} was held in ${calendar.place} on ${days}, under the chairmanship of ${chair}.`,
      source: { of: `data/calendars/${calendar.year}`, field: 'held' },
    },
  ];
  if (present.length) {
    lines.push({
      text: `Delegations were announced by ${listed(present.map((member) => member.name))}.`,
      source: { of: 'meeting-delegation', field: 'present' },
    });
  }
  return lines;
}

function sentence(year: PaperYear, decision: Decision): string {
  const item = year.itemTitles[`${decision.session}/${decision.item}`] ?? decision.item;
  const remarks = decision.remarks?.trim();
  const basis = decision.basis === 'in session' ? '' : `, ${decision.basis}`;
  const start = `On “${item}” the Meeting was invited to act as follows: ${lowerFirst(decision.actionRequested)}. Decision: ${decision.verb}${basis}.`;
  return remarks ? `${start} ${remarks}` : start;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');

const listed = (names: string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
