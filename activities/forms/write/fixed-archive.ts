/** An office document packed so that the same content gives the same bytes. */
import { unzipSync, zipSync } from 'fflate';

/** The first day that a zip archive can give (PKWARE APPNOTE, 4.4.6), in the machine's zone as fflate reads it. */
const packedAt = new Date(1980, 0, 1);

const stamp = /(<dcterms:(?:created|modified)[^>]*>)[^<]*/g;

/**
 * @param at the day that the document gives as that of its making
 */
export function fixedArchive(document: Uint8Array, at: string): Uint8Array {
  const parts = Object.entries(unzipSync(document)).sort(([a], [b]) => (a < b ? -1 : 1));
  // Content types come first in every document that Office itself writes; some scanners look for them there.
  parts.sort(([a], [b]) => Number(b === '[Content_Types].xml') - Number(a === '[Content_Types].xml'));
  const fixed = parts.map(([name, content]): [string, Uint8Array] => {
    if (name !== 'docProps/core.xml') return [name, content];
    const xml = new TextDecoder().decode(content).replace(stamp, `$1${at}`);
    return [name, new TextEncoder().encode(xml)];
  });
  return zipSync(Object.fromEntries(fixed), { mtime: packedAt, level: 6 });
}
