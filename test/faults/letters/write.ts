/** Planned letters as the bytes that mail programs, mail servers and machines send. */
import type { Attachment } from 'nodemailer/lib/mailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Field, Form } from '../../../domain/form.js';
import { labelOf } from '../../../domain/form.js';
import type { Language } from '../../../domain/network.js';
import { pair, table, word, workbook } from '../../activities/forms/documents.js';
import { deliveryReport } from '../../setup/delivery-report.js';
import { hostileOf, messageOf } from './material.js';
import { addressOf } from './network.js';
import type { Fields, Planned } from './plan.js';

/** A letter of ours, as whoever got it sees it. */
export interface OurLetter {
  number: string;
  messageId: string;
  replyTo: string;
  subject: string;
  inReplyTo: string;
  recipients: string[];
}

export interface Written {
  messageId: string;
  /** Envelope. */
  from: string;
  to: string;
  raw: Buffer;
}

/** What is written in a city's own words. */
const proses = [
  'The council has discussed the plan at length. It wants shade on every square, and it will not pay for towers.',
  'Thành phố đề xuất ba dự án: công viên ven sông, làn đường dành cho xe buýt và dữ liệu mở về ngập lụt.',
  'Kota kami mengusulkan taman di tepi sungai, jalur bus, dan data terbuka tentang banjir.',
  'เมืองของเราเสนอสวนสาธารณะริมแม่น้ำ ช่องทางรถโดยสาร และข้อมูลเปิดเกี่ยวกับน้ำท่วม',
];

/**
 * Writes a letter.
 *
 * @param answered the letter of ours to which it goes; undefined where it goes to none
 * @param asked the letter that began the thread
 * @param domain of our reply addresses
 */
export async function write(
  letter: Planned,
  form: Form,
  { answered, asked, domain }: { answered: OurLetter | undefined; asked: OurLetter; domain: string },
): Promise<Written> {
  const { id, place, kind, writer, says, fixture = '' } = letter;
  const office = addressOf(place, writer);
  const messageId = `<${id}@${office.split('@')[1]}>`;
  const to =
    letter.to === 'nobody'
      ? `reply@${domain}`
      : letter.to === 'invented'
        ? inventedFor(id, domain)
        : (answered?.replyTo ?? '');
  const sent = (raw: Buffer, from = office): Written => ({ messageId, from, to, raw: whole(raw) });
  const reply = async (
    text: string,
    more: { from?: string; attachments?: Attachment[] } = {},
  ): Promise<Written> => {
    const { from = office, attachments = [] } = more;
    const mail = new MailComposer({
      from,
      to,
      subject: `Re: ${(answered ?? asked).subject}`,
      messageId,
      ...(kind !== 'stray' && {
        inReplyTo: (answered ?? asked).messageId,
        references: (answered ?? asked).messageId,
      }),
      date: new Date('2018-05-10T02:00:00Z'),
      text,
      attachments,
      newline: 'win',
    });
    return { messageId, from, to, raw: whole(await mail.compile().build()) };
  };
  const lines = (fields: Fields): string => linesOf(fields, form, place.language);

  switch (kind) {
    case 'lines':
    case 'unaddressed':
    case 'revoked':
      return reply(lines(says));
    case 'elsewhere':
      return reply(lines(says), { from: `${id}@private.example` });
    case 'word':
      return reply('', {
        attachments: [{ filename: 'form.docx', content: wordOf(says, form, place.language) }],
      });
    case 'sheet': {
      const isProject = ([key]: [string, unknown]) => key.startsWith('project.');
      const general = Object.entries(says).filter((each) => !isProject(each));
      return reply(lines(Object.fromEntries(general)), {
        attachments: [
          {
            filename: 'projects.xlsx',
            content: sheetOf(Object.fromEntries(Object.entries(says).filter(isProject)), form),
          },
        ],
      });
    }
    case 'prose':
      return reply(proses[Number(id.replace(/\D/g, '')) % proses.length]!);
    case 'own':
      return reply(
        place.language === 'vi' ? 'Đồng ý, đây là câu trả lời của chúng tôi' : 'Yes, this is our answer',
      );
    case 'disown':
      return reply(
        place.language === 'vi'
          ? 'Không, đây không phải câu trả lời của chúng tôi'
          : 'No, this is not our answer',
      );
    case 'stray':
      return reply(`Is this the right address for the tender of ${id}? We sell benches.`, {
        from: `${id}@benches.example`,
      });
    case 'came-back':
      return sent(report(letter, asked, messageId, ['5.1.1', '550 5.1.1 no such mailbox']), '');
    case 'full':
      return sent(report(letter, asked, messageId, ['5.2.2', '552 5.2.2 mailbox is full']), '');
    case 'promise':
      return sent(withHead(messageOf(fixture), { messageId, office }).raw);
    case 'machine':
    case 'aside': {
      const { raw, from } = withHead(messageOf(fixture), { messageId, office });
      return sent(raw, from);
    }
    case 'hostile':
      return sent(
        Buffer.concat([Buffer.from(`X-Number: ${id}\r\n`), hostileOf(fixture)]),
        `${id}@private.example`,
      );
  }
}

