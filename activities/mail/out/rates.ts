/** Reads `data/mail/rates.yaml`: how many letters a mail domain is given. */
import { z } from 'zod';
import { readDataFile } from '../../network/data-file.js';

const rate = z.strictObject({
  /** Letters in any minute. */
  aMinute: z.int().min(1).max(10_000),
  /** Letters under way at once. */
  atATime: z.int().min(1).max(100),
});

const schema = z.strictObject({
  default: rate,
  domains: z.record(z.string().toLowerCase(), rate),
  slowed: z.strictObject({
    aMinute: z.int().min(1),
    minutes: z.int().min(1),
    words: z.array(z.string().min(4).max(60).toLowerCase()),
  }),
});

export type Rates = z.infer<typeof schema>;

/** @throws CycleError `BadInput` naming the file and what does not fit */
export const loadRates = (dataDir: string): Promise<Rates> =>
  readDataFile(dataDir, 'mail/rates.yaml', schema);
