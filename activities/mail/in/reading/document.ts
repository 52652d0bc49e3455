/** What was read of a document, as far as it goes on to where answers are read from it. */
import type { DocumentRead } from '../../../../domain/answer-documents.js';
import type { Block } from '../../../../domain/answer-tables.js';
import { longestDocument, mostCells } from './limits.js';
import { withFewMarks } from './marks.js';

/** The document with few marks on each letter; `too-large` where it says more than any answer. */
export function withinLimits(read: DocumentRead): DocumentRead {
  if ('unread' in read) return read;
  const texts = read.blocks.flatMap((block) => ('text' in block ? [block.text] : block.rows.flat()));
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  if (texts.length > mostCells || characters > longestDocument) return { unread: 'too-large' };
  return { ...read, blocks: read.blocks.map(withFewMarksIn) };
}

const withFewMarksIn = (block: Block): Block =>
  'text' in block
    ? { text: withFewMarks(block.text) }
    : { ...block, rows: block.rows.map((row) => row.map(withFewMarks)) };
