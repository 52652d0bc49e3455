/**
 * What auditors have opened, written down: that somebody came in, before anything is opened for them; and how much was
 * opened, gathered for a minute, since the engine's pages ask for a few payloads at a time.
 */
import type { Actor } from '../../domain/actor.js';
import type { WhatWasRead } from '../../domain/readings.js';
import { toInstant } from '../../domain/time.js';
import type { Invitation } from './invitation.js';
import { readerOf } from './invitation.js';

/** Writes down a reading. @throws CycleError `Unavailable` */
export type WriteDown = (actor: Actor, read: WhatWasRead) => Promise<void>;

/** Milliseconds for which it is gathered. */
const gatheredFor = 60_000;

interface Opened {
  invitation: Invitation;
  /** Milliseconds since 1970. */
  since: number;
  payloads: number;
  timer: NodeJS.Timeout;
}

export class Gathered {
  readonly #record: WriteDown;
  /** By the invitation's id. */
  readonly #present = new Map<string, Promise<void>>();
  readonly #opened = new Map<string, Opened>();

  constructor(record: WriteDown) {
    this.#record = record;
  }

  /**
   * Writes down that an auditor has come in, once for each invitation; and what was opened for it more than a minute ago.
   *
   * @throws CycleError `Unavailable` when this cannot be written: then nothing may be opened
   */
  async admit(invitation: Invitation): Promise<void> {
    const { id, auditor, until } = invitation;
    const known = this.#present.get(id);
    const present = known ?? this.#record(readerOf(invitation), { kind: 'sign-in', auditor, until });
    if (!known) this.#present.set(id, present);
    try {
      await present;
    } catch (error) {
      this.#present.delete(id);
      throw error;
    }
    const opened = this.#opened.get(id);
    if (opened && Date.now() - opened.since >= gatheredFor) await this.#write(id);
  }

  add(invitation: Invitation, payloads: number): void {
    const { id } = invitation;
    const opened = this.#opened.get(id);
    if (opened) opened.payloads += payloads;
    else if (payloads > 0) this.#gather(invitation, Date.now(), payloads);
  }

  /** Writes down what is left. */
  async close(): Promise<void> {
    for (const id of [...this.#opened.keys()]) await this.#write(id);
  }

  #gather(invitation: Invitation, since: number, payloads: number): void {
    const { id } = invitation;
    // what cannot be written now is kept, and stands before whatever is opened next
    const timer = setTimeout(() => void this.#write(id).catch(() => undefined), gatheredFor);
    timer.unref();
    this.#opened.set(id, { invitation, since, payloads, timer });
  }

  async #write(id: string): Promise<void> {
    const opened = this.#opened.get(id);
    if (!opened) return;
    const { invitation, since, payloads, timer } = opened;
    clearTimeout(timer);
    this.#opened.delete(id);
    try {
      await this.#record(readerOf(invitation), { kind: 'decoded', since: toInstant(since), payloads });
    } catch (error) {
      const more = this.#opened.get(id);
      if (more) clearTimeout(more.timer);
      this.#gather(invitation, since, payloads + (more?.payloads ?? 0));
      throw error;
    }
  }
}
