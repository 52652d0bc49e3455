/** The summary as it stands on the screen at the end of a rehearsal. */
import { join } from 'node:path';
import { counted } from '../cli/output.js';
import type { Answers } from './arrivals.js';
import type { Summary } from './summary.js';

const figures = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, n]) => `${name} ${n}`)
    .join(', ');

/** How the answers came, in a few lines. */
const cameAs = ({
  byWay,
  outOfOffice,
  fromPrivateMailboxes,
  confirmed,
  corrections,
  deliveryReports,
}: Answers) => [
  `  ${byWay.lines} as lines, ${byWay['word-form']} in the Word form, ${byWay.spreadsheet} in the spreadsheet, ${byWay['in-line']} between the lines of our letter`,
  `  ${byWay.prose} in prose and ${byWay.scan} as a stamped scan, which the secretariat read and entered`,
  `  ${outOfOffice} out of office first; ${fromPrivateMailboxes} from private mailboxes, ${confirmed} confirmed; ${counted(corrections, 'correction')}; ${counted(deliveryReports, 'delivery report')}`,
];

export function printSummary(summary: Summary, home: string): string {
  const { requests, letters, answers, papers, checks, twins, decisions, clearances, workflows } = summary;
  const lines = [
    '',
    `The year ${summary.year} in ${summary.seconds} seconds: ${summary.cities} cities, ${requests.total} requests, ${letters.out} letters out and ${letters.in} in.`,
    '',
    'Requests by kind and final state',
    ...Object.entries(requests.byKind).map(([kind, states]) => `  ${kind.padEnd(20)} ${figures(states)}`),
    `  ${'on the way'.padEnd(20)} ${figures(requests.marks)}`,
    '',
    'Letters',
    `  out                  ${figures(letters.outByKind)}`,
    `  in                   ${figures(letters.inByVerdict)}`,
    '',
    'Answers came',
    ...cameAs(answers),
    '',
    'Clearances',
    ...clearances.map(
      ({ text, versions }) =>
        `  ${text.padEnd(24)} ${versions.map(({ version, positions }) => `v${version}: ${figures(positions)}`).join(' → ')}`,
    ),
    '',
    'Decisions',
    ...decisions.map(
      ({ session, item, verb, paragraph, version }) =>
        `  ${session.padEnd(16)} ${item.padEnd(22)} ${verb}, paragraph ${paragraph} (version ${version})`,
    ),
    '',
    'Twins',
    ...twins.map(({ city, partner, reason }) => `  ${city} and ${partner}: ${reason}`),
    '',
    'Papers',
    ...papers.map(
      ({ path, pages, sha256 }) =>
        `  ${path.padEnd(40)} ${String(pages).padStart(2)} pages  ${sha256.slice(0, 12)}`,
    ),
    '',
    `${workflows.total} workflows, ${workflows.events} events; the largest is ${workflows.largest.id} with ${workflows.largest.events}.`,
    '',
    'Checks',
    ...checks.map(({ check, holds, found }) => `  ${holds ? 'holds' : 'FAILS'}  ${check}: ${found}`),
    '',
    `The record of the year has ${counted(summary.record.seals, 'seal')}, the last with the root ${summary.record.root}; its keys are in a file of their own. Check it with:`,
    `  npm run ascn -- audit verify ${join(home, summary.record.path)} --keys ${join(home, summary.record.keys)}`,
    'Read it as the account of the year with:',
    `  npm run ascn -- audit timeline ${join(home, summary.record.path)} --html ${join(home, 'the-year')}`,
    '',
    `Everything of this run lies in ${home}`,
    summary.passed ? 'The year closed, and every check held.' : 'The year did not pass.',
    '',
  ];
  return lines.join('\n');
}
