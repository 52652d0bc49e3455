/** Reads `data/mail/refusals.yaml`: how mail servers word refusals whose code says little. */
import { z } from 'zod';
import type { RefusalWords } from '../../../domain/not-reached.js';
import { readDataFile } from '../../network/data-file.js';

const schema = z.array(
  z.strictObject({
    why: z.enum([
      'address',
      'host',
      'moved',
      'disabled',
      'mailbox-full',
      'too-large',
      'policy',
      'content',
      'system',
      'transient',
    ]),
    words: z.array(z.string().min(3).max(60).toLowerCase()).min(1),
  }),
);

/** @throws CycleError `BadInput` naming the file and what does not fit */
export const loadRefusalWords = (dataDir: string): Promise<RefusalWords> =>
  readDataFile(dataDir, 'mail/refusals.yaml', schema);
