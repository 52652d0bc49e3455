import { expect, test } from '@jest/globals';
import { loadNetwork } from '../../activities/network/load.js';
import { findOffice } from '../../domain/office.js';

const network = await loadNetwork('data', '2018-01-01');

test('an office is found by its id', () => {
  expect(findOffice(network, 'nr-kh').title).toContain('National Representative of Cambodia');
});

test('an unknown office is refused with the ids that come nearest', () => {
  expect(() => findOffice(network, 'csco-danang')).toThrow(
    /^Unknown office “csco-danang”\. Did you mean csco-da-nang or /,
  );
});

test('an unknown office that resembles none is refused with an example', () => {
  expect(() => findOffice(network, 'zzz')).toThrow(
    'Unknown office “zzz”. An office is named by its id, e.g. csco-da-nang or nr-kh.',
  );
});
