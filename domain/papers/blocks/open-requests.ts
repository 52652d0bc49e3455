/** What is still open when the chair is handed over: every request without an accepted answer. */
import { worded } from '../answers.js';
import type { Block } from '../block.js';
import type { PaperYear } from '../year.js';

export function openRequests(year: PaperYear): Block {
  const open = year.requests.filter((request) => request.state !== 'accepted');
  const counts = {
    text: `Of ${year.requests.length} requests of ${year.calendar.year}, ${year.requests.length - open.length} were answered and accepted and ${open.length} were not.`,
    source: { of: 'requests', field: 'open' },
  };
  if (!open.length) return { lines: [counts], tables: [] };
  return {
    lines: [counts],
    tables: [
      {
        title: 'Requests without an accepted answer',
        columns: ['Request', 'Subject', 'State'],
        rows: open.map(({ kind, subject, state }) =>
          Object.entries({
            kind: worded(kind),
            subject: subjectName(year, subject),
            state: worded(state),
          }).map(([field, text]) => ({
            text,
            source: { of: `${kind}/${subject}`, field },
          })),
        ),
      },
    ],
  };
}

const subjectName = ({ network }: PaperYear, subject: string): string =>
  network.members.find((member) => member.code.toLowerCase() === subject)?.name ??
  network.cities.find((city) => city.id === subject)?.name ??
  network.partners.find((partner) => partner.id === subject)?.name ??
  subject;
