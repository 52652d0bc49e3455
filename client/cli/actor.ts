/** Who acts, and why: `--as` and `--why`. */
import type { Command } from 'commander';
import type { Actor } from '../../domain/actor.js';
import { badInput } from '../../domain/errors.js';
import { findOffice } from '../../domain/office.js';
import type { Reading } from '../../workers/reading.js';

export interface ActorOptions {
  as?: string;
  why?: string;
}

/** Adds `--json`. */
export const withJson = (command: Command): Command => command.option('--json', 'print the result as JSON');

/** Adds `--as` and `--json`. */
export const withActor = (command: Command): Command =>
  withJson(command.option('--as <OFFICE>', 'the office that acts, e.g. secretariat-sg'));

/** Adds `--as`, `--why` and `--json`. */
export const withReason = (command: Command): Command =>
  withActor(command).option('--why <REASON>', 'the reason; it stands in the record');

/**
 * The actor of a command. Whether the office may act in this cycle is for the cycle to say.
 *
 * @param reasonDue the command wants a reason
 * @throws CycleError `BadInput` when the office or the reason is missing, `NotFound` for an unknown office
 */
export async function actorOf(
  reading: Pick<Reading, 'network'>,
  year: number,
  { as, why }: ActorOptions,
  reasonDue = false,
): Promise<Actor> {
  if (!as) throw badInput('Say who acts, with --as and the office, for example --as secretariat-sg.');
  const reason = why?.trim();
  if (reasonDue && !reason) {
    throw badInput('Say why, with --why and the reason in quotation marks: it stands in the record.');
  }
  const office = findOffice(await reading.network(`${year}-01-01`), as);
  return { office: office.id, door: 'cli', ...(reason && { why: reason }) };
}
