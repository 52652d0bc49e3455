/** Addresses of documents, wherever a value, a payload or another document names them. */
import type { Address } from './document.js';
import { isAddress } from './document.js';

/**
 * The addresses in a value, each once: texts that are an address and nothing else, so that one which somebody writes
 * into a letter is none. What payloads hold is read.
 */
export function addressesIn(value: unknown): Set<Address> {
  const found = new Set<Address>();
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string') {
      if (isAddress(next)) found.add(next);
    } else if (next instanceof Uint8Array) waiting.push(jsonIn(next));
    else if (typeof next === 'object' && next !== null) waiting.push(...(Object.values(next) as unknown[]));
  }
  return found;
}

/** The addresses that a document names; none where it is no JSON. */
export const addressesInDocument = (bytes: Uint8Array): Set<Address> => addressesIn(jsonIn(bytes));

/** What is read of a document when it is asked whether it names others, in bytes: a year's rows fit, a scan is no JSON. */
const largestRead = 32 * 1024 * 1024;

/** What bytes say as JSON; undefined for anything else. */
function jsonIn(bytes: Uint8Array): unknown {
  if (!'{["'.includes(String.fromCharCode(bytes[0] ?? 0)) || bytes.length > largestRead) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}
