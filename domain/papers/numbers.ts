/** The numbers of documents. */

/** `ASCN/2018/JCM-AUTUMN/DOC-1`. */
export const paperNumber = (year: number, session: string, document: string): string =>
  `ASCN/${year}/${session.toUpperCase()}/${document}`;

/** The number of the document under an agenda item: `ASCN/2018/ANNUAL-MEETING/DOC-1.2`. */
export const itemNumber = (paper: string, item: number): string => `${paper}.${item}`;
