/** How much of a message is read. What is beyond the first group of limits is refused, since no letter needs it. */

/** A message that goes beyond what any letter needs; its message is a sentence for the secretariat. */
export class TooMuch extends Error {}

const MiB = 1024 * 1024;

/** Bytes of a message. The mailroom takes 25 MiB; a mailbox may hold what other servers let through. */
export const largestMessage = 50 * MiB;

/** Parts of a message, of all levels. The letters of a whole year forwarded at once have a few hundred. */
export const mostParts = 1000;

/** Levels of parts within parts. Mail programs make five; gateways and signatures may double that. */
export const deepestPart = 30;

/** Bytes of the head of a message or a part. Long chains of ARC and DKIM seals come to some 50 KiB. */
export const largestHead = MiB / 2;

/** Fields of a head. A message that went through twenty servers has some 150. */
export const mostFields = 2000;

/** Addresses taken from To and Cc; a letter of the network has twenty. Further ones are left out. */
export const mostAddresses = 1000;

/** Characters of a header in which addresses are looked for; a thousand addresses fit. */
export const longestAddressField = 256 * 1024;

/** Message-IDs taken from References: the first, which began the exchange, and the last. */
export const mostReferences = 100;

/** Bytes of one part's text that are read. A novel has less than 1 MiB; what is longer is a file put into the text. */
export const longestText = MiB;

/** Bytes of all texts that are read, those of a letter that says the same in HTML included. */
export const longestTexts = 2 * MiB;

/** Lines of one part's text that are read. A year's exchange, each letter quoting all before it, has some 20,000. */
export const mostLines = 50_000;

/** Characters of one line of text; longer ones are broken, so that no rule for lines meets an endless one. */
export const longestLine = 10_000;

/** Characters of a document's name. File systems take 255 bytes; three bytes a character in the region's scripts. */
export const longestName = 80;

/** Bytes that all compressed parts together may come to: as much as a letter may have that is not compressed. */
export const largestInflated = 25 * MiB;

/** Characters and cells of a document in which answers are looked for; five hundred projects have half of it. */
export const longestDocument = 1_000_000;
export const mostCells = 100_000;

/** Characters and values of all answers in a letter; a joint letter of fifty cities has half of it. */
export const longestAnswers = 500_000;
export const mostValues = 10_000;

/** Marks on one letter that are read. Words need three; text without an end of them takes a time of its square to sort. */
export const mostMarks = 30;
