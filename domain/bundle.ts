/** What the file of a year holds, which auditors get: the paths in it, and its manifest. */
import type { Address } from './document.js';
import type { Erasure } from './erasure.js';

export const bundleFormat = 'ascn-audit/1';

export interface Manifest {
  format: typeof bundleFormat;
  network: string;
  cycle: number;
  /** How many seals the log has. */
  seals: number;
  /** The root of the last one. */
  root: string;
  /** SHA-256, in hex, and length in bytes of every other file, by its path. */
  files: Record<string, { sha256: string; bytes: number }>;
  /** Keys that were destroyed, by their ids: what is encrypted with them was erased. */
  erased?: Record<string, Erasure>;
}

export const keyFileFormat = 'ascn-keys/1';

/** What auditors get apart from the file of a year: the keys that it needs, and no other. */
export interface KeyFile {
  format: typeof keyFileFormat;
  network: string;
  cycle: number;
  /** 32 bytes each, in base64, by the id of the key. */
  keys: Record<string, string>;
}

/** Where the key file of a bundle lies, unless another place is named: beside it. */
export const keyFileBeside = (bundle: string): string => `${bundle.replace(/\.zip$/, '')}.keys.json`;

export const manifestPath = 'manifest.json';
export const readmePath = 'README.txt';
export const sealPath = (number: number): string => `seals/${numbered(number)}.json`;
/** The answer of a time-stamp authority to it. */
export const timeStampPath = (number: number): string => `seals/${numbered(number)}.tsr`;
/** The leaves that a seal has added. */
export const leavesPath = (number: number): string => `log/${numbered(number)}.json`;
export const historyPath = (workflow: string, run: string): string =>
  `histories/${workflow.split('/').map(encodeURIComponent).join('/')}/${run}.json`;
export const documentPath = (address: Address): string => {
  const digest = address.slice('sha256:'.length);
  return `documents/${digest.slice(0, 2)}/${digest.slice(2)}`;
};

const numbered = (number: number): string => String(number).padStart(6, '0');
