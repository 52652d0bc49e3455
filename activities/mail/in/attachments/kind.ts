/** What an attachment is, by its content. */
import { fileTypeFromBuffer } from 'file-type';

/** Endings of names that say more than the content of plain text can. */
const kindsOfText: Record<string, string> = {
  csv: 'text/csv',
  ics: 'text/calendar',
  vcf: 'text/vcard',
  eml: 'message/rfc822',
};

/** As `file-type` names them, and as they are registered. */
const registered: Record<string, string> = {
  'application/x-zip-compressed': 'application/zip',
  'text/rtf': 'application/rtf',
};

/**
 * @param name only tells kinds of plain text apart
 * @returns a media type; `application/octet-stream` for what is none that is known
 */
export async function kindOf(content: Uint8Array, name: string): Promise<string> {
  const found = await fileTypeFromBuffer(content).catch(() => undefined);
  if (found) return registered[found.mime] ?? found.mime;
  if (Buffer.from(content.subarray(0, 5)).toString('latin1') === '{\\rtf') return 'application/rtf';
  if (!isText(content)) return 'application/octet-stream';
  const start = Buffer.from(content.subarray(0, 2000)).toString('latin1');
  if (/^\s*(?:<!doctype html|<html|<script|<head|<body)/i.test(start)) return 'text/html';
  if (/^\s*-----BEGIN PKCS7-----/.test(start)) return 'application/pkcs7-signature';
  if (/^\s*-----BEGIN PGP SIGNATURE-----/.test(start)) return 'application/pgp-signature';
  return kindsOfText[endingOf(name)] ?? 'text/plain';
}

/** The ending of a name in small letters, without its full stop; dots and spaces after it do not hide it. */
export const endingOf = (name: string): string =>
  /\.([a-z0-9]{1,8})[. ]{0,20}$/i.exec(name.slice(-40))?.[1]?.toLowerCase() ?? '';

/** Bytes looked at to tell text from everything else. */
const sample = 64 * 1024;

function isText(content: Uint8Array): boolean {
  const start = content.subarray(0, sample);
  const isWide = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
  return (
    isWide ||
    !start.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27)
  );
}
