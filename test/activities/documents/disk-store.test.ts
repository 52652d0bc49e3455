import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { createDiskStore } from '../../../activities/documents/disk-store.js';
import { describeStore, documentPath } from './contract.js';

const newFolder = () => mkdtemp(join(tmpdir(), 'ascn-store-'));

describeStore('the document store on disk', async () => {
  const folder = await newFolder();
  return {
    store: createDiskStore(folder),
    alter: (address, text) => writeFile(join(folder, documentPath(address)), text),
    close: () => rm(folder, { recursive: true }),
  };
});

test('nothing is left over where forty writers stored the same at once', async () => {
  const folder = await newFolder();
  const store = createDiskStore(folder);
  const [address] = await Promise.all(Array.from({ length: 40 }, () => store.put('one and the same')));
  expect(await readdir(join(folder, documentPath(address!), '..'))).toEqual([address!.slice(9)]);
  await rm(folder, { recursive: true });
});

test('a folder that cannot be used is reported as something that may pass', async () => {
  const folder = await newFolder();
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  const broken = createDiskStore(join(file, 'store'));
  const unavailable = { type: 'Unavailable', message: expect.stringContaining('ENOTDIR') };
  await expect(broken.put('x')).rejects.toMatchObject(unavailable);
  await expect(broken.enter('tokens', 'x', {})).rejects.toMatchObject(unavailable);
  await rm(folder, { recursive: true });
});
