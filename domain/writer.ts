/** What is known of whoever wrote an answer, as far as it tells how to read figures and dates. */
import type { Language, MemberCode } from './network.js';

export interface Writer {
  language: Language;
  /** The member whose office wrote; absent where that is not known. */
  member?: MemberCode;
}

/** How sure a reading is: `likely` rests on a convention of the writer's country or leaves a word out. */
export type Sureness = 'certain' | 'likely';
