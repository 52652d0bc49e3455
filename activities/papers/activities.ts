/** The papers' activities: assemble, revise, set, publish; every paper is stored as data and as it was printed. */
import { join } from 'node:path';
import type { Calendar } from '../../domain/calendar.js';
import type { DecisionEntry } from '../../domain/decision.js';
import type { Address, DocumentStore } from '../../domain/document.js';
import type { Form } from '../../domain/form.js';
import { readNetwork } from '../../domain/network-document.js';
import type { Paper, PaperRef } from '../../domain/paper.js';
import { rehearsalNotice } from '../../domain/papers/build.js';
import { optionsPaper } from '../../domain/papers/options-paper.js';
import { recordedDecisions } from '../../domain/papers/recorded-decisions.js';
import type { Edit } from '../../domain/papers/version.js';
import { revise } from '../../domain/papers/version.js';
import type { Submission } from '../../domain/submission.js';
import type { IsoDate } from '../../domain/time.js';
import type { TwinningOptions } from '../../domain/twinning.js';
import { loadForms } from '../forms/load.js';
import type { AssembleInput } from './assemble.js';
import { assemble } from './assemble.js';
import type { PaperData } from './definitions.js';
import { loadPapers } from './definitions.js';
import { writeFinished } from './file.js';
import { renderPaperPdf } from './paper-pdf.js';
import type { Published, PublishInput } from './publish.js';
import { publishPaper } from './publish.js';

export interface PaperCollaborators {
  store: DocumentStore;
  /** The folder with `papers/` and `forms/`. */
  dataDir: string;
  /** The folder to which the finished papers of a cycle are written as files. */
  papersDir: (network: string, cycle: number) => string;
  /** How a file gets there: to the disk, unless another way is given. */
  writePaper?: (path: string, content: Uint8Array | string) => Promise<void>;
}

export interface ReviseInput {
  network: string;
  cycle: number;
  paper: Address;
  edits: Edit[];
  /** The office that changed the words. */
  changedBy: string;
  why: string;
  date: IsoDate;
}

export interface OptionsInput {
  network: string;
  cycle: number;
  networkDocument: Address;
  /** `TwinningOptions` as JSON. */
  options: Address;
  date: IsoDate;
  calendar: Calendar;
  /** The round: a second one follows when a side declined. */
  version: number;
  rehearsal?: boolean;
}

/** @returns the activities; data and forms are read once */
export function createPaperActivities({
  store,
  dataDir,
  papersDir,
  writePaper = writeFinished,
}: PaperCollaborators) {
  let read: Promise<{ papers: PaperData; forms: Map<string, Form> }> | undefined;
  const data = (): Promise<{ papers: PaperData; forms: Map<string, Form> }> => {
    read ??= Promise.all([loadPapers(dataDir), loadForms(dataDir)]).then(
      ([papers, forms]) => ({ papers, forms }),
      (error: unknown) => {
        read = undefined;
        throw error;
      },
    );
    return read;
  };

  const finish = async (paper: Paper, network: string, cycle: number): Promise<PaperRef> => {
    const { pdf, pages } = await renderPaperPdf(paper);
    const [document, printed] = await Promise.all([store.putJson(paper), store.put(pdf)]);
    await writePaper(join(papersDir(network, cycle), `${paper.id}-v${paper.version}.pdf`), pdf);
    return {
      id: paper.id,
      number: paper.number,
      version: paper.version,
      title: paper.title,
      items: paper.items.map(({ id, title, actionRequested }) => ({ id, title, actionRequested })),
      document,
      pdf: printed,
      pages,
    };
  };

  return {
    /** Builds a paper from what the year has; with `previous`, a new version that says what changed. */
    async assemblePaper(input: AssembleInput): Promise<PaperRef> {
      const { papers, forms } = await data();
      return finish(await assemble(input, store, papers, forms), input.network, input.cycle);
    },

    /** @throws CycleError `BadInput` for a statement that the paper does not have */
    async revisePaper({
      network,
      cycle,
      paper,
      edits,
      changedBy,
      why,
      date,
    }: ReviseInput): Promise<PaperRef> {
      return finish(revise(await store.getJson<Paper>(paper), edits, changedBy, why, date), network, cycle);
    },

    /** The options of the matchmaking, for the chair's secretariat alone. */
    async writeOptionsPaper({
      network,
      cycle,
      networkDocument,
      options,
      date,
      calendar,
      version,
      rehearsal = false,
    }: OptionsInput): Promise<PaperRef> {
      const { papers } = await data();
      const found = await store.getJson<TwinningOptions>(options);
      const year = { network: await readNetwork(store, networkDocument), calendar, date, round: version };
      const paper = optionsPaper(found, options, year, papers.options);
      return finish({ ...paper, ...(rehearsal && { notice: rehearsalNotice }) }, network, cycle);
    },

    /** Writes the public items of a paper as a page, and the feed. */
    publish(input: PublishInput): Promise<Published> {
      return publishPaper(input, store, papersDir(input.network, input.cycle), writePaper);
    },

    /** What a body's secretariat reported, as decisions that a person confirms. */
    async readRecordedDecisions({
      submission,
      items,
    }: {
      submission: Address;
      items: PaperRef['items'];
    }): Promise<DecisionEntry[]> {
      return recordedDecisions(await store.getJson<Submission>(submission), items);
    },
  };
}
