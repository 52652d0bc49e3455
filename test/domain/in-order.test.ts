import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import proto from '@temporalio/proto';
import { inOrder } from '../../domain/in-order.js';

const { Payload } = proto.temporal.api.common.v1;
const digest = (metadata: [string, string][]): string => {
  const entries = metadata.map(([key, text]) => [key, Buffer.from(text)] as const);
  const sent = Payload.encode({ metadata: Object.fromEntries(entries), data: Buffer.from('{}') }).finish();
  const bytes = Payload.encode(inOrder(Payload.decode(sent))).finish();
  return createHash('sha256').update(bytes).digest('hex');
};

test('the same message has the same bytes, in whatever order its maps were sent', () => {
  const one: [string, string] = ['encoding', 'json/plain'];
  const other: [string, string] = ['type', 'Keyword'];
  expect(digest([one, other])).toBe(digest([other, one]));
  expect(digest([one, other])).not.toBe(digest([one]));
  expect(digest([one, other])).not.toBe(digest([one, ['type', 'Text']]));
});

test('lists keep their order, and numbers and bytes stay as they are', () => {
  const bytes = Buffer.from('b');
  expect(inOrder([{ b: 1n, a: bytes }, null, 'text', 2])).toEqual([{ a: bytes, b: 1n }, null, 'text', 2]);
  expect(inOrder(['b', 'a'])).toEqual(['b', 'a']);
});
