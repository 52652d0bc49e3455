/**
 * The summary record of the annual meeting. A decision keeps the paragraph that it was recorded under, since that
 * paragraph proves it. What opens the record stands first: with the numbers before the first decision where there
 * are enough, else without numbers.
 */
import type { Decision } from '../../decision.js';
import { membersOn } from '../../network.js';
import type { Block, Line } from '../block.js';
import { wordedDays } from '../worded-date.js';
import type { PaperYear } from '../year.js';
import { answersOf, inProse } from '../year.js';

export function summaryRecord(year: PaperYear): Block {
  const decided = year.decisions.filter(({ body, confirmedBy }) => confirmedBy && body === year.session.body);
  const first = Math.min(...decided.map(({ paragraph }) => Number.parseInt(paragraph, 10) || 0));
  const lines = opening(year);
  const numbered = decided.length === 0 || first > lines.length;
  const narrative = lines.map((line, i): Line =>
    numbered ? { ...line, text: `${i + 1}. ${line.text}` } : line,
  );
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
  return { lines: [...narrative, ...paragraphs.sort(byNumber)], tables: [] };
}

function opening(year: PaperYear): Line[] {
  const { calendar, network, session } = year;
  const chair = network.members.find((member) => member.code === calendar.chair)?.name ?? calendar.chair;
  const announced = answersOf(year, 'meeting-delegation').map(({ subject }) => subject);
  const present = membersOn(network, year.date).filter(({ code }) => announced.includes(code.toLowerCase()));
  const days = wordedDays(session.date, session.until);
  const lines: Line[] = [
    {
      text: `The ${titleInProse(session.title)} was held in ${calendar.place} on ${days}, under the chairmanship of ${inProse(chair)}.`,
      source: { of: `data/calendars/${calendar.year}`, field: 'held' },
    },
  ];
  if (present.length) {
    lines.push({
      text: `Delegations were announced by ${listed(present.map((member) => inProse(member.name)))}.`,
      source: { of: 'meeting-delegation', field: 'present' },
    });
  }
  return lines;
}

function sentence(year: PaperYear, decision: Decision): string {
  const item = year.itemTitles[`${decision.session}/${decision.item}`] ?? decision.item;
  const remarks = decision.remarks?.trim();
  const basis = decision.basis === 'in session' ? '' : ` ${decision.basis}`;
  const start = `The Meeting considered “${item}”, submitted ${lowerFirst(decision.actionRequested)}. The item was ${decision.verb}${basis}.`;
  return remarks ? `${start} ${remarks}` : start;
}

/** “First annual meeting” is the first annual meeting within a sentence; “Joint Consultative Meeting” stays a name. */
const titleInProse = (title: string): string =>
  /^\p{Lu}\p{Ll}+ \p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');

const listed = (names: string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
