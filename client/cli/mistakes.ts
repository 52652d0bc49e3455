/** What commander says of a mistake, in plain words. */
const placeholder = (flags: string): string => flags.replace(/[<>]/g, '');

const known: readonly [RegExp, (...parts: string[]) => string][] = [
  [/^missing required argument '(.+)'$/, (name) => `The ${name} is missing.`],
  [
    /^option '(.+)' argument missing$/,
    (flags) => `What stands after ${flags.split(' ')[0]} is missing: ${placeholder(flags)}.`,
  ],
  [/^required option '(.+)' not specified$/, (flags) => `${placeholder(flags)} is missing.`],
  [/^unknown option '(.+)'$/, (flag) => `There is no option “${flag}” here.`],
  [/^unknown command '(.+)'$/, (name) => `There is no command “${name}”.`],
  [
    /^too many arguments.*Expected (\d+) arguments? but got (\d+)\.$/,
    (wanted, got) => `Too much is given: ${got} where ${wanted} would do, beside the options.`,
  ],
];

/** @param text commander's message, `error: …`, with its guess in brackets on a line of its own */
export function plainWords(text: string): string {
  const [line = '', guess] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n');
  const meant = guess ? ` ${guess.replace(/^\((.+)\)$/, '$1')}` : '';
  for (const [pattern, words] of known) {
    const found = pattern.exec(line);
    if (found) return words(...found.slice(1)) + meant;
  }
  return line + meant;
}
