import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MachinePart } from '../../../../activities/mail/in/parse.js';
import { reportedIn, returnedHeaders } from '../../../../activities/mail/in/reports.js';

const part = (type: string, lines: readonly string[]): MachinePart => ({
  type,
  parameters: {},
  content: Buffer.from(lines.join('\r\n'), 'utf8'),
});
const status = (...lines: string[]): MachinePart =>
  part('message/delivery-status', ['Reporting-MTA: dns; mx.example', '', ...lines]);
const failed = ['Final-Recipient: rfc822; csco@city.example', 'Action: failed', 'Status: 5.1.1'];

describe('a delivery report', () => {
  test('is read for each recipient', () => {
    const other = ['Final-Recipient: rfc822; nr@ministry.example', 'Action: delayed', 'Status: 4.4.1'];
    const { reports } = reportedIn([status(...failed, 'Diagnostic-Code: smtp; 550 no', '', ...other)]);
    expect(reports).toEqual([
      { recipient: 'csco@city.example', action: 'failed', status: '5.1.1', diagnostic: '550 no' },
      { recipient: 'nr@ministry.example', action: 'delayed', status: '4.4.1', diagnostic: '' },
    ]);
  });

  test('is read where blank lines between recipients are missing, or stand within one', () => {
    const other = ['Final-Recipient: rfc822; nr@ministry.example', 'Action: failed', 'Status: 5.2.2'];
    const joined = reportedIn([status(...failed, ...other)]).reports;
    expect(joined.map(({ recipient, status: code }) => [recipient, code])).toEqual([
      ['csco@city.example', '5.1.1'],
      ['nr@ministry.example', '5.2.2'],
    ]);
    const [broken] = reportedIn([
      status('Final-Recipient: rfc822; csco@city.example', '', ...failed.slice(1)),
    ]).reports;
    expect(broken).toMatchObject({ recipient: 'csco@city.example', action: 'failed', status: '5.1.1' });
  });

  test('keeps the address that was written to beside the one that was tried', () => {
    const [report] = reportedIn([
      status(
        'Original-Recipient: rfc822; csco@city.example',
        'Final-Recipient: rfc822; <x@store.example>',
        'Action: failed',
      ),
    ]).reports;
    expect(report).toMatchObject({ recipient: 'x@store.example', original: 'csco@city.example', status: '' });
  });

  test('has its addresses in any script (RFC 6533)', () => {
    const [report] = reportedIn([
      part('message/global-delivery-status', [
        'Final-Recipient: utf-8; ph\\x{F2}ng@th\\x{E0}nh.example',
        'Action: failed',
        'Status: 5.1.1',
      ]),
    ]).reports;
    expect(report?.recipient).toBe('phòng@thành.example');
  });

  test('is read in the text, where a server writes it there', () => {
    const { reports } = reportedIn([], ['The following failed.', '', ...failed, '', 'Goodbye'].join('\n'));
    expect(reports).toMatchObject([{ recipient: 'csco@city.example', action: 'failed' }]);
    expect(reportedIn([], 'Final-Recipient: the mayor').reports).toEqual([]);
  });

  test('gives the headers of the letter that it returns', () => {
    const returned = part('message/rfc822', [
      'Reply-To: reply@ascn.example',
      'Subject: a',
      ' b',
      '',
      'Reply-To: no',
    ]);
    expect([...returnedHeaders([status(...failed), returned])]).toEqual([
      ['reply-to', 'reply@ascn.example'],
      ['subject', 'a b'],
    ]);
  });
});

test('a notice of reading tells whether a person was there', () => {
  const notice = (value: string) =>
    reportedIn([part('message/disposition-notification', [`Disposition: ${value}`])]).notice;
  expect(notice('manual-action/MDN-sent-manually; displayed')).toEqual({
    disposition: 'displayed',
    byItself: false,
  });
  expect(notice('automatic-action/MDN-sent-automatically; deleted/error')).toEqual({
    disposition: 'deleted',
    byItself: true,
  });
});

describe('the answer to an invitation', () => {
  const calendar = (method: string, partstat: string): MachinePart =>
    part('text/calendar', [
      'BEGIN:VCALENDAR',
      `METHOD:${method}`,
      'BEGIN:VEVENT',
      'UID:meeting@ascn.example',
      `ATTENDEE;PARTSTAT=${partstat};CN="CSCO":mailto:csco@city.example`,
      'END:VEVENT',
      'END:VCALENDAR',
    ]);

  test.each([
    ['REPLY', 'ACCEPTED', 'accepted'],
    ['reply', 'declined', 'declined'],
    ['REPLY', 'TENTATIVE', 'tentative'],
    ['COUNTER', 'TENTATIVE', 'counter'],
  ])('%s, %s', (method, partstat, reply) => {
    expect(reportedIn([calendar(method, partstat)]).calendar).toEqual({
      reply,
      attendee: 'csco@city.example',
      uid: 'meeting@ascn.example',
    });
  });

  test('an invitation of theirs is none, nor is what cannot be read', () => {
    expect(reportedIn([calendar('REQUEST', 'NEEDS-ACTION')]).calendar).toBeUndefined();
    expect(reportedIn([part('text/calendar', ['BEGIN:VCALENDAR', 'METHOD:REPLY'])]).calendar).toBeUndefined();
  });
});

test('no part makes the reading fail', () => {
  const types = [
    'message/delivery-status',
    'message/global-delivery-status',
    'message/disposition-notification',
    'message/feedback-report',
    'message/rfc822',
    'text/rfc822-headers',
    'text/calendar',
  ];
  const words = fc.constantFrom(
    'Final-Recipient: ',
    'Action: failed',
    'Status: 5.1.1',
    'rfc822;',
    '\\x{110000}',
    '\r\n',
    '\r\n\r\n',
    '\n ',
    ':',
    'BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n',
    'ATTENDEE;PARTSTAT=',
    'Disposition: ',
    'Feedback-Type:',
  );
  const piece = fc.oneof(words, fc.string(), fc.string({ unit: 'binary' }));
  const anyPart = fc.record({
    type: fc.constantFrom(...types),
    parameters: fc.constant({}),
    content: fc.array(piece, { maxLength: 40 }).map((pieces) => new Uint8Array(Buffer.from(pieces.join('')))),
  });
  fc.assert(
    fc.property(fc.array(anyPart, { maxLength: 4 }), fc.array(piece, { maxLength: 20 }), (parts, text) => {
      const once = reportedIn(parts, text.join(''));
      expect(reportedIn(parts, text.join(''))).toEqual(once);
    }),
  );
});
