import { afterEach, describe, expect, test } from '@jest/globals';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createScanner } from '../../../../activities/mail/in/attachments/clamd.js';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((closed) => server.close(closed));
});

/** A server that speaks clamd's protocol: it reads the chunks of one stream and answers as it is told. */
async function scannerThat(answers: (content: Buffer, socket: Socket) => void) {
  const server = createServer((socket) => {
    let all = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      all = Buffer.concat([all, chunk]);
      const content = contentOf(all);
      if (content) answers(content, socket);
    });
  });
  open.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return createScanner(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** The content of a whole stream: `zINSTREAM\0`, chunks with their length before them, a chunk of none. */
function contentOf(all: Buffer): Buffer | undefined {
  const command = 'zINSTREAM\0';
  if (all.subarray(0, command.length).toString() !== command) return undefined;
  const chunks: Buffer[] = [];
  for (let at = command.length; at + 4 <= all.length;) {
    const length = all.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(all.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}

describe('the virus scanner', () => {
  test('is given the whole content, and says whether it found something', async () => {
    const seen: number[] = [];
    const scanner = await scannerThat((content, socket) => {
      seen.push(content.length);
      socket.end(content.includes('EICAR') ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0');
    });
    expect(await scanner.isInfected(Buffer.alloc(1_000_000, 'a'))).toBe(false);
    expect(await scanner.isInfected(Buffer.from('… EICAR …'))).toBe(true);
    expect(seen).toEqual([1_000_000, '… EICAR …'.length + 4]);
  });

  test('that is away, breaks off or could not look takes nothing for clean', async () => {
    const refusing = await scannerThat((_content, socket) =>
      socket.end('INSTREAM size limit exceeded. ERROR\0'),
    );
    await expect(refusing.isInfected(Buffer.from('x'))).rejects.toMatchObject({ type: 'Unavailable' });
    const breaking = await scannerThat((_content, socket) => socket.destroy());
    await expect(breaking.isInfected(Buffer.from('x'))).rejects.toMatchObject({ type: 'Unavailable' });
    const away = createScanner('unix:/nowhere/clamd.ctl');
    await expect(away.isInfected(Buffer.from('x'))).rejects.toThrow('The virus scanner cannot be asked');
  });

  test('has a place, or the setting is refused in words', () => {
    expect(() => createScanner('clamd')).toThrow('expected for example tcp://127.0.0.1:3310');
  });
});
