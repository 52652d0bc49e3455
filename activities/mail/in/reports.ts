/**
 * What the machine-readable parts of a letter say: delivery reports (RFC 3464, RFC 6533), notices of reading
 * (RFC 8098), complaints (RFC 5965), answers to invitations (RFC 5546). Reading them never fails: a part that cannot
 * be read says nothing.
 */
import ICAL from 'ical.js';
import { addressesIn } from '../../../domain/verdict/bounce-text.js';
import type { CalendarReply, DeliveryReport, LetterFacts } from '../../../domain/verdict/facts.js';
import type { MachinePart } from './parse.js';

/** Bytes of a part that are read; reports are small. */
const longestPart = 128 * 1024;
/** Recipients of one report that are read. */
const mostRecipients = 200;

type Reported = Pick<LetterFacts, 'reports' | 'returned' | 'notice' | 'complaint' | 'calendar'>;

/**
 * @param parts the letter's machine-readable parts
 * @param text its readable text: some servers write the fields of a report there
 */
export function reportedIn(parts: readonly MachinePart[], text = ''): Reported {
  const of = (...types: string[]): string[] =>
    parts.filter(({ type }) => types.includes(type)).map(({ content }) => textOf(content));
  const delivery = of('message/delivery-status', 'message/global-delivery-status');
  const inText = delivery.length === 0 ? fieldsInText(text) : [];
  // Some filters wrap the report that they pass on.
  const wrapped = delivery.length + inText.length === 0 ? wrappedReport(returnedText(parts)) : [];
  const notice = of('message/disposition-notification', 'message/global-disposition-notification').map(
    noticeIn,
  )[0];
  const complaint = of('message/feedback-report').map(complaintIn)[0];
  const returned = returnedHeaders(parts);
  const calendar = of('text/calendar', 'application/ics')
    .map(calendarReplyIn)
    .find((each) => each !== undefined);
  return {
    reports: [...delivery, ...inText, ...wrapped].flatMap(readReport).slice(0, mostRecipients),
    ...(returned.size > 0 && { returned }),
    ...(notice && { notice }),
    ...(complaint && { complaint }),
    ...(calendar && { calendar }),
  };
}

/** The headers of the letter that a report returns, whole or headers only; empty where there is none. */
export function returnedHeaders(parts: readonly MachinePart[]): Map<string, string> {
  const types = ['message/rfc822', 'message/global', 'text/rfc822-headers', 'message/global-headers'];
  const part = parts.find(({ type }) => types.includes(type));
  if (!part) return new Map();
  const [head = ''] = textOf(part.content)
    .trimStart()
    .split(/\n[ \t]*\n/, 1);
  return fieldsOf(head);
}

/** The text of the letter that a report returns, as it stands; empty where there is none. */
export const returnedText = (parts: readonly MachinePart[]): string => {
  const part = parts.find(({ type }) =>
    /^(?:message\/(?:rfc822|global)|text\/rfc822-headers|message\/global-headers)$/.test(type),
  );
  return part ? textOf(part.content) : '';
};

/** UTF-8 where it is; else each byte is a character, so that nothing is lost. */
function textOf(content: Uint8Array): string {
  const bytes = Buffer.from(content.buffer, content.byteOffset, Math.min(content.byteLength, longestPart));
  const utf8 = bytes.toString('utf8');
  return (utf8.includes('\ufffd') ? bytes.toString('latin1') : utf8).replace(/\r\n?/g, '\n');
}

/** Fields by their names in small letters; of one that is repeated the first. */
function fieldsOf(group: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of linesOf(group)) if (!fields.has(name)) fields.set(name, value);
  return fields;
}

function linesOf(group: string): [string, string][] {
  return group
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
    .flatMap((line): [string, string][] => {
      const colon = line.indexOf(':');
      return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
    });
}

/** The fields of a report that stands in the text: from its first field to the first line that is none. */
function fieldsInText(text: string): string[] {
  const at = text.search(/^(?:Final|Original)-Recipient[ \t]*:/im);
  if (at < 0 || !/^Action[ \t]*:/im.test(text)) return [];
  return [text.slice(at, at + longestPart)];
}

function wrappedReport(returned: string): string[] {
  const at = returned.search(/^Content-Type:[ \t]*message\/delivery-status/im);
  return at < 0 ? [] : fieldsInText(returned.slice(at));
}

