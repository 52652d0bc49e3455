/** Documents: everything large, everything that a person sent, and all personal data. */

/** `sha256:` and the hex digest of the stored bytes. */
export type Address = string;

export const isAddress = (text: string): text is Address => /^sha256:[0-9a-f]{64}$/.test(text);

/**
 * The document store. Documents are written before history mentions them; ledger entries are written once.
 * Implemented in `activities/documents/`.
 */
export interface DocumentStore {
  /** Stores bytes and returns their address; the same bytes again are no error. */
  put(bytes: Uint8Array | string): Promise<Address>;
  /** @throws CycleError `NotFound` when absent or altered, `Unavailable` when the disk fails */
  get(address: Address): Promise<Uint8Array>;
  /** Stores a value as JSON with sorted keys, so that equal values have one address. */
  putJson(value: unknown): Promise<Address>;
  getJson<T>(address: Address): Promise<T>;
  /**
   * Writes a ledger entry once (`O_EXCL`).
   * @returns false when an entry stands there already; nothing is changed then
   */
  enter(ledger: string, key: string, value: unknown): Promise<boolean>;
  entry<T>(ledger: string, key: string): Promise<T | undefined>;
  /** All keys of a ledger (below a prefix), sorted. */
  keys(ledger: string, prefix?: string): Promise<string[]>;
}
