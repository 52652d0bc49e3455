/** Documents: everything large, everything that a person sent, and all personal data. */

/** `sha256:` and the hex digest of the stored bytes. */
export type Address = string;

export const isAddress = (text: string): text is Address => /^sha256:[0-9a-f]{64}$/.test(text);

/**
 * Whose a document is, so with whose key it is encrypted: the network's, a person's by mail address, or that of the
 * same person or network as another document. `open` is not encrypted: what is not confidential, and must be read
 * without any key.
 */
export type Owner = 'network' | 'open' | { person: string } | { as: Address };

/**
 * The document store. Documents are written before history mentions them; ledger entries are written once.
 * Implemented in `activities/documents/`.
 */
export interface DocumentStore {
  /**
   * Stores bytes and returns their address; the same bytes again are no error.
   * @param of whose they are: the network's, unless another is named
   */
  put(bytes: Uint8Array | string, of?: Owner): Promise<Address>;
  /** @throws CycleError `NotFound` when absent or altered, `Unavailable` when the disk fails */
  get(address: Address): Promise<Uint8Array>;
  /** The bytes as they are stored: encrypted, where they are. Throws what `get` does. */
  stored(address: Address): Promise<Uint8Array>;
  /** Stores a value as JSON with sorted keys, so that equal values have one address. */
  putJson(value: unknown, of?: Owner): Promise<Address>;
  getJson<T>(address: Address): Promise<T>;
  /**
   * Writes a ledger entry once (`O_EXCL`).
   * @returns false when an entry stands there already; nothing is changed then
   */
  enter(ledger: string, key: string, value: unknown, of?: Owner): Promise<boolean>;
  entry<T>(ledger: string, key: string): Promise<T | undefined>;
  /** Stores an entry as it stands, under the key that it is encrypted with, as a document too. */
  keepEntry(ledger: string, key: string): Promise<Address | undefined>;
  /** All keys of a ledger (below a prefix), sorted. */
  keys(ledger: string, prefix?: string): Promise<string[]>;
}
