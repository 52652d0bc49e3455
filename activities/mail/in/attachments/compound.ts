/** Office documents as they were before 2007, and today's under a password: Microsoft's compound files ([MS-CFB]). */
import type { AttachmentFault } from '../../../../domain/attachment.js';

/** Names of streams and storages, as the directory writes them: UTF-16LE. */
const nameIn = (content: Buffer, name: string): boolean => content.includes(Buffer.from(name, 'utf16le'));

/** What is the matter with a compound file; [MS-OFFCRYPTO] 2.3.4, [MS-OVBA] 2.2.1. */
export function faultOfCompound(content: Uint8Array): AttachmentFault | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (nameIn(bytes, 'EncryptedPackage') || nameIn(bytes, 'EncryptedSummary')) return 'encrypted';
  if (nameIn(bytes, '_VBA_PROJECT')) return 'macros';
  return isEncryptedWorkbook(bytes) ? 'encrypted' : undefined;
}

/** A FILEPASS record (type 0x2F) right after the workbook's BOF record ([MS-XLS] 2.4.117), or Word's fEncrypted bit. */
function isEncryptedWorkbook(bytes: Buffer): boolean {
  // streams begin on sector bounds, after the header of 512 bytes
  for (let at = 512; at + 24 <= bytes.length; at += 512) {
    if (bytes.readUInt16LE(at) === 0x0809) {
      const next = at + 4 + bytes.readUInt16LE(at + 2);
      if (next + 2 <= bytes.length && bytes.readUInt16LE(next) === 0x002f) return true;
    }
    if (bytes.readUInt16LE(at) === 0xa5ec) return (bytes.readUInt16LE(at + 10) & 0x0100) !== 0;
  }
  return false;
}
