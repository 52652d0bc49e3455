/**
 * Changes to the workflow code of a bundle: of what is sent, to whom, when, and what is decided. They are made where the
 * replay of a history has gone through, since nothing can be known of what no history passes.
 */
import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';

/** One change: what stands in the code at a place, and what is put there. */
export interface Change {
  /** Which sort it is of, in words. */
  kind: string;
  /** e.g. `workflows/request.js` */
  module: string;
  at: number;
  text: string;
  into: string;
}

export const changed = (code: string, { at, text, into }: Change): string =>
  code.slice(0, at) + into + code.slice(at + text.length);

/** Where the compiled modules of ours stand in a bundle. */
const modules = /\/\*{3}\/ "\.\/dist\/((?:workflows|domain)\/[\w/-]+\.js)"/g;

/**
 * What Temporal's pages tell of a workflow is asked of the code when somebody looks, and is in no history; and a
 * request's wording for them is its own module.
 */
const told = ['workflows/story.js'];

const kinds: Record<string, (section: string) => Omit<Change, 'kind' | 'module'>[]> = {
  'another word': (section) =>
    found(
      section,
      /(?<=\b(?:template|about|kind|do|state|outcome|name|verdict|part|id|reason|what): )'[\w/-]{3,40}'/g,
    ).map(({ at, text }) => ({ at, text, into: `${text.slice(0, -1)}-x'` })),
  'another number of days, hours or minutes': (section) =>
    found(section, /(?<=\b(?:days|hours|minutes|addDays)\)?\((?:[\w.() ]+, )?)\d+(?=\))/g).map(
      ({ at, text }) => ({
        ...{ at, text },
        into: String(Number(text) + 1),
      }),
    ),
  'another addressee': (section) =>
    found(section, /(?<=\b(?:to|copy): )\[[\w.(),' `${}-]+\](?=[,;\n }])/g).map(({ at, text }) => ({
      ...{ at, text },
      into: `[...${text}, 'nr-sg']`,
    })),
  'a comparison the other way': (section) =>
    found(section, / (?:===|!==|<=|>=|<|>) /g)
      .filter(
        ({ at }) => /\b(?:return|\?|&&|\|\||=>|=)/.test(lineAt(section, at)) && !loops(lineAt(section, at)),
      )
      .map(({ at, text }) => ({ at, text, into: opposite[text.trim()]! })),
  'a condition the other way': (section) =>
    found(section, /(?<=\bif \()[^\n]+(?=\)$)/gm)
      .filter(({ at, text }) => balanced(text) && !inLoop(section, at))
      .map(({ at, text }) => ({ at, text, into: `!(${text})` })),
  'a step left out': (section) =>
    found(section, /(?<=^ +)await [\w.#]+\([^\n]*\);$/gm).map(({ at, text }) => ({ at, text, into: ';' })),
  'two steps in the other order': (section) =>
    found(section, /(?<=^ +)(await [\w.#]+\([^\n]*\);)\n +(await [\w.#]+\([^\n]*\);)$/gm).map(
      ({ at, text }) => ({
        ...{ at, text },
        into: text.split('\n').toReversed().join('\n'),
      }),
    ),
};

const opposite: Record<string, string> = {
  '===': ' !== ',
  '!==': ' === ',
  '<': ' >= ',
  '>=': ' < ',
  '>': ' <= ',
  '<=': ' > ',
};

const found = (section: string, pattern: RegExp): { at: number; text: string }[] =>
  [...section.matchAll(pattern)].map(({ index, 0: text }) => ({ at: index, text }));

export const lineAt = (section: string, at: number): string =>
  section.slice(section.lastIndexOf('\n', at) + 1, section.indexOf('\n', at));

const loops = (line: string): boolean => /\b(?:for|while) \(|^\s*\/?\*/.test(line);

/** A loop that never ends is no other decision: nothing would ever come of it. */
function inLoop(section: string, at: number): boolean {
  const before = section.slice(0, at);
  const loop = before.lastIndexOf('for (;;)');
  return loop > 0 && !/^}/m.test(before.slice(loop));
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')' && (depth -= 1) < 0) return false;
  }
  return depth === 0;
}

/** Every change that can be made, in the order of the bundle. */
export function changesTo(code: string): Change[] {
  const begins = [...code.matchAll(modules)];
  return begins.flatMap((begin, i) => {
    const section = code.slice(begin.index, begins[i + 1]?.index ?? code.length);
    const module = begin[1]!;
    if (told.includes(module)) return [];
    return Object.entries(kinds).flatMap(([kind, changesIn]) =>
      changesIn(section).map((change) => ({ ...change, kind, module, at: begin.index + change.at })),
    );
  });
}

/** Which places of a script are gone through, as V8 counts it. */
export class Coverage {
  readonly #session = new Session();

  private constructor(private readonly script: string) {
    this.#session.connect();
  }

  /** @param script how the script's URL ends */
  static async of(script: string): Promise<Coverage> {
    const coverage = new Coverage(script);
    await coverage.#session.post('Profiler.enable');
    await coverage.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    return coverage;
  }

  /** What was gone through since it was asked last. @returns whether a place, within a function, was */
  async since(): Promise<(at: number) => boolean> {
    const { result } = await this.#session.post('Profiler.takePreciseCoverage');
    const functions = result.filter(({ url }) => url.endsWith(this.script)).flatMap((each) => each.functions);
    return (at) => {
      const innermost = functions
        .filter(({ ranges: [whole] }) => whole!.startOffset <= at && at < whole!.endOffset)
        .reduce<Profiler.FunctionCoverage | undefined>(
          (least, each) => (least && length(least) <= length(each) ? least : each),
          undefined,
        );
      // what stands outside of a module's functions is gone through whenever the bundle is loaded
      if (!innermost || innermost.functionName.startsWith('./dist/')) return false;
      const block = innermost.ranges
        .filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset)
        .at(-1);
      return (block?.count ?? 0) > 0;
    };
  }

  async close(): Promise<void> {
    await this.#session.post('Profiler.stopPreciseCoverage');
    this.#session.disconnect();
  }
}

const length = ({ ranges: [whole] }: Profiler.FunctionCoverage): number =>
  whole!.endOffset - whole!.startOffset;
