/** What filling in a Word form and a spreadsheet have in common. */
import type { Field } from '../../../domain/form.js';
import { labelOf } from '../../../domain/form.js';

/** The first day that a zip archive can give: the same answer has the same bytes. */
export const packedAt = new Date(1980, 0, 1);

/** A text as it is written in XML. */
export const written = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A field's label in each language, as it is written in XML. */
export const labelsOf = (field: Field, entry: number): string[] =>
  (['en', 'vi'] as const).map((language) => written(labelOf(field, language, entry)));
