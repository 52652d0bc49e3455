/** Archives, opened only to list what they hold; and today's Office documents, which are archives themselves. */
import type { Entry, ZipFile } from 'yauzl';
import yauzl from 'yauzl';
import type { AttachmentFault, AttachmentPolicy } from '../../../../domain/attachment.js';
import { endingOf } from './kind.js';

/** Bit 0 of an entry's flags (APPNOTE.TXT, 4.4.4). */
const encryptedFlag = 1;

/** What makes an Office document one that acts when it is opened. */
const macros = /(?:^|\/)(?:vbaProject\.bin|vbaData\.xml)$|^(?:Basic|Scripts)\/./i;

/**
 * Looks at the list of an archive's entries, and into archives within it as deep as the policy allows.
 *
 * @param isDocument of an Office or OpenDocument file only macros and passwords are looked for
 */
export async function faultOfArchive(
  content: Uint8Array,
  policy: AttachmentPolicy,
  isDocument: boolean,
): Promise<AttachmentFault | undefined> {
  const left = { entries: policy.archive.entries, unpacked: policy.archive.unpacked };
  return look(
    Buffer.from(content.buffer, content.byteOffset, content.byteLength),
    policy,
    isDocument,
    1,
    left,
  );
}

async function look(
  bytes: Buffer,
  policy: AttachmentPolicy,
  isDocument: boolean,
  depth: number,
  left: { entries: number; unpacked: number },
): Promise<AttachmentFault | undefined> {
  if (depth > policy.archive.depth) return 'archive-too-deep';
  let zip: ZipFile;
  try {
    zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: false });
  } catch {
    return 'archive-unreadable';
  }
  let unpacked = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      left.entries -= 1;
      left.unpacked -= entry.uncompressedSize;
      unpacked += entry.uncompressedSize;
      if (left.entries < 0 || left.unpacked < 0) return 'archive-too-large';
      if ((entry.generalPurposeBitFlag & encryptedFlag) !== 0) return 'encrypted';
      if (macros.test(entry.fileName)) return 'macros';
      if (isDocument) continue;
      if (policy.refusedEndings.includes(endingOf(entry.fileName))) return 'archive-holds-refused';
      if (endingOf(entry.fileName) === 'zip') {
        const inner = await within(zip, entry, policy);
        const fault =
          inner === undefined ? 'archive-unreadable' : await look(inner, policy, false, depth + 1, left);
        if (fault) return fault;
      }
    }
  } catch {
    return 'archive-unreadable';
  }
  return unpacked > bytes.length * policy.archive.ratio ? 'archive-too-large' : undefined;
}

/** The bytes of an archive within an archive; undefined when they are not what its entry says, or too many. */
async function within(zip: ZipFile, entry: Entry, policy: AttachmentPolicy): Promise<Buffer | undefined> {
  if (entry.uncompressedSize > policy.largest) return undefined;
  const chunks: Buffer[] = [];
  // yauzl ends the stream with an error as soon as it gives more than the entry declares
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
