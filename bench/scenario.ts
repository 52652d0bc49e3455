/** What a benchmark is: a name, what it measures, and a run that returns figures. */

/** What a scenario is given. */
export interface RunOptions {
  /** How often each measurement is taken; the median counts. */
  runs: number;
  /** An empty folder of this scenario's own, removed after it. */
  folder: string;
  /** One line for whoever waits. */
  say: (line: string) => void;
}

/** One thing measured, several times in one run of its scenario. */
export interface Figure {
  what: string;
  /** `s`, `MB`, `actions`, `letters/s` … */
  unit: string;
  /** One value a run, in the order of the runs. */
  values: number[];
  /** The least that the same work takes without this project, measured beside it; `what` is said once, in `Outcome.floor`. */
  floor?: number[];
  /** What was set out to reach, and for which number: the median, or the ratio of the median to the floor's. */
  aim?: { atMost: number } | { atLeast: number } | { ratioAtMost: number } | { ratioAtLeast: number };
}

/** A table of its own shape: a breakdown, what each peer leaves out. */
export interface Table {
  title: string;
  columns: string[];
  rows: string[][];
}

/** What a scenario measured. */
export interface Outcome {
  figures: Figure[];
  /** What the floor of the figures is, in a sentence. */
  floor?: string;
  tables?: Table[];
  /** Sentences below the tables: how it was measured, what limits it. */
  notes?: string[];
}

export interface Scenario {
  /** The word after `npm run bench --`; also the name of its file in `bench/results/`. */
  name: string;
  title: string;
  /** What is measured, in a sentence or two. */
  about: string;
  /** After so many minutes it is ended and counts as failed. */
  minutes: number;
  /**
   * Measures. It closes what it opened, also when it fails; it runs in a process of its own.
   *
   * @throws Error when the measurement itself failed: then the results of before stay
   */
  run: (options: RunOptions) => Promise<Outcome>;
}
