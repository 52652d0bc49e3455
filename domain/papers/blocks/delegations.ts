/** The delegations to the annual meeting, by office. */
import { membersOn } from '../../network.js';
import { textOf } from '../answers.js';
import type { Block, Line } from '../block.js';
import { emptyCell, missingAnswer } from '../block.js';
import type { PaperYear } from '../year.js';
import { requestOf } from '../year.js';

export function delegations(year: PaperYear): Block {
  const rows = membersOn(year.network, year.date).map((member): Line[] => {
    const subject = member.code.toLowerCase();
    const submission = requestOf(year, 'meeting-delegation', subject)?.submission;
    const source = {
      of: `meeting-delegation/${subject}`,
      ...(submission && { version: submission.version }),
    };
    const head = submission && textOf(submission, 'head');
    const members = submission && textOf(submission, 'members');
    return [
      { text: member.name, source: { of: `data/${member.source ?? 'network/members'}`, field: 'name' } },
      head
        ? { text: head, source: { ...source, field: 'head' } }
        : missingAnswer(year, { ...source, field: 'head' }),
      members
        ? { text: members, source: { ...source, field: 'members' } }
        : emptyCell({ ...source, field: 'members' }),
    ];
  });
  return {
    lines: [],
    tables: [{ title: 'Delegations', columns: ['Member State', 'Head of delegation', 'Members'], rows }],
  };
}
