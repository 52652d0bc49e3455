/**
 * `npm run bench [-- NAME …]`: runs the benchmarks, one after the other, each in a process of its own, and writes
 * docs/benchmarks.md. One that fails is reported, keeps its results of before, and does not stop the others.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { badInput, CycleError } from '../domain/errors.js';
import { writePage } from './page.js';
import type { RunOrder } from './run.js';
import { onRequest, scenarios } from './scenarios.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** @throws CycleError `BadInput` naming the word and what was expected */
function readOrder(words: string[]): { names: string[]; runs: number } {
  const { values, positionals } = parse(words);
  const known = Object.keys(scenarios);
  const usual = known.filter((name) => !onRequest.includes(name));
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw badInput(`There is no benchmark “${unknown}”; expected some of: ${known.join(', ')}.`);
  const count = (option: string, text: string): number => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < 1)
      throw badInput(`--${option} is “${text}”; expected a whole number of 1 or more.`);
    return number;
  };
  return {
    names: known.filter((name) => (positionals.length > 0 ? positionals : usual).includes(name)),
    runs: count('runs', values.runs),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { runs: { type: 'string', default: '3' } },
    });
  } catch (error) {
    throw badInput(error instanceof Error ? error.message : String(error));
  }
}

/** @returns a sentence when the scenario failed */
async function runOne(order: RunOrder): Promise<string | undefined> {
  const { title, minutes } = await scenarios[order.name]!();
  say(`${order.name}: ${title}`);
  const started = Date.now();
  // In a group of its own, so that whatever it started can be ended with it.
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run.js'), JSON.stringify(order)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  const endGroup = () => {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // the group has ended
    }
  };
  const interrupted = () => {
    endGroup();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    endGroup();
  }, minutes * 60_000);
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  clearTimeout(deadline);
  endGroup();
  process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  if (late) return `${order.name} was ended after ${minutes} minutes; its results of before stay.`;
  if (code !== 0) return `${order.name} failed; its results of before stay.`;
  say(`  done in ${Math.round((Date.now() - started) / 1000)} s`);
  return undefined;
}

try {
  const { names, ...order } = readOrder(process.argv.slice(2));
  const failed: string[] = [];
  for (const name of names) {
    const sentence = await runOne({ name, ...order });
    if (sentence) failed.push(sentence);
    await writePage();
  }
  say('docs/benchmarks.md is written.');
  failed.forEach((sentence) => process.stderr.write(`${sentence}\n`));
  process.exitCode = failed.length > 0 ? 1 : 0;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof CycleError && error.type === 'BadInput' ? 2 : 1;
}
