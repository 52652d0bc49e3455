/** How a paper is composed: data, `data/papers/<paper>.yaml`. */
import type { Marking } from '../letter.js';

/** The blocks of content that an item may hold; each is one file of `blocks/`. */
export const blockNames = [
  'agenda',
  'city-action-plans',
  'decisions-before',
  'delegations',
  'framework',
  'framework-comments',
  'next-calendar',
  'next-steps',
  'open-requests',
  'outside-partners',
  'pilot-cities',
  'progress-by-project',
  'progress-counts',
  'summary-record',
  'twinning-list',
  'year-calendar',
] as const;

export type BlockName = (typeof blockNames)[number];

export interface ItemDefinition {
  id: string;
  title: string;
  actionRequested: string;
  marking?: Marking;
  /** Paragraphs before the content; may hold placeholders. */
  intro: string[];
  content: BlockName[];
}

export interface PaperDefinition {
  id: string;
  /** The last part of the document's number, e.g. `DOC-1`. */
  document: string;
  marking: Marking;
  /** The title by body; `default` for every other. May hold placeholders. */
  titles: { default: string } & Record<string, string>;
  subtitle?: string;
  /** Whom the paper is for, where that is not the body of its session. May hold placeholders. */
  addressee?: string;
  /** The paper goes to no session; none is printed. */
  noSession?: boolean;
  /** How a missing answer is worded, where that is not the wording of the session's body: neutrally in public. */
  missingAnswer?: string;
  items: ItemDefinition[];
}

/** One section of the framework's text: `data/papers/framework.yaml`. */
export interface FrameworkSection {
  id: string;
  title: string;
  paragraphs: { text: string; source: string }[];
}
