/** OpenPGP in the text itself (RFC 9580, section 6 and 7): the armour around what was signed is taken off. */

export interface Unarmoured {
  text: string;
  signed: boolean;
  /** The text, or a part of it, is an encrypted message. */
  encrypted: boolean;
}

const beginSigned = '-----BEGIN PGP SIGNED MESSAGE-----';
const beginSignature = '-----BEGIN PGP SIGNATURE-----';
const endSignature = '-----END PGP SIGNATURE-----';
const beginMessage = '-----BEGIN PGP MESSAGE-----';

/** @param text lines apart by `\n` */
export function unarmour(text: string): Unarmoured {
  const encrypted = /^-----BEGIN PGP MESSAGE-----/m.test(text);
  if (!text.includes(beginSigned)) return { text, signed: false, encrypted };
  const out: string[] = [];
  let state: 'outside' | 'headers' | 'signed' | 'signature' = 'outside';
  for (const line of text.split('\n')) {
    const mark = line.trimEnd();
    if (mark === beginSigned) state = 'headers';
    else if (mark === beginSignature && state !== 'outside') state = 'signature';
    else if (mark === endSignature && state === 'signature') state = 'outside';
    else if (state === 'headers') {
      if (mark === '') state = 'signed';
    } else if (state === 'signed') out.push(line.startsWith('- ') ? line.slice(2) : line);
    else if (state === 'outside') out.push(line);
  }
  return { text: out.join('\n'), signed: true, encrypted };
}

/** True for a text that is nothing but an encrypted message. */
export const isOnlyEncrypted = (text: string): boolean => text.trimStart().startsWith(beginMessage);
