/** Whether the engine's file can be what it should be, told in words before the engine is started on it. */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { refused } from '../../domain/errors.js';

const magic = 'SQLite format 3\0';

/**
 * Refuses a file that is no database, or that was cut off. What lies deeper is found by the engine itself.
 *
 * The header (https://www.sqlite.org/fileformat2.html#the_database_header) counts the pages that the file holds. It
 * may be ahead of the file only while a write-ahead log beside it holds the rest.
 *
 * @throws CycleError `Refused` naming the file and what a person can do
 */
export function checkEngineFile(file: string): void {
  const size = sizeOf(file);
  if (size === 0) return;
  const header = Buffer.alloc(100);
  const handle = openSync(file, 'r');
  const read = readSync(handle, header, 0, header.length, 0);
  closeSync(handle);
  const isDatabase = read === header.length && header.toString('latin1', 0, magic.length) === magic;
  if (!isDatabase) throw damaged(file, 'is not a database of the engine');
  // 1 stands for 65,536
  const pageBytes = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const wanted = pageBytes * header.readUInt32BE(28);
  if (size < wanted && sizeOf(`${file}-wal`) === 0)
    throw damaged(file, `was cut off: it has ${size} bytes of ${wanted}`);
}

/** Zero where there is none. */
const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const damaged = (file: string, what: string) =>
  refused(
    `${file} ${what}. Restore the home folder from the backup; or, to begin anew, set ASCN_HOME to an empty folder.`,
  );
