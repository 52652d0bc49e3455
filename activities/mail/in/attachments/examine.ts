/** Examines what came with a letter. Pure over bytes: it runs where the letter is read, within its limits. */
import type { Attachment, AttachmentFault, AttachmentPolicy } from '../../../../domain/attachment.js';
import { verdictOn } from '../../../../domain/attachment.js';
import type { AttachedDocument } from '../parse.js';
import { faultOfArchive } from './archive.js';
import { faultOfCompound } from './compound.js';
import { endingOf, kindOf } from './kind.js';

const documentKinds = /^application\/vnd\.(?:openxmlformats-officedocument|oasis\.opendocument|ms-)/;

/**
 * One after the other, so that what one of them unpacks is gone before the next.
 *
 * @param documents in the order of the letter; those beyond the policy's number are refused
 */
export async function examineAttachments(
  documents: readonly AttachedDocument[],
  policy: AttachmentPolicy,
): Promise<Attachment[]> {
  const examined: Attachment[] = [];
  for (const [i, { shownName, content, sha256 }] of documents.entries()) {
    const type = await kindOf(content, shownName);
    const fault = i >= policy.most ? 'too-many' : await faultOf({ name: shownName, type, content }, policy);
    examined.push({
      name: shownName,
      type,
      bytes: content.length,
      sha256,
      verdict: verdictOn(fault),
      ...(fault && { fault }),
    });
  }
  return examined;
}

async function faultOf(
  { name, type, content }: { name: string; type: string; content: Uint8Array },
  policy: AttachmentPolicy,
): Promise<AttachmentFault | undefined> {
  if (content.length > policy.largest) return 'too-large';
  if (/macroenabled/i.test(type)) return 'macros';
  if (documentKinds.test(type)) {
    const fault = await faultOfArchive(content, policy, true);
    if (fault) return fault;
  }
  if (type === 'application/zip') {
    const fault = await faultOfArchive(content, policy, false);
    if (fault) return fault;
  }
  if (type === 'application/x-cfb') {
    const fault = faultOfCompound(content);
    if (fault) return fault;
  }
  if (type === 'application/pdf' && isEncryptedPdf(content)) return 'encrypted';
  if (!policy.allowed.includes(type) || policy.refusedEndings.includes(endingOf(name))) return 'kind';
  return undefined;
}

/** A PDF whose trailer names an encryption dictionary (ISO 32000-1, 7.6.1) does not open without its key. */
const isEncryptedPdf = (content: Uint8Array): boolean =>
  /\/Encrypt\s{0,8}(?:\d{1,9}\s{1,8}\d{1,5}\s{1,8}R|<<)/.test(
    Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1'),
  );
