/** Whether the answers of a time-stamp authority hold that lie beside the seals. */
import type { Certificate } from 'pkijs';
import type { Manifest } from '../../domain/bundle.js';
import { timeStampPath } from '../../domain/bundle.js';
import { canonical } from '../../domain/canonical.js';
import { CycleError } from '../../domain/errors.js';
import type { TimeStamp } from '../../domain/time-stamp.js';
import { readTimeStamp } from '../../domain/time-stamp.js';
import type { Bundle } from './bundle.js';
import type { CheckedLog } from './check-log.js';
import type { Finding } from './finding.js';

export interface SealTimeStamp extends TimeStamp {
  /** The number of the seal. */
  seal: number;
}

/** @param trusted certificates that vouch for the authority's; without them each answer's own is taken */
export async function checkTimeStamps(
  bundle: Bundle,
  { files }: Manifest,
  { seals, entries }: CheckedLog,
  trusted: Certificate[] | undefined,
): Promise<{ timeStamps: SealTimeStamp[]; findings: Finding[] }> {
  const timeStamps: SealTimeStamp[] = [];
  const findings: Finding[] = [];
  for (const seal of seals) {
    const path = timeStampPath(seal.number);
    if (!(path in files)) continue;
    try {
      const answer = await bundle.read(path);
      const timeStamp = await readTimeStamp(answer, { bytes: canonical(seal), trusted });
      timeStamps.push({ seal: seal.number, ...timeStamp });
    } catch (error) {
      // a file that cannot be read is found with the files
      if (error instanceof CycleError) findings.push({ where: path, what: error.message });
    }
  }
  for (const entry of entries) {
    if (entry.kind !== 'time-stamp') continue;
    const path = timeStampPath(entry.seal);
    if (files[path]?.sha256 !== entry.sha256)
      findings.push({ where: path, what: 'It is not the time-stamp that the log lists.' });
  }
  return { timeStamps, findings };
}
