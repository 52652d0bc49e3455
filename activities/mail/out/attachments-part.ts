/** What came attached to a letter, by name and size, with what was done with each: a part of its receipt. */
import type { Attachment } from '../../../domain/attachment.js';
import type { Language } from '../../../domain/network.js';
import { oneLine } from './header-text.js';
import type { LetterPart, LetterRow } from './letter-view.js';
import type { Words } from './words.js';

/** Attachments that are listed by name. */
const most = 30;
const longestName = 80;

export function attachmentsPart(
  attachments: readonly Attachment[],
  language: Language,
  words: Words,
): LetterPart {
  const row = ({ name, bytes, verdict, fault }: Attachment): LetterRow => ({
    label: `“${shortened(oneLine(name))}”`,
    value: `${sizeInWords(bytes, language)}; ${words.attachments.done[verdict]}`,
    ...(fault && { note: words.attachments.faults[fault] }),
  });
  const left = attachments.length - most;
  return {
    title: words.attachments.title,
    before: [],
    rows: attachments.slice(0, most).map(row),
    after: left > 0 ? [`${words.attachments.more} ${left}`] : [],
  };
}

/** The ending stays: it is what tells people which file is meant. */
function shortened(name: string): string {
  const characters = [...name];
  if (characters.length <= longestName) return name;
  return `${characters.slice(0, longestName - 20).join('')}…${characters.slice(-15).join('')}`;
}

/** `340 KB`, `1.2 MB`: a thousand bytes to the kilobyte, as mail programs show it. */
export function sizeInWords(bytes: number, language: Language): string {
  const [size, unit] = bytes < 999_500 ? [Math.ceil(bytes / 1000), 'KB'] : [bytes / 1_000_000, 'MB'];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(size)} ${unit}`;
}
