/** Reads `data/mail/authenticity.yaml`: who may be believed. */
import type { AuthenticityPolicy, TokenState } from '../../../domain/authenticity.js';
import { standingOf } from '../../../domain/authenticity.js';
import { badInput } from '../../../domain/errors.js';
import { authenticityFile } from '../../../domain/schemas/authenticity.js';
import { readDataFile } from '../../network/data-file.js';

const wrongTokens: readonly TokenState[] = ['stale', 'foreign', 'none'];

/**
 * @param dataDir the data folder, which holds `mail/`
 * @throws CycleError `BadInput` naming the file, the place, the value and what was expected; also for a policy that
 *   would accept an answer without a right token
 */
export async function loadAuthenticity(dataDir: string): Promise<AuthenticityPolicy> {
  const policy = await readDataFile(dataDir, 'mail/authenticity.yaml', authenticityFile);
  const taken = wrongTokens.find((token) =>
    [true, false].some((senderKnown) =>
      (['pass', 'fail', 'none', 'not-checked'] as const).some((vouched) =>
        [true, false].some(
          (forwarded) =>
            standingOf({ token, senderKnown, vouched, forwarded }, policy).standing === 'accepted',
        ),
      ),
    ),
  );
  if (taken) {
    throw badInput(
      `data/mail/authenticity.yaml accepts answers whose token is “${taken}”; expected rows that keep them aside or leave them unconfirmed.`,
    );
  }
  return policy;
}
