/** A bundle in memory, and the ways in which somebody may tamper with it. */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto';
import { unzipSync, zipSync } from 'fflate';
import { sealKeyOf } from '../../activities/archive/seal-key.js';
import type { LogEntry, Seal } from '../../domain/archive.js';
import { sealingOf } from '../../domain/archive.js';
import type { Manifest } from '../../domain/bundle.js';
import { historyPath, leavesPath, manifestPath, sealPath } from '../../domain/bundle.js';
import { canonical, sha256 } from '../../domain/canonical.js';
import { inOrder } from '../../domain/in-order.js';
import { MerkleTree } from '../../domain/merkle.js';

/** Whole numbers below `n`, the same for the same seed (mulberry32). */
export type Pick = (n: number) => number;
export function seeded(seed: number): Pick {
  let state = seed;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

export interface Event {
  eventId: string;
  eventTime: string;
  eventType: string;
  [attributes: string]: unknown;
}

export class Opened {
  readonly files: Map<string, Buffer>;

  constructor(files: Iterable<[string, Buffer]>) {
    this.files = new Map(files);
  }

  static read(file: string): Opened {
    return new Opened(
      Object.entries(unzipSync(readFileSync(file))).map(([path, bytes]) => [path, Buffer.from(bytes)]),
    );
  }

  copy(): Opened {
    return new Opened([...this.files].map(([path, bytes]) => [path, Buffer.from(bytes)]));
  }

  write(file: string): void {
    writeFileSync(file, zipSync(Object.fromEntries(this.files), { level: 0 }));
  }

  paths(beginning: string): string[] {
    return [...this.files.keys()].filter((path) => path.startsWith(beginning));
  }

  json<T>(path: string): T {
    return JSON.parse(this.files.get(path)!.toString('utf8')) as T;
  }

  put(path: string, value: object): void {
    this.files.set(path, Buffer.from(canonical(value)));
  }

  events(path: string): Event[] {
    return this.json<{ events: Event[] }>(path).events;
  }

  putEvents(path: string, events: Event[]): void {
    this.files.set(path, Buffer.from(`${JSON.stringify({ events }, null, 1)}\n`));
  }

  /** Lists the files in the manifest as they are now. */
  relist(): void {
    const manifest = this.json<Manifest>(manifestPath);
    const others = [...this.files].filter(([path]) => path !== manifestPath);
    const files = others.map(([path, bytes]) => [path, { sha256: sha256(bytes), bytes: bytes.length }]);
    this.put(manifestPath, { ...manifest, files: Object.fromEntries(files) as Manifest['files'] });
  }

  get entries(): LogEntry[][] {
    const { seals } = this.json<Manifest>(manifestPath);
    return Array.from({ length: seals }, (_, i) => this.json<LogEntry[]>(leavesPath(i + 1)));
  }

  /**
   * Makes the log anew for what lies in the bundle now: each part of a history is hashed again, each seal made and
   * signed again.
   *
   * @param signing the key; one of the tamperer's own, or the installation's where that was stolen
   */
  reseal(signing: Signing, edit: (entries: LogEntry[]) => LogEntry[] = (entries) => entries): void {
    const tree = new MerkleTree();
    let before: Seal | undefined;
    for (const [i, listed] of this.entries.entries()) {
      const entries = edit(listed).map((entry) => this.#rehashed(entry));
      for (const entry of entries) tree.add(canonical(entry));
      this.put(leavesPath(i + 1), entries);
      const sealing = sealingOf(this.json<Seal>(sealPath(i + 1)));
      delete sealing.previous;
      before = signing({
        ...sealing,
        ...{ size: tree.size, root: tree.root(), added: `sha256:${sha256(canonical(entries))}` },
        ...(before && { previous: sha256(canonical(before)) }),
      });
      this.put(sealPath(i + 1), before);
    }
    this.put(manifestPath, { ...this.json<Manifest>(manifestPath), root: tree.root() });
    this.relist();
  }

  #rehashed(entry: LogEntry): LogEntry {
    const path = entry.kind === 'segment' ? historyPath(entry.workflow, entry.run) : '';
    if (entry.kind !== 'segment' || !this.files.has(path)) return entry;
    const part = this.events(path).filter(
      ({ eventId }) => Number(eventId) >= entry.first && Number(eventId) <= entry.last,
    );
    const history = historyFromJSON({ events: part });
    return {
      ...entry,
      last: Math.max(entry.first, ...part.map(({ eventId }) => Number(eventId))),
      events: `sha256:${sha256(historyToJSON(history))}`,
      sha256: sha256(proto.temporal.api.history.v1.History.encode(inOrder(history)).finish()),
    };
  }
}

export type Signing = (sealing: ReturnType<typeof sealingOf>) => Seal;

/** By a key of the tamperer's own. */
export function ownKey(): Signing {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
  const secret = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return (sealing) => {
    const said = { ...sealing, key };
    return { ...said, signature: sign(null, Buffer.from(canonical(said)), secret).toString('base64') };
  };
}

/** By the installation's own key, whose secret was stolen. */
export const stolenKey = (secret: string): Signing => {
  const key = sealKeyOf(secret);
  return (sealing) => key.sign({ ...sealing, key: key.public });
};
