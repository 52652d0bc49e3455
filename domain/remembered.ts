/** Documents that were read last, remembered: they never change, and every letter asks for the network's. */
import type { Address } from './document.js';

/** How many are remembered. The network's is asked for so often that it stays among them. */
const mostRemembered = 8;

/** For how long: what is erased meanwhile is not read for longer than its key is kept in memory. */
const rememberedMs = 60_000;

/**
 * @param read gives what an address stands for
 * @returns the same, but remembered; its values are shared, and frozen all through. What could not be read is read again.
 */
export function remembered(
  read: (address: Address) => Promise<unknown>,
): (address: Address) => Promise<unknown> {
  const known = new Map<Address, { value: Promise<unknown>; until: number }>();

  const reading = async (address: Address): Promise<unknown> => {
    try {
      const value = await read(address);
      freeze(value);
      return value;
    } catch (error) {
      known.delete(address);
      throw error;
    }
  };

  return (address) => {
    const now = performance.now();
    const held = known.get(address);
    const entry = held && held.until > now ? held : { value: reading(address), until: now + rememberedMs };
    // the one asked for last is forgotten last
    known.delete(address);
    known.set(address, entry);
    const [oldest] = known.keys();
    if (known.size > mostRemembered) known.delete(oldest!);
    return entry.value;
  };
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  Object.values(value).forEach(freeze);
  Object.freeze(value);
}
