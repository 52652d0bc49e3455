/** Reading letters in a test, by the wordings that ship with the project. */
import { parseLetter } from '../../activities/mail/in/parse.js';
import type { ParsedLetter } from '../../activities/mail/in/parse.js';
import { loadQuoting } from '../../activities/mail/in/quoting.js';
import { dataDir } from '../../workers/installation.js';

const quoting = await loadQuoting(dataDir);

/** As the mailroom reads it, but in this thread. */
export const parsed = (raw: Uint8Array): ParsedLetter => parseLetter(raw, quoting);
