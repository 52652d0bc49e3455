/**
 * The one list of error types. Errors cross between workflows, activities and clients as Temporal's
 * `ApplicationFailure` with one of these as `type`; those in `permanent` are never retried.
 */
export const errorTypes = [
  'Refused', // a person asked for something that the rules do not allow; the message is for that person
  'BadInput', // a file, a field or a date that does not fit; the message names it
  'NotFound', // a document, an office, a letter that is not there
  'Erased', // a document of a person whose data were erased; the message says when, and on whose order
  'Conflict', // something else stands at the place where this was to be written
  'Undeliverable', // the mail server said no for good
  'Unavailable', // a server or a disk that may be back later
] as const;

export type ErrorType = (typeof errorTypes)[number];

export const permanent: readonly ErrorType[] = [
  'Refused',
  'BadInput',
  'NotFound',
  'Erased',
  'Conflict',
  'Undeliverable',
];

/** An error in the words of the person who caused it. `type` decides whether trying again can help. */
export class CycleError extends Error {
  constructor(
    readonly type: ErrorType,
    message: string,
    /** What a mail server or the system calls it, without its words: `451 4.7.1`, `ENOSPC`. */
    readonly code?: string,
    /** In how many milliseconds trying again can help, where that is known. */
    readonly retryInMs?: number,
  ) {
    super(message);
    this.name = type;
  }
}

export const badInput = (message: string): CycleError => new CycleError('BadInput', message);
export const refused = (message: string): CycleError => new CycleError('Refused', message);
