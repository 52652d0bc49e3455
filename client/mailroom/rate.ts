/** How often somebody may do something: as often as fits into a minute, at once or spread over it. */
import { isIPv6 } from 'node:net';

/** Keys that are remembered; the oldest is forgotten first, so that a flood of names takes no memory. */
const remembered = 10_000;

interface Allowance {
  /** What is left. */
  left: number;
  /** Milliseconds, by `now`. */
  at: number;
}

/**
 * @param aMinute how often each key may
 * @param now milliseconds; a clock that is never set back
 * @returns takes one for a key; false when there is none left
 */
export function createRate(aMinute: number, now = () => performance.now()): (key: string) => boolean {
  const allowances = new Map<string, Allowance>();
  return (key) => {
    const at = now();
    const before = allowances.get(key) ?? { left: aMinute, at };
    const left = Math.min(aMinute, before.left + ((at - before.at) * aMinute) / 60_000);
    const allowed = left >= 1;
    allowances.delete(key);
    allowances.set(key, { left: allowed ? left - 1 : left, at });
    const [oldest] = allowances.size > remembered ? allowances.keys() : [];
    if (oldest !== undefined) allowances.delete(oldest);
    return allowed;
  };
}

/** Whom a client address stands for: itself, or, of IPv6, its network of 64 bits, which one customer has. */
export function clientOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const all =
    tail === undefined
      ? groups
      : [...groups, ...Array<string>(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
