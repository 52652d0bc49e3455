/** An answer as a page of prose, without a line of the form: a person reads it and enters what it says. */
import { badInput } from '../../../domain/errors.js';
import type { Values, Writing } from '../answers.js';
import { letter } from '../answers.js';

type Prose = (values: Values) => string[];

const ofKind: Record<string, Prose> = {
  'framework-comments': ({ position, comment }) => [
    position === 'agree'
      ? 'Our ministries have gone through the draft framework together. We agree with it as it stands and have nothing to add.'
      : `Our ministries have gone through the draft framework together. One remark: ${comment}`,
  ],
  'workshop-delegation': delegation,
  'meeting-delegation': delegation,
  progress: (values) => [
    'The mayor has asked us to tell you how the city’s projects stand.',
    ...entriesOf(values, 'project').map(
      (of) =>
        `“${of('title')}”, in the area ${of('focus-area')}, is ${of('status')}. ${of('note')}. ${of('next')}.`,
    ),
  ],
};

function delegation({ head, members }: Values): Values[string][] {
  return [
    `Our delegation is led by the ${head}. With the head of delegation come the ${members!.replaceAll(';', ' and the')}.`,
  ];
}

/** The kinds of request that the cast answers in prose. */
export const kindsInProse = Object.keys(ofKind);

/** The text of the officer's e-mail. */
export function writeProse(writing: Writing, values: Values): string {
  const prose = ofKind[writing.kind];
  if (!prose) throw badInput(`The rehearsal's cast has no prose for a request of kind “${writing.kind}”.`);
  return letter(writing, prose(values).join('\n\n'));
}

/** The entries of a group, each as what stands in its fields. */
function entriesOf(values: Values, group: string): ((field: string) => string)[] {
  const numbers = Object.keys(values).flatMap((key) =>
    key.startsWith(`${group}.`) ? [Number(key.split('.')[1])] : [],
  );
  return [...new Set(numbers)].map((n) => (field) => values[`${group}.${n}.${field}`] ?? '');
}