/** A reply address with a token that nobody gave. */
const inventedFor = (id: string, domain: string): string =>
  `reply+${`${id.replace(/[^a-z2-7]/g, '')}abcdefghijklmnopqrstuvwx`.slice(0, 24)}@${domain}`;

/** What a mail server ends a message with, where it lacks it. */
const whole = (raw: Buffer): Buffer => {
  const text = raw.toString('latin1').replace(/\r?\n/g, '\r\n');
  return Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1');
};

/** The label of each field that is given, with its value as a person writes it. */
function labelled(fields: Fields, form: Form, language: Language): [label: string, value: string][] {
  return Object.entries(fields).map(([key, value]) => {
    const [, entry, id] = /^project\.(\d+)\.(.+)$/.exec(key) ?? [];
    const field = form.fields.find(
      (each) => each.id === (id ?? key) && (each.group !== undefined) === (id !== undefined),
    );
    return [labelOf(field!, language, Number(entry ?? 1)), inWords(field!, value, language)];
  });
}

function inWords(field: Field, value: string | string[], language: Language): string {
  if (field.type === 'money') return 'USD 2 million';
  const values = [value].flat();
  return values
    .map((each) => field.options?.find(({ id }) => id === each)?.label[language] ?? each)
    .join('; ');
}

const linesOf = (fields: Fields, form: Form, language: Language): string =>
  labelled(fields, form, language)
    .map(([label, value]) => `${label}: ${value}`)
    .join('\n');

const wordOf = (fields: Fields, form: Form, language: Language): Buffer =>
  Buffer.from(word(table(...labelled(fields, form, language).map(([label, value]) => pair(label, value)))));

/** The heads of the spreadsheet's columns are the labels without the project's number. */
function sheetOf(fields: Fields, form: Form): Buffer {
  const given = labelled(fields, form, 'en');
  const heads = given.map(([label]) =>
    label.replace(/^Project 1 /, '').replace(/^./, (first) => first.toUpperCase()),
  );
  return Buffer.from(
    workbook([
      ['No.', ...heads],
      ['1', ...given.map(([, value]) => value)],
    ]),
  );
}

/** A delivery report that returns the head of the letter that asked. */
function report(
  { place, writer }: Planned,
  asked: OurLetter,
  messageId: string,
  [status, diagnostic]: [string, string],
): Buffer {
  const recipient = addressOf(place, writer);
  return Buffer.from(
    `Message-ID: ${messageId}\r\n${deliveryReport({
      to: asked.replyTo,
      recipient,
      action: 'failed',
      status,
      diagnostic: `smtp; ${diagnostic}`,
      returned: [
        `To: ${recipient}`,
        `Reply-To: ${asked.replyTo}`,
        `Message-ID: ${asked.messageId}`,
        'Subject: Plan',
      ],
    })}`,
  );
}

/**
 * A message of `test/mail/verdict/` as a letter of its own, from the office where it is from one.
 *
 * @returns with the sender that its Return-Path or else its From names; the Return-Path itself is for the next mail
 *   server to write
 */
function withHead(
  message: Buffer,
  { messageId, office }: { messageId: string; office: string },
): { raw: Buffer; from: string } {
  const text = message.toString('latin1').replace(/\r?\n/g, '\r\n');
  const end = text.indexOf('\r\n\r\n');
  const headers = text.slice(0, end).split(/\r\n(?![ \t])/);
  const is = (header: string, name: string): boolean => header.toLowerCase().startsWith(`${name}:`);
  const valueOf = (name: string) => head.find((header) => is(header, name))?.slice(name.length + 1);
  const head = headers.map((header) =>
    is(header, 'from') ? header.replace('csco@city.example', office) : header,
  );
  const [, inBrackets, plain] =
    /<([^<>]*)>|(\S+@\S+)/.exec(valueOf('return-path') ?? valueOf('from') ?? '') ?? [];
  const kept = head.filter((header) => !is(header, 'message-id') && !is(header, 'return-path'));
  return {
    raw: Buffer.from(`${[`Message-ID: ${messageId}`, ...kept].join('\r\n')}${text.slice(end)}`, 'latin1'),
    from: inBrackets ?? plain ?? '',
  };
}
