import { describe, expect, test } from '@jest/globals';
import { renderInvitation } from '../../../../activities/mail/out/invitation.js';
import type { Invitation } from '../../../../domain/letter.js';
import { openDesk, read, startPeer } from './fixture.js';

const workshop: Invitation = {
  uid: 'ascn/cycle/2018/workshop@ascn.example',
  sequence: 0,
  summary: 'Governance workshop',
  first: '2018-05-22',
  last: '2018-05-25',
  zone: 'Asia/Singapore',
  place: 'Singapore',
};

/** The lines of the event, unfolded (RFC 5545, 3.1). */
const eventOf = (ics: string): string[] =>
  ics
    .replaceAll(/\r\n[ \t]/g, '')
    .split('BEGIN:VEVENT\r\n')[1]!
    .split('\r\nEND:VEVENT')[0]!
    .split('\r\n');

const organizer = { name: 'ASEAN Smart Cities Network', email: 'reply@ascn.example' };
const render = (more: Partial<Invitation> = {}): string =>
  renderInvitation(
    { ...workshop, ...more },
    organizer,
    [{ name: 'National Representative', email: 'nr@vn.example' }],
    '2018-04-20T02:00:00Z',
  );

describe('an invitation', () => {
  test('is from nine to five where the meeting is held, on each of its days', () => {
    const ics = render();
    const event = eventOf(ics);
    expect(event).toContain('DTSTART;TZID=Asia/Singapore:20180522T090000');
    expect(event).toContain('DTEND;TZID=Asia/Singapore:20180522T170000');
    expect(event).toContain('RRULE:FREQ=DAILY;COUNT=4');
    expect(ics).toContain('BEGIN:VTIMEZONE\r\nTZID:Asia/Singapore');
    expect(ics).toContain('METHOD:REQUEST');
    expect(event).toContain('DTSTAMP:20180420T020000Z');
  });

  test('of one day has no other days', () => {
    expect(eventOf(render({ last: '2018-05-22' })).filter((line) => line.startsWith('RRULE'))).toEqual([]);
  });

  test('that moves keeps its UID and organizer, and its SEQUENCE rises', () => {
    const [before, moved] = [
      eventOf(render()),
      eventOf(render({ sequence: 1, first: '2018-05-29', last: '2018-06-01' })),
    ];
    const line = (event: string[], name: string) => event.find((each) => each.startsWith(name));
    expect(line(moved, 'UID')).toBe(line(before, 'UID'));
    expect(line(moved, 'ORGANIZER')).toBe(line(before, 'ORGANIZER'));
    expect([line(before, 'SEQUENCE'), line(moved, 'SEQUENCE')]).toEqual(['SEQUENCE:0', 'SEQUENCE:1']);
    expect(line(moved, 'DTSTART')).toBe('DTSTART;TZID=Asia/Singapore:20180529T090000');
  });

  test('whose summary holds line breaks gives the calendar no line of its own', () => {
    const event = eventOf(render({ summary: 'Workshop\r\nATTENDEE:mailto:all@example.org' }));
    expect(event.filter((line) => line.startsWith('ATTENDEE'))).toHaveLength(1);
  });

  test('that makes no meeting is refused in words', () => {
    expect(() => render({ last: '2018-05-21' })).toThrow('2018-05-22 to 2018-05-21');
    expect(() => render({ zone: 'Asia/Atlantis' })).toThrow('“Asia/Atlantis”');
  });

  test('comes with the letter, for calendars to take up and as a file', async () => {
    const peer = await startPeer();
    const desk = await openDesk(peer.url);
    await desk.send(
      desk.order({
        number: 'ASCN/2018/workshop-delegation/vn/1',
        template: 'ask/workshop-delegation',
        form: 'delegation',
        to: ['nr-vn'],
        copy: [],
        answers: [{ request: 'ascn/cycle/2018/workshop-delegation/vn', as: 'answer' }],
        invitation: workshop,
      }),
    );
    const raw = peer.taken[0]!.raw.toString();
    expect(raw).toMatch(/Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i);
    expect(raw).toMatch(/filename="?invite\.ics/);
    const message = await read(peer.taken[0]!.raw);
    expect(message.subject).toBe(
      'Invitation: Governance workshop; delegation of Viet Nam by Friday, 8 June 2018',
    );
    expect(message.text).toContain('22 to 25 May 2018');
    await desk.close();
    await peer.close();
  });
});
