/** The seals on the record, and who was told of each. */
import type { Seal } from '../../../../domain/archive.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { counted, sentence } from '../names.js';
import { href, letterAnchor, monthPath, pages } from '../paths.js';
import type { Page, Site } from '../site.js';
import { facts, page } from '../site.js';
import { inBoth } from '../times.js';

export const sealsPage = (site: Site): Page =>
  page(
    site,
    pages.seals,
    'Seals and witnesses',
    html`
      <p class="lead">
        At the end of each phase the record is sealed: a seal stands for everything up to then, and on the
        seal before. Its root goes by letter to every member’s National Representative, so that others hold
        what the secretariat cannot change.
      </p>
      <p>
        To check the record, take a root from a letter that a member kept, not from this page:
        <code>ascn audit verify FILE --root ROOT --key KEY</code>.
      </p>
      ${site.year.seals.map((seal) => sealPart(site, seal))}
    `,
  );

function sealPart(site: Site, seal: Seal): Html {
  const { names, lettersOut, secretariat, timeStamped } = site.year;
  const { number, occasion, at, size, root, key, previous } = seal;
  const told = lettersOut.filter(
    ({ before }) => before.order.template === 'sealed' && before.order.values?.root === root,
  );
  const reached = told.filter(({ after }) => (after?.accepted.length ?? 0) > 0);
  return html`<h2>Seal ${number}: ${occasionWords(site, occasion)}</h2>
    ${facts([
      ['Sealed', inBoth(at, names.place(secretariat))],
      ['Entries', `${size} in the log`],
      ['Root', html`<code>${root}</code>`],
      ['Key', html`<code>${key}</code>`],
      [
        'Stands on',
        previous === undefined ? 'nothing: it is the first' : html`the seal before, <code>${previous}</code>`,
      ],
      timeStamped.has(number) && [
        'Time-stamp',
        'An authority outside has answered to it (RFC 3161): its answer lies in the file, and is checked with it.',
      ],
      [
        'Told to',
        told.length === 0
          ? 'No letter in this record tells of it. A letter about the last seal is written after it, and stands in the next one.'
          : html`${counted(reached.length, 'office')}:
            ${told.map(
              ({ number: letter, before, after }, i) =>
                html`${i > 0 && ', '}<a
                    href="${href(pages.seals, `${monthPath(before.at)}#${letterAnchor(letter)}`)}"
                    >${names.offices(before.to)}</a
                  >${(after?.accepted.length ?? 0) === 0 && ' (not reached)'}`,
            )}`,
      ],
    ])}`;
}

function occasionWords({ year: { names } }: Site, occasion: string): string {
  const phase = /^phase\/(.+)$/.exec(occasion)?.[1];
  if (phase !== undefined) return `the end of “${names.phase(phase)}”`;
  return occasion === 'closed' ? 'the year is closed' : sentence(occasion);
}
