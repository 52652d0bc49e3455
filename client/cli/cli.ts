/** What every command is given: what can be read, the operations, and where it prints. */
import type { Reading } from '../../workers/reading.js';
import type { Invitations } from '../codec/invitation.js';
import type { Operations } from '../operations.js';
import { printable } from './output.js';

/** An e-mail to the mailroom. */
export interface OutgoingMail {
  from: string;
  to: string;
  subject: string;
  text: string;
  inReplyTo: string;
  references: string;
}

export interface Cli {
  reading: Reading;
  /** Hands an e-mail to the mailroom that runs on this machine, by SMTP. */
  post(mail: OutgoingMail): Promise<void>;
  /** The installation's secret, with which the file for the public is signed. */
  secret(): string;
  /** What lets auditors of this installation in to Temporal's own pages. */
  invitations(): Invitations;
  /** Connects to the engine, once a command needs it. */
  operations(): Promise<Operations>;
  /** Prints one text to standard output, with a line end. */
  print(text: string): void;
  /** Prints to standard error. */
  complain(text: string): void;
}

/** A check that did not hold: what was found is printed already. Exit code 1. */
export class NotPassed extends Error {}

export interface Json {
  json?: boolean;
}

/** Prints a value as JSON where that is asked for, else in words: what came from outside must not act in a terminal. */
export function show(cli: Pick<Cli, 'print'>, { json }: Json, value: unknown, words: () => string): void {
  cli.print(json ? JSON.stringify(value, null, 2) : printable(words()));
}
