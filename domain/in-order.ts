/** Maps in one order: protobuf promises none, and an engine may send the same history with another. */

/**
 * A message in which every map is sorted by its keys, as the deterministic writers of other languages sort them. Parts
 * that are in order already are not copied.
 *
 * @param value as protobufjs reads it: its maps are plain objects, all else are arrays, numbers, bytes and classes
 */
export function inOrder<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const parts = value as Record<string, unknown>;
  const keys = Object.keys(parts);
  let ordered = parts;
  for (const key of keys) {
    const part = inOrder(parts[key]);
    if (part === parts[key]) continue;
    if (ordered === parts) ordered = (Array.isArray(value) ? [...value] : { ...value }) as typeof parts;
    ordered[key] = part;
  }
  return (isMap(value) && !isSorted(keys) ? sorted(ordered) : ordered) as T;
}

function isMap(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

const isSorted = (keys: readonly string[]): boolean => keys.every((key, i) => i === 0 || keys[i - 1]! < key);

const sorted = (map: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
