import { expect, test } from '@jest/globals';
import { addressesIn, addressesInDocument } from '../../domain/addresses.js';

const address = (digit: string): string => `sha256:${digit.repeat(64)}`;

test('addresses are found in values, in payloads and in documents', () => {
  const payload = {
    metadata: {},
    data: Buffer.from(JSON.stringify({ letter: address('a'), list: [address('b')] })),
  };
  expect(addressesIn({ input: { payloads: [payload] }, own: address('c') })).toEqual(
    new Set([address('a'), address('b'), address('c')]),
  );
  expect(addressesInDocument(Buffer.from(`["${address('d')}"]`))).toEqual(new Set([address('d')]));
});

test('what a person writes around an address, or into a letter, names no document', () => {
  expect(addressesIn({ text: `See ${address('a')}` })).toEqual(new Set());
  expect(addressesIn(`${address('a')}\n`)).toEqual(new Set());
  expect(addressesInDocument(Buffer.from(`From: a\r\n\r\n"${address('a')}"`))).toEqual(new Set());
  expect(addressesInDocument(Buffer.from('{"broken'))).toEqual(new Set());
});
