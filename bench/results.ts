/** The results of each scenario, a file each, so that one can be run alone and the page stays whole. */
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../workers/project.js';
import type { Outcome } from './scenario.js';

/** What was measured, when, on what. */
export interface Results extends Outcome {
  name: string;
  title: string;
  about: string;
  /** `2026-11-22`. */
  date: string;
  command: string;
  runs: number;
  /** How long the whole scenario took. */
  seconds: number;
  machine: string;
  /** The load of the last minute when it began: about 0 on a machine that does nothing else. */
  loadBefore: number;
  versions: Record<string, string>;
}

const fileOf = (name: string): string => join(projectRoot(), 'bench', 'results', `${name}.json`);

/** @returns undefined when the scenario was never run */
export const readResults = (name: string): Results | undefined =>
  existsSync(fileOf(name)) ? (JSON.parse(readFileSync(fileOf(name), 'utf8')) as Results) : undefined;

export const writeResults = (results: Results): Promise<void> =>
  writeFormatted(fileOf(results.name), JSON.stringify(results));

/** Writes a file as the project's own style has it. */
export async function writeFormatted(file: string, text: string): Promise<void> {
  const style = await resolveConfig(file);
  await writeFile(file, await format(text, { ...style, filepath: file }));
}

/** The machine, in words that do not tell whose it is. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${memory} GB, ${type()}`;
}

export const load = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100;

/** The versions of the parts of this project that a figure depends on. */
export function versions(): Record<string, string> {
  const versionOf = (name: string): string =>
    (
      JSON.parse(readFileSync(join(projectRoot(), 'node_modules', name, 'package.json'), 'utf8')) as {
        version: string;
      }
    ).version;
  return {
    'Node.js': process.versions.node,
    'Temporal SDK': versionOf('@temporalio/worker'),
    nodemailer: versionOf('nodemailer'),
    'smtp-server': versionOf('smtp-server'),
    'postal-mime': versionOf('postal-mime'),
  };
}
