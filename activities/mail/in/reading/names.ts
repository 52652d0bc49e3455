/** Names of documents: as they were given, and as they may stand in a folder or a header of ours. */
import { longestName } from './limits.js';
import { oneLine } from './one-line.js';

/** Names that Windows keeps for devices. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name without a path, without signs that a file system or a shell takes for its own, and not too long; its ending
 * stays.
 *
 * @param instead the name of one that has none
 */
export function safeName(shown: string, instead: string): string {
  const last =
    oneLine(shown)
      .split(/[/\\]/)
      .findLast((piece) => piece.trim() !== '') ?? '';
  const plain = last
    .replace(/[<>:"|?*\u200b]/g, '_')
    .slice(-4 * longestName)
    .replace(/^[.\s]+/, '')
    .replace(/[.\s]{1,400}$/, '');
  if (plain === '') return instead;
  const dot = plain.lastIndexOf('.');
  const ending = dot > 0 && plain.length - dot <= 12 ? plain.slice(dot) : '';
  const stem = wellFormed(plain.slice(0, plain.length - ending.length).slice(0, longestName - ending.length));
  return devices.test(stem) ? `_${stem}${ending}` : `${stem}${ending}`;
}

/** The name as it was given, on one line. */
export const shownName = (given: string): string => wellFormed(oneLine(given).slice(0, 3 * longestName));

/** Without half a character at its end. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '');
