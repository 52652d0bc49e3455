/** Changes to the workflow code of a bundle: of what is sent, to whom, when, and what is decided. */
import type { Pick } from './tampering.js';

/** One place in the code, and what stands there. */
export interface Place {
  /** e.g. `workflows/request.js` */
  module: string;
  at: number;
  text: string;
}

/** What a property or the first argument of a call is set to: a word, or a number of days or hours. */
const words = /(?<=\b(?:template|about|kind|do|state|outcome|name|verdict|part|id): )'[\w/-]{3,40}'/g;
const spans = /(?<=\b(?:days|hours)\)?\()\d+(?=\))/g;

/** Where the compiled modules of ours stand in a bundle. */
const modules = /\/\*{3}\/ "\.\/dist\/((?:workflows|domain)\/[\w/-]+\.js)"/g;

/** Every place that may be changed, in the order of the bundle. */
export function placesIn(code: string): Place[] {
  const begins = [...code.matchAll(modules)];
  return begins.flatMap((begin, i) => {
    const end = begins[i + 1]?.index ?? code.length;
    const section = code.slice(begin.index, end);
    return [words, spans].flatMap((pattern) =>
      [...section.matchAll(pattern)].map(({ index, 0: text }) => ({
        module: begin[1]!,
        at: begin.index + index,
        text,
      })),
    );
  });
}

/** The code with another word or number in one place. */
export function changed(code: string, { at, text }: Place, pick: Pick): string {
  const other = text.startsWith("'")
    ? `'${text.slice(1, -1)}-${'abcdef'[pick(6)]}'`
    : String(Number(text) + 1 + pick(5));
  return code.slice(0, at) + other + code.slice(at + text.length);
}
