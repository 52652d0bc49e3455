/** Schema of `data/mail/authenticity.yaml`. */
import { z } from 'zod';

const rule = z.strictObject({
  token: z
    .array(z.enum(['right', 'stale', 'foreign', 'none']))
    .min(1)
    .optional(),
  sender: z.enum(['known', 'unknown']).optional(),
  authentication: z
    .array(z.enum(['pass', 'fail', 'none', 'not-checked']))
    .min(1)
    .optional(),
  forwarded: z.boolean().optional(),
  standing: z.enum(['accepted', 'unconfirmed', 'aside']),
  because: z.string().min(1),
});

/** The last row has no condition, so that one always applies. */
export const authenticityFile = z
  .array(rule)
  .min(1)
  .refine(
    (rules) => {
      const { token, sender, authentication, forwarded } = rules.at(-1) ?? {};
      return [token, sender, authentication, forwarded].every((condition) => condition === undefined);
    },
    { error: 'a last row without conditions' },
  );