function readReport(text: string): DeliveryReport[] {
  const groups: [string, string][][] = [];
  for (const block of text.split(/\n(?:[ \t]*\n)+/, 2 * mostRecipients)) {
    const lines = linesOf(block);
    const last = groups.at(-1);
    // Some servers break a group in two, others leave out the blank line between two.
    if (last && !lines.some(isRecipient) && !last.some(([name]) => name === 'action')) last.push(...lines);
    else groups.push(...severally(lines));
  }
  return groups.slice(0, mostRecipients).flatMap((lines) => {
    const fields = new Map(lines.toReversed());
    const final = addressOf(fields.get('final-recipient') ?? '');
    const original = addressOf(fields.get('original-recipient') ?? '');
    const recipient = final || original;
    const given = fields.get('status') ?? '';
    const status = /(?<!\d)[245]\.\d{1,3}\.\d{1,3}/.exec(given)?.[0] ?? '';
    const action = (fields.get('action') ?? actionOf(status)).toLowerCase();
    if (recipient === '' && status === '') return [];
    const said = lines.filter(([name]) => name === 'diagnostic-code').map(([, value]) => withoutType(value));
    const more = [
      'x-supplementary-info',
      'x-powermta-bouncecategory',
      'x-display-name',
      'x-notes',
      'reason',
    ].flatMap((name) => fields.get(name) ?? []);
    const comment = given.replace(status, '').trim();
    const diagnostic = [...said, ...more, ...(comment ? [comment] : [])].join('\n').slice(0, 4000);
    return [
      { recipient, ...(original && original !== recipient && { original }), action, status, diagnostic },
    ];
  });
}

const isRecipient = ([name]: [string, string]): boolean =>
  name === 'final-recipient' || name === 'original-recipient';

/** A group for each Final-Recipient. */
function severally(lines: [string, string][]): [string, string][][] {
  const groups: [string, string][][] = [[]];
  for (const line of lines) {
    const last = groups.at(-1);
    if (line[0] === 'final-recipient' && last?.some(([name]) => name === line[0])) groups.push([line]);
    else last?.push(line);
  }
  return groups;
}

const actionOf = (status: string): string =>
  status.startsWith('2') ? 'delivered' : status.startsWith('4') ? 'delayed' : 'failed';

/** `rfc822; office@city.example`, `utf-8; …` with the escapes of RFC 6533; an address of another kind as it stands. */
function addressOf(value: string): string {
  const plain = value.replace(/\\x\{([0-9A-F]{2,6})\}/gi, (all: string, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code > 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000)
      ? String.fromCodePoint(code)
      : all;
  });
  const rest = withoutType(plain);
  return addressesIn(rest)[0] ?? rest.replace(/[<>]/g, '').trim().slice(0, 320);
}

/** Leaves out the type that begins a value: `rfc822; …`, `smtp; …`, `X-Postfix; …`. */
const withoutType = (value: string): string => value.replace(/^[\w.-]{1,40}[ \t]*;[ \t]*/, '').trim();

function noticeIn(text: string): { disposition: string; byItself: boolean } {
  const value = fieldsOf(text).get('disposition') ?? '';
  const disposition = /;\s*([a-z-]{1,40})/i.exec(value)?.[1]?.toLowerCase() ?? 'displayed';
  return { disposition, byItself: /automatic-action/i.test(value) };
}

const complaintIn = (text: string): { feedback: string } => ({
  feedback: /^[a-z-]{1,40}/i.exec(fieldsOf(text).get('feedback-type') ?? '')?.[0].toLowerCase() ?? 'abuse',
});

const replies: Readonly<Record<string, CalendarReply['reply']>> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
};

/** The answer to an invitation; undefined for a calendar entry that is none, and for what cannot be read. */
function calendarReplyIn(text: string): CalendarReply | undefined {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
    const method = wordIn(calendar.getFirstPropertyValue('method'));
    if (method !== 'REPLY' && method !== 'COUNTER') return undefined;
    const entry = ['vevent', 'vtodo'].flatMap((name) => calendar.getFirstSubcomponent(name) ?? [])[0];
    const attendee = entry?.getFirstProperty('attendee');
    const reply = method === 'COUNTER' ? 'counter' : replies[wordIn(attendee?.getFirstParameter('partstat'))];
    if (!reply) return undefined;
    const who = addressesIn(String(attendee?.getFirstValue() ?? '').replace(/^mailto:/i, ''))[0];
    const uid = entry?.getFirstPropertyValue('uid');
    return {
      reply,
      ...(who && { attendee: who }),
      ...(typeof uid === 'string' && { uid: uid.slice(0, 255) }),
    };
  } catch {
    return undefined;
  }
}

const wordIn = (value: unknown): string => (typeof value === 'string' ? value.trim().toUpperCase() : '');
