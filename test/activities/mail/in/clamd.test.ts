import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createScanner } from '../../../../activities/mail/in/attachments/clamd.js';
import { scanned } from '../../../../activities/mail/in/attachments/scanned.js';
import { createReader } from '../../../../activities/mail/in/reading/reader.js';

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

describe('a letter whose documents are scanned', () => {
  const reader = createReader('data');
  afterAll(() => reader.close());

  const letter = (documents: Record<string, string>): Uint8Array =>
    Buffer.from(
      [
        'From: csco@hanoi.vn.example',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=p',
        '',
        '--p',
        'Content-Type: text/plain',
        '',
        'Vision: A clean city',
        ...Object.entries(documents).flatMap(([name, content]) => [
          '--p',
          'Content-Type: text/plain',
          `Content-Disposition: attachment; filename=${name}`,
          '',
          content,
        ]),
        '--p--',
        '',
      ].join('\r\n'),
    );

  test('keeps what the scanner finds something in for a person, and counts the rest', async () => {
    const asked: string[] = [];
    const scanner = await scannerThat((content, socket) => {
      asked.push(content.toString());
      socket.end(content.includes('EICAR') ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0');
    });
    const read = await scanned(reader, scanner).readLetter(
      letter({ 'plan.txt': 'Projects: 2', 'odd.txt': 'EICAR', 'odd.exe': 'MZ EICAR' }),
    );
    expect(read).toMatchObject({
      text: expect.stringContaining('A clean city'),
      attachments: [
        { name: 'plan.txt', verdict: 'accepted' },
        { name: 'odd.txt', verdict: 'kept-aside', fault: 'infected' },
        { name: 'odd.exe', verdict: 'refused', fault: 'kind' },
      ],
    });
    // what is refused anyway need not be looked at
    expect(asked).toEqual(['Projects: 2', 'EICAR']);
  });

  test('waits while the scanner is away', async () => {
    const away = scanned(reader, createScanner('unix:/nowhere/clamd.ctl'));
    await expect(away.readLetter(letter({ 'plan.txt': 'Projects: 2' }))).rejects.toMatchObject({
      type: 'Unavailable',
    });
    expect(await away.readLetter(letter({}))).toMatchObject({ attachments: [] });
  });
});
