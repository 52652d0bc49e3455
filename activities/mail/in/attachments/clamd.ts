/** Asks a virus scanner: ClamAV's daemon, by its INSTREAM command (clamd(8)). */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { badInput, CycleError } from '../../../../domain/errors.js';

/** Bytes of one chunk; clamd closes the connection at more than its StreamMaxLength in all. */
const chunkBytes = 256 * 1024;

/** Milliseconds without a word from the scanner. */
const silenceMs = 30_000;

export interface Scanner {
  /**
   * @returns true when the scanner found something in it
   * @throws CycleError `Unavailable` when the scanner is away, or could not look: then nothing is taken for clean
   */
  isInfected(content: Uint8Array): Promise<boolean>;
}

/**
 * @param url `tcp://127.0.0.1:3310` or `unix:/run/clamav/clamd.ctl`
 * @throws CycleError `BadInput` for anything else
 */
export function createScanner(url: string): Scanner {
  const place = placeOf(url);
  return {
    async isInfected(content) {
      const reply = await ask(place, content).catch((error: unknown) => {
        throw new CycleError(
          'Unavailable',
          `The virus scanner cannot be asked: ${(error as Error).message}.`,
        );
      });
      if (/^stream: OK$/.test(reply)) return false;
      if (/^stream: .{1,300} FOUND$/.test(reply)) return true;
      throw new CycleError('Unavailable', `The virus scanner could not look: “${reply.slice(0, 100)}”.`);
    },
  };
}

type Place = { path: string } | { host: string; port: number };

function placeOf(url: string): Place {
  const path = /^unix:(\/.+)$/.exec(url)?.[1];
  if (path !== undefined) return { path };
  if (URL.canParse(url)) {
    const { protocol, hostname, port } = new URL(url);
    if (protocol === 'tcp:' && hostname && port) return { host: hostname, port: Number(port) };
  }
  throw badInput(
    `The virus scanner’s place is “${url}”; expected for example tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl.`,
  );
}

async function ask(place: Place, content: Uint8Array): Promise<string> {
  const socket = createConnection(place);
  socket.setTimeout(silenceMs, () => socket.destroy(new Error(`no word for ${silenceMs / 1000} seconds`)));
  try {
    await once(socket, 'connect');
    // an answer may come, and the connection end, before all is written
    const reply = text(socket);
    socket.write('zINSTREAM\0');
    for (let at = 0; at < content.length; at += chunkBytes) {
      const chunk = content.subarray(at, at + chunkBytes);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(chunk.length);
      socket.write(length);
      socket.write(chunk);
    }
    socket.write(Buffer.alloc(4));
    return (await reply).replace(/\0.*$/s, '').trim();
  } finally {
    socket.destroy();
  }
}

async function text(socket: NodeJS.ReadableStream): Promise<string> {
  let all = '';
  for await (const chunk of socket) {
    all += String(chunk);
    if (all.includes('\0')) break;
  }
  return all;
}
