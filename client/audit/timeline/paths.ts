/** Where each page of the account lies, and how one page points to another. */
import { posix } from 'node:path';
import { shortRequest } from '../../../domain/ids.js';
import type { Instant } from '../../../domain/time.js';

export const pages = {
  year: 'index.html',
  requests: 'requests.html',
  papers: 'papers.html',
  letters: 'letters.html',
  persons: 'two-persons.html',
  elsewhere: 'not-on-record.html',
  notReached: 'not-reached.html',
  held: 'held-letters.html',
  seals: 'seals.html',
  engine: 'engine.html',
} as const;

export const stylePath = 'style.css';

export const phasePath = (phase: string): string => `phases/${fileName(phase)}.html`;
export const requestPath = (kind: string, subject: string): string =>
  `requests/${fileName(kind)}/${fileName(subject)}.html`;
export const clearancePath = (text: string): string => `clearances/${fileName(text)}.html`;
export const sessionPath = (session: string): string => `papers/${fileName(session)}.html`;
/** @param run counted from 1: a long life of a workflow has several */
export const enginePath = (workflow: string, run: number): string =>
  `engine/${fileName(workflow.replace(/^[^/]+\//, ''))}${run === 1 ? '' : `--${run}`}.html`;
export const monthPath = (at: Instant): string => `letters/${fileName(at.slice(0, 7))}.html`;

/** Where a letter stands on the page of its month: a number for ours, a digest for one that came in. */
export const letterAnchor = (letter: string): string => `letter-${fileName(letter)}`;
export const heldAnchor = (name: string): string => `held-${fileName(name)}`;
/** Where the requests of a kind stand in a list. */
export const kindAnchor = (kind: string): string => `kind-${fileName(kind)}`;
export const eventAnchor = (number: number): string => `event-${number}`;

/**
 * A text as the name of a file, which leads nowhere else: ids of a record that was made by somebody else are not to be
 * trusted with a path.
 */
export const fileName = (text: string): string =>
  encodeURIComponent(text.replaceAll('/', '~')).replaceAll('%', '~').replace(/^\.+/, '~').slice(0, 180);

/** @param to a path in the account, with an anchor or without. @returns it as seen from a page */
export const href = (from: string, to: string): string => posix.relative(posix.dirname(from), to) || to;

/** The page that tells of a workflow, by its id; undefined for one that only the engine's record has. */
export function storyPath(workflow: string, type: string | undefined): string | undefined {
  const [first = '', ...rest] = shortRequest(workflow).split('/');
  const name = rest.join('/');
  if (type === 'request') return requestPath(first, name);
  if (type === 'clearance') return clearancePath(name);
  if (type === 'bodySession') return sessionPath(name);
  if (type === 'heldLetter') return `${pages.held}#${heldAnchor(name)}`;
  return first === 'phase' ? phasePath(name) : undefined;
}
