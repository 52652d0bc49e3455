/** What may be repeated of an error in the log: its codes and its place in the code, never its words. */
import { CycleError } from '../domain/errors.js';
import { replyCode } from '../domain/reply-code.js';

/** By shape, since errors come from the workflows' own contexts too, where `instanceof Error` is false. */
interface Failure {
  name?: unknown;
  message?: unknown;
  type?: unknown;
  code?: unknown;
  stack?: unknown;
  cause?: unknown;
}

const isObject = (value: unknown): value is Failure => typeof value === 'object' && value !== null;

/** Names of errors are words of programs: `TypeError`, `Unavailable`, `ECONNREFUSED`. */
const programWord = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;
const wordOf = (value: unknown): string | undefined =>
  typeof value === 'string' && programWord.test(value) ? value : undefined;

/** Names of gRPC's status codes by number. */
const grpcCodes = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
];

/**
 * The most telling code of an error: of the mail server or the system where there is one, else of the engine.
 *
 * @returns undefined where neither it nor a cause has any
 */
export function codeOf(error: unknown): string | undefined {
  if (!isObject(error)) return undefined;
  const { code } = error;
  const own =
    typeof code === 'number'
      ? grpcCodes[code]
      : (wordOf(code) ?? (typeof code === 'string' ? replyCode(code) : undefined));
  return own ?? codeOf(error.cause);
}

/** The type of ours, else the error's name. */
export function typeOf(error: unknown): string {
  if (error instanceof CycleError) return error.type;
  if (!isObject(error)) return 'unknown';
  return wordOf(error.type) ?? wordOf(error.name) ?? 'unknown';
}

/** The first place in the stack, without the folders above the project: `activities/mail/send.js:40`. */
export function placeOf(error: unknown): string | undefined {
  if (!isObject(error) || typeof error.stack !== 'string') return undefined;
  const frames = error.stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames
    .map((line) => /((?:domain|workflows|activities|workers|client)\/[\w/.-]+\.[jt]s:\d+)/.exec(line)?.[1])
    .find(Boolean);
}

/** Its rule and the run that it is about, which stand before the words of some warnings. */
const beforeWords = /^\[TMPRL\d{4}\] (?:[0-9a-f-]{36}:\d+:\d+ )?/;

/** Temporal core's own words, up to where it begins to quote: its sentences are fixed, what they quote is not. */
export function coreWords(warning: string): string {
  const message = warning.replace(beforeWords, '');
  const [words = ''] = /^[\w ,.()/'-]*/.exec(message) ?? [];
  const begun = message[words.length] === '@' ? words.replace(/\S*$/, '') : words;
  return begun.slice(0, 120).trim();
}

/** A code within what Temporal's core says of a failure: one of its rules, or a status of the engine. */
export function codeWithin(told: unknown): string | undefined {
  const text = typeof told === 'string' ? told : isObject(told) ? `${String(told.message)}` : '';
  return /\bTMPRL\d{4}\b/.exec(text)?.[0] ?? wordOf(/\bcode: '?(\w+)/.exec(text)?.[1]) ?? codeOf(told);
}
