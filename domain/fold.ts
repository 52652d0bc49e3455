/** Comparing words as people write them: without case, accents, spaces and punctuation. */

/** `Dự án 1 - tên` becomes `du an 1 ten`: small letters without accents, words one space apart. */
export const foldWords = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/đ/g, 'd')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim();

/** As `foldWords`, without the spaces: `duan1ten`. */
export const fold = (text: string): string => foldWords(text).replace(/ /g, '');
