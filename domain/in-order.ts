/** Maps in one order: protobuf promises none, and an engine may send the same history with another. */

/**
 * A message in which every map is sorted by its keys, as the deterministic writers of other languages sort them.
 *
 * @param value as protobufjs reads it: its maps are plain objects, all else are arrays, numbers, bytes and classes
 */
export function inOrder<T>(value: T): T {
  if (Array.isArray(value)) return value.map((each: unknown) => inOrder(each)) as T;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => [key, inOrder(each)]);
  if (prototype === Object.prototype || prototype === null) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries) as T;
}
