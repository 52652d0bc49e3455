/** Reads `data/mail/attachments.yaml`. */
import { z } from 'zod';
import type { AttachmentPolicy } from '../../../../domain/attachment.js';
import { readDataFile } from '../../../network/data-file.js';

const count = z.int().min(1);

const policyFile = z.strictObject({
  largest: count,
  most: count,
  allowed: z.array(z.string().regex(/^[a-z]+\/[a-z0-9.+-]+$/, 'a media type such as application/pdf')).min(1),
  refusedEndings: z.array(z.string().regex(/^[a-z0-9]+$/, 'an ending without its full stop')),
  archive: z.strictObject({ entries: count, depth: count, unpacked: count, ratio: count }),
});

/** @throws CycleError `BadInput` naming the place, the value and what was expected */
export const loadAttachmentPolicy = (dataDir: string): Promise<AttachmentPolicy> =>
  readDataFile(dataDir, 'mail/attachments.yaml', policyFile);
