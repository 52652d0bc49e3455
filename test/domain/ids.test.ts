import { expect, test } from '@jest/globals';
import * as ids from '../../domain/ids.js';

test('ids say what they are and begin with the network', () => {
  expect(ids.registryId('ascn')).toBe('ascn/network');
  expect(ids.cycleId('ascn', 2027)).toBe('ascn/cycle/2027');
  expect(ids.requestId('ascn', 2027, 'action-plan', 'da-nang')).toBe('ascn/cycle/2027/action-plan/da-nang');
  expect(ids.phaseId('rehearsal-7f3a', 2018, 'workshop')).toBe('rehearsal-7f3a/cycle/2018/phase/workshop');
  expect(ids.letterNumber(2018, 'action-plan/da-nang', 1)).toBe('ASCN/2018/action-plan/da-nang/1');
});

test('people name a request by its part after the cycle', () => {
  expect(ids.shortRequest('rehearsal-7f3a/cycle/2018/clearance/jcm-autumn-v1.VN')).toBe(
    'clearance/jcm-autumn-v1.VN',
  );
  expect(ids.shortRequest('action-plan/da-nang')).toBe('action-plan/da-nang');
});

test('no two things of one year have one id', () => {
  const { batchId, clearanceId, cycleId, heldLetterId, phaseId, requestId, sessionId } = ids;
  const same = [
    cycleId('ascn', 2018),
    ...[phaseId, clearanceId, sessionId, heldLetterId].map((idOf) => idOf('ascn', 2018, 'announcement')),
    batchId('ascn', 2018, 'clearance', 'announcement'),
    requestId('ascn', 2018, 'clearance', 'announcement'),
  ];
  expect(new Set(same).size).toBe(same.length);
});
