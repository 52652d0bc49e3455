/** What was said about the draft framework, and the wording that was proposed. */
import { textOf } from '../answers.js';
import type { Block } from '../block.js';
import type { PaperYear } from '../year.js';
import { answersOf } from '../year.js';

export function frameworkComments(year: PaperYear): Block {
  const rows = answersOf(year, 'framework-comments').flatMap(({ subject, submission }) => {
    const comment = textOf(submission, 'comment');
    const proposal = textOf(submission, 'proposal');
    if (!comment && !proposal) return [];
    const source = { of: `framework-comments/${subject}`, version: submission.version };
    return [
      [
        { text: subjectName(year, subject), source: { ...source, field: 'subject' } },
        { text: comment ?? '', source: { ...source, field: 'comment' } },
        { text: proposal ?? '', source: { ...source, field: 'proposal' } },
      ],
    ];
  });
  if (!rows.length) {
    const source = { of: 'framework-comments', field: 'none' };
    return { lines: [{ text: 'No changes to the draft text were proposed.', source }], tables: [] };
  }
  return {
    lines: [],
    tables: [{ title: 'Comments on the draft', columns: ['From', 'Comment', 'Proposed wording'], rows }],
  };
}

const subjectName = ({ network }: PaperYear, subject: string): string =>
  network.members.find((member) => member.code.toLowerCase() === subject)?.name ??
  network.cities.find((city) => city.id === subject)?.name ??
  subject;
