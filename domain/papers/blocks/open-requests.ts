/** What is still open when the chair is handed over: every request without an accepted answer. */
import type { Block } from '../block.js';
import { requestName } from '../names.js';
import type { PaperYear } from '../year.js';

/** How a request stands, in words; by `RequestState`. */
const standing: Record<string, string> = {
  asked: 'Asked; no answer yet',
  acknowledged: 'An answer is promised',
  'received-unconfirmed': 'An answer came in and is to be confirmed',
  returned: 'Returned for correction',
  answered: 'Answered; not yet accepted',
  undeliverable: 'The letter did not reach the office',
  lapsed: 'Not received in time',
};

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
        columns: ['Request', 'State'],
        rows: open.map(({ kind, subject, state }) =>
          Object.entries({
            request: requestName(year, kind, subject),
            state: standing[state] ?? state,
          }).map(([field, text]) => ({
            text,
            source: { of: `${kind}/${subject}`, field },
          })),
        ),
      },
    ],
  };
}
