/** Messages that would keep a mailroom busy, made as they are wanted; tests read them too. */
import { strToU8, zipSync } from 'fflate';
import { deflateSync, gzipSync } from 'node:zlib';
import { attachment, multipart, noise } from './letters.js';

const head = 'From: office@hue.example\r\nTo: reply@ascn.example\r\nSubject: Action plan\r\n';
const mixed = `${head}Content-Type: multipart/mixed; boundary=x\r\n\r\n`;
const text = (body: string, type = 'text/plain; charset=utf-8'): string =>
  `${head}Content-Type: ${type}\r\n\r\n${body}`;
const html = (body: string): string => text(body, 'text/html; charset=utf-8');
const document = (type: string, name: string, content: Uint8Array): string =>
  head + multipart('mixed', ['\r\n\r\nPlease see below.', attachment(name, type, content)]);
const binary = (type: string, ...content: Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.from(`${head}Content-Type: ${type}\r\n\r\n`), ...content]);

const nested = (levels: number): string =>
  Array.from(
    { length: levels },
    (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
  ).join('');

const MB = 1_000_000;
const zeros = (length: number): Uint8Array => new Uint8Array(length);
const blanks = (length: number): Uint8Array => new Uint8Array(length).fill(32);

/** Text whose marks stand in the order in which sorting them takes longest (Unicode Standard Annex 15). */
const unsorted = (pairs: number): string => `a${'\u0301'.repeat(pairs)}${'\u0323'.repeat(pairs)}`;

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const ods = 'application/vnd.oasis.opendocument.spreadsheet';
const contentTypes = (type: string): string =>
  `<?xml version="1.0"?><Types><Override PartName="/x.xml" ContentType="${type}.main+xml"/></Types>`;
const word = (body: string | Uint8Array): Uint8Array =>
  zipSync({
    '[Content_Types].xml': strToU8(contentTypes(docx)),
    'word/document.xml': typeof body === 'string' ? strToU8(`<w><body>${body}</body></w>`) : body,
  });
const workbook = (sheet: string, strings = ''): Uint8Array =>
  zipSync({
    '[Content_Types].xml': strToU8(contentTypes(xlsx)),
    'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="a" id="r1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    'xl/sharedStrings.xml': strToU8(`<sst>${strings}</sst>`),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
  });

const row = (...cells: string[]): string =>
  `<tr>${cells.map((cell) => `<tc><p><r><t>${cell}</t></r></p></tc>`).join('')}</tr>`;
const question = (label: string, answer: string): string => `<tbl>${row(label, answer)}</tbl>`;
const numbered = (times: number, make: (i: number) => string): string =>
  Array.from({ length: times }, (_, i) => make(i)).join('');
/** As `unsorted`, in an order that does not pack well. */
const marksByChance = (length: number): string =>
  Array.from(noise(length), (byte) => ((byte & 1) === 1 ? '\u0301' : '\u0323')).join('');

/** A zip in a zip, so many deep; the innermost unpacks to so many bytes. */
const zipInZip = (depth: number, bytes: number): Uint8Array =>
  depth === 0
    ? zipSync({ 'a.txt': zeros(bytes) })
    : zipSync({ 'inner.zip': [zipInZip(depth - 1, bytes), { level: 9 }] });

/** Archives that hold archives of nothing but zeros: each small, all of them more than any memory. */
const archivesOfZeros = (archives: number, within: number): string => {
  const bomb = zipSync(
    Object.fromEntries(Array.from({ length: within }, (_, i) => [`${i}.zip`, zeros(19 * MB)])),
  );
  return (
    head +
    multipart(
      'mixed',
      Array.from({ length: archives }, (_, i) => attachment(`plan ${i}.zip`, 'application/zip', bomb)),
    )
  );
};

/** An element of DER: its tag, its length, its content. */
function der(tag: number, ...content: Uint8Array[]): Buffer {
  const inside = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, 0x84]), lengthBytes(inside.length), inside]);
}
function lengthBytes(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}
/** S/MIME's compressed data (RFC 3274): a message packed. */
export const compressed = (message: Uint8Array): Buffer =>
  der(
    0x30,
    Buffer.from('060b2a864886f70d0109100109', 'hex'),
    der(
      0xa0,
      der(
        0x30,
        Buffer.from('020100', 'hex'),
        der(0x30, Buffer.from('060b2a864886f70d0109100308', 'hex')),
        der(0x30, Buffer.from('06092a864886f70d010701', 'hex'), der(0xa0, der(0x04, deflateSync(message)))),
      ),
    ),
  );

/** One attribute of a winmail.dat. */
function tnefAttribute(level: number, id: number, data: Uint8Array): Buffer {
  const start = Buffer.alloc(9);
  start.writeUInt8(level, 0);
  start.writeUInt32LE(id, 1);
  start.writeUInt32LE(data.length, 5);
  return Buffer.concat([start, data, Buffer.alloc(2)]);
}
const tnef = (...attributes: Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.from('789f3e220100', 'hex'), ...attributes]);
/** A winmail.dat that holds another, so many deep. */
function tnefInTnef(levels: number): Buffer {
  let inner = tnef(tnefAttribute(1, 0x0006800f, noise(1000)));
  for (let i = 0; i < levels; i++) {
    const properties = Buffer.alloc(16);
    properties.writeUInt32LE(1, 0);
    properties.writeUInt32LE(0x3701_000d, 4);
    properties.writeUInt32LE(1, 8);
    properties.writeUInt32LE(inner.length + 16, 12);
    inner = tnef(tnefAttribute(1, 0x00069005, Buffer.concat([properties, Buffer.alloc(16), inner])));
  }
  return inner;
}

/** Each by what is wrong with it. Some megabytes, as they came to mail servers. */
export const hostile: Readonly<Record<string, () => string | Uint8Array>> = {
  // The tree of parts
  'a million parts': () => mixed + '--x\r\n\r\n\r\n'.repeat(1_000_000),
  'parts 20,000 deep': () => head + nested(20_000),
  'letters within letters': () => head + 'Content-Type: message/rfc822\r\n\r\n'.repeat(50_000),
  'a boundary of one letter everywhere': () =>
    `${head}Content-Type: multipart/mixed; boundary=a\r\n\r\n${'--a'.repeat(1_500_000)}`,
  'boundaries with endless blanks': () => mixed + `--x${' '.repeat(50_000)}y\r\n`.repeat(100),
  'a thousand texts of 25 KB': () =>
    head +
    multipart('mixed', Array<string>(990).fill(`\r\n${'Vision: a city for everyone\r\n'.repeat(900)}`)),
  'a thousand ways to say the same': () =>
    head +
    multipart(
      'alternative',
      Array<string>(990).fill(`Content-Type: text/html\r\n\r\n${'<p>Vision: all'.repeat(1800)}`),
    ),
  'nine hundred documents': () =>
    head +
    multipart(
      'mixed',
      Array.from({ length: 900 }, (_, i) => attachment(`${i}.pdf`, 'application/pdf', noise(18_000))),
    ),
  'reports within reports': () =>
    head +
    Array.from(
      { length: 28 },
      (_, i) =>
        `Content-Type: multipart/report; report-type=delivery-status; boundary=r${i}\r\n\r\n${`--r${i}\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nStatus: 5.1.1\r\n`.repeat(30)}--r${i}\r\n`,
    ).join(''),

  // Heads
  'a million headers': () => 'X: y\r\n'.repeat(1_000_000),
  'headers that are only just few enough': () => `${`X: ${'y'.repeat(230)}\r\n`.repeat(1990)}\r\nx`,
  'an endless header': () => `X: ${'y'.repeat(5_000_000)}`,
  'an endless folded header': () => `X: y\r\n${' z\r\n'.repeat(1_000_000)}`,
  'an endless name of a header': () => 'X'.repeat(5_000_000),
  'addresses without an end': () => `To: ${'"a"@,'.repeat(50_000)}\r\n\r\nx`,
  'addresses with names of encoded words': () =>
    `To: ${Array.from({ length: 8000 }, (_, i) => `=?utf-8?q?Hu=E1=BA=BF?= <a${i}@b.example>`).join(', ')}\r\n\r\nx`,
  'open comments': () => `To: ${'('.repeat(400_000)}\r\n\r\nx`,
  'nested comments': () => `To: ${'('.repeat(100_000)}${')'.repeat(100_000)} a@b.example\r\n\r\nx`,
  'open quotes': () => `To: ${'"<'.repeat(200_000)}\r\n\r\nx`,
  'groups within groups': () => `To: ${'a:'.repeat(200_000)}\r\n\r\nx`,
  'angles within angles': () => `From: ${'<'.repeat(400_000)}${'>'.repeat(50_000)}\r\n\r\nx`,
  'encoded words without an end': () => `Subject: ${'=?a?q?'.repeat(80_000)}\r\n\r\nx`,
  'a hundred thousand encoded words': () => `Subject: ${'=?a?q?b?='.repeat(50_000)}\r\n\r\nx`,
  'encoded words of a charset that is guessed': () =>
    `Subject: ${'=?x-none?q?=C2=E1=BA=F0=90?= '.repeat(17_000)}\r\n\r\nx`,
  'encoded words of thousands of charsets': () =>
    `Subject: ${Array.from({ length: 20_000 }, (_, i) => `=?x${i}?q?=E1?=`).join(' ')}\r\n\r\nx`,
  'marks over a letter in the subject': () =>
    `Subject: =?utf-8?b?${Buffer.from(unsorted(80_000)).toString('base64')}?=\r\n\r\nx`,
  'parameters without an end': () =>
    `Content-Type: text/plain${Array.from({ length: 20_000 }, (_, i) => `; a*${i}*=x`).join('')}\r\n\r\nx`,
  'references without an end': () => `References: ${'<a@b>'.repeat(100_000)}\r\n\r\nx`,

  // Text
  'a line of five megabytes': () => text('a'.repeat(5_000_000)),
  'a line of five megabytes without a blank in capitals and colons': () => text('A:'.repeat(2_500_000)),
  'twenty-four megabytes of text': () =>
    text(`${'Vision: a city for everyone. '.repeat(3)}\r\n`.repeat(267_000)),
  'five million empty lines': () => text('\n'.repeat(5_000_000)),
  'a million lines that begin like a quotation': () => text('On a b\n'.repeat(700_000)),
  'a million lines that end like a quotation': () => text('On 1 May 2018, a wrote:\n\n'.repeat(40_000)),
  'originals within originals': () =>
    text('-----Original Message-----\nFrom: a\nSent: b\nTo: c\nSubject: d\n\n'.repeat(12_000)),
  'a million marks of quotation': () => text(`${'>'.repeat(1_000_000)} x`),
  'lines each quoted one deeper': () =>
    text(Array.from({ length: 1300 }, (_, i) => `${'> '.repeat(i)}x`).join('\n')),
  'lines quoted and not by turns': () => text('> a\nb\n'.repeat(25_000)),
  'a hundred thousand closings': () => text('Best regards,\nA\n-- \n'.repeat(16_000)),
  'a form answered fifty thousand times': () => text('Vision: x\n'.repeat(50_000)),
  'headings of cities without an end': () =>
    text(Array.from({ length: 50_000 }, (_, i) => `City: ${i}`).join('\n')),
  'examples without an end': () => text('Vision: (for example: '.repeat(45_000)),
  'colons without an end': () => text(`Focus areas: ${'Vision:: '.repeat(110_000)}`),
  'numbers of lists without an end': () => text(`Focus areas: ${'1. 1. 1. '.repeat(110_000)}`),
  'blanks before a letter': () => text(`Focus areas:${' '.repeat(1_000_000)}x`),
  'blanks before a letter in HTML': () => html(`<pre>Focus areas:${' '.repeat(1_000_000)}x`),
  'dates without an end': () => text('ngay 5 thang 5 nam 2018, 5 may '.repeat(33_000)),
  'a value of figures without an end': () => text(`Project 1 budget: ${'1.000.000,'.repeat(100_000)}`),
  'a list of a million entries': () => text(`Focus areas: ${';,'.repeat(500_000)}`),
  'numbers of letters without an end': () => text('ASCN/2018/action-plan/a/1 '.repeat(40_000)),
  'links without an end': () => text('https://a.example/?b=c '.repeat(45_000)),
  'blanks that flow': () => text(' \n'.repeat(2_000_000), 'text/plain; format=flowed'),
  'a million equals signs': () =>
    `${head}Content-Transfer-Encoding: quoted-printable\r\n\r\n${'= \t'.repeat(1_000_000)}`,
  'armour within armour': () =>
    text('-----BEGIN PGP SIGNED MESSAGE-----\n\n-----BEGIN PGP SIGNATURE-----\n'.repeat(15_000)),
  'marks over a letter': () => text(unsorted(240_000)),
  'null bytes': () => new Uint8Array(5_000_000),
  'null bytes in the text': () => text('a\0'.repeat(2_000_000)),

  // HTML
  'elements within elements': () => html('<div>'.repeat(1_000_000)),
  'quotations within quotations in HTML': () => html('<blockquote>'.repeat(400_000)),
  'open tags': () => html('<'.repeat(2_000_000)),
  'an open attribute': () => html(`<a href="${'x'.repeat(4_000_000)}`),
  'a million attributes': () => html(`<p ${'a=b '.repeat(1_000_000)}>x</p>`),
  'open comments in HTML': () => html('<!--'.repeat(1_000_000)),
  'entities without an end': () => html('&'.repeat(2_000_000)),
  'entities of marks over a letter': () => html(`a${'&#769;'.repeat(80_000)}${'&#803;'.repeat(80_000)}`),
  'a table of two hundred thousand rows': () => html(`<table>${'<tr><td>a<td>b'.repeat(70_000)}</table>`),
  'tables within tables': () => html('<table><tr><td>'.repeat(65_000)),
  'lists within lists': () => html('<ol><li>'.repeat(125_000)),
  'tags that were never opened': () => html(`${'<b>'.repeat(100_000)}${'</i>'.repeat(150_000)}`),
  'HTML of one line and a million spans': () => html('<span>a</span>'.repeat(70_000)),

  // Charsets
  'Burmese for the Zawgyi font without an end': () =>
    text('ေျမႇ'.repeat(300_000), 'text/plain; charset=utf-8'),
  'bytes of no charset': () =>
    Buffer.concat([
      Buffer.from(`${head}\r\n`),
      Buffer.from(Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 7919) >> 3)),
    ]),
  'a charset that is no charset': () => binary(`text/plain; charset=${'x'.repeat(30)}`, noise(MB)),
  'escapes of ISO-2022-JP': () => text('\x1b$B\x1b(B'.repeat(300_000), 'text/plain; charset=iso-2022-jp'),
  'UTF-7 without an end': () => text('+'.repeat(2_000_000), 'text/plain; charset=utf-7'),
  'GB18030 of four bytes each': () =>
    binary('text/plain; charset=gb18030', Buffer.alloc(2_000_000, '81308130', 'hex')),

  // Documents, seals, machines
  'a winmail.dat of properties without an end': () =>
    binary(
      'application/ms-tnef',
      Buffer.from('789f3e22010001039006000000100000000000ffffffff', 'hex'),
      Buffer.alloc(3_000_000, 1),
    ),
  'a winmail.dat in a winmail.dat': () => binary('application/ms-tnef', tnefInTnef(2000)),
  'a winmail.dat of a hundred thousand documents': () =>
    binary(
      'application/ms-tnef',
      tnef(
        ...Array.from({ length: 100_000 }, () =>
          Buffer.concat([tnefAttribute(1, 0x00069002, zeros(14)), tnefAttribute(1, 0x0006800f, zeros(8))]),
        ),
      ),
    ),
  'a winmail.dat whose text is endless RTF': () => {
    const rtf = Buffer.from(
      `${'0'.repeat(8)}MELA${'0'.repeat(4)}{\\rtf1${'{\\b a'.repeat(500_000)}`,
      'latin1',
    );
    const properties = Buffer.alloc(16);
    properties.writeUInt32LE(1, 0);
    properties.writeUInt32LE(0x1009_0102, 4);
    properties.writeUInt32LE(1, 8);
    properties.writeUInt32LE(rtf.length, 12);
    return binary(
      'application/ms-tnef',
      tnef(tnefAttribute(1, 0x00069003, Buffer.concat([properties, rtf, Buffer.alloc(4)]))),
    );
  },
  'S/MIME of elements within elements': () =>
    binary('application/pkcs7-mime', Buffer.alloc(2_000_000, '3080', 'hex')),
  'S/MIME that unpacks to much more': () =>
    binary('application/pkcs7-mime; smime-type=compressed-data', compressed(zeros(49 * MB))),
  'a hundred S/MIME parts that unpack to much more': () => {
    const packed = compressed(Buffer.concat([Buffer.from('\r\n'), blanks(40 * MB)]));
    return (
      head +
      multipart('mixed', Array<string>(100).fill(attachment('smime.p7m', 'application/pkcs7-mime', packed)))
    );
  },
  'S/MIME packed in S/MIME': () => {
    let packed: Uint8Array = Buffer.from('\r\nVision: all');
    for (let i = 0; i < 29; i++)
      packed = binary('application/pkcs7-mime; smime-type=compressed-data', compressed(packed));
    return packed;
  },
  'a calendar of a hundred thousand entries': () =>
    text(
      `BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n${'BEGIN:VEVENT\r\nUID:a\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\nEND:VEVENT\r\n'.repeat(60_000)}END:VCALENDAR`,
      'text/calendar; method=REPLY',
    ),
  'a calendar of entries within entries': () =>
    text(`${'BEGIN:VEVENT\r\n'.repeat(300_000)}`, 'text/calendar; method=REPLY'),
  'a calendar of folded lines': () =>
    text(
      `BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nX:a${'\r\n b'.repeat(1_000_000)}`,
      'text/calendar; method=REPLY',
    ),
  'a calendar of parameters': () =>
    text(`BEGIN:VCALENDAR\r\nX${';a="b"'.repeat(20_000)}:c`, 'text/calendar; method=REPLY'),
  'a delivery report for a hundred thousand recipients': () =>
    head +
    multipart('report; report-type=delivery-status', [
      'Content-Type: text/plain\r\n\r\nIt could not be delivered.',
      `Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n${'Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 unknown\r\n\r\n'.repeat(50_000)}`,
      'Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nx',
    ]),
  'a delivery report of one endless field': () =>
    head +
    multipart('report; report-type=delivery-status', [
      `Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; ${'\\x{41}'.repeat(500_000)}`,
    ]),
  'an archive that unpacks to much more': () =>
    document('application/zip', 'plan.zip', zipSync({ 'a.txt': zeros(40 * MB) })),
  'archives within archives': () => document('application/zip', 'plan.zip', zipInZip(20, 10 * MB)),
  'thirty archives of archives of zeros': () => archivesOfZeros(30, 10),
  'an archive of a hundred thousand names': () =>
    document(
      'application/zip',
      'plan.zip',
      zipSync(Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`${i}.txt`, zeros(0)])), {
        level: 0,
      }),
    ),
  'gzip that unpacks to much more': () => document('application/gzip', 'plan.gz', gzipSync(zeros(200 * MB))),
  'a Word document whose list of parts unpacks to much more': () =>
    document(docx, 'plan.docx', zipSync({ '[Content_Types].xml': blanks(40 * MB) })),
  'a Word document of sixteen megabytes of nothing': () => document(docx, 'plan.docx', word(blanks(15 * MB))),
  'a Word document of a hundred thousand cells': () =>
    document(
      docx,
      'plan.docx',
      word(`<tbl>${numbered(95_000, (i) => `<tr><tc><p><r><t>Vision ${i}</t></r></p></tc></tr>`)}</tbl>`),
    ),
  'a Word document of tables within tables': () =>
    document(docx, 'plan.docx', word('<tbl><tr><tc>'.repeat(80))),
  'a Word document of marks over a letter': () =>
    document(docx, 'plan.docx', word(question('Vision', `a${marksByChance(400_000)}`))),
  'a Word document of a value of nine hundred thousand letters': () =>
    document(
      docx,
      'plan.docx',
      word(
        question(
          'Vision',
          numbered(120_000, (i) => `a${i} `),
        ),
      ),
    ),
  'a Word document of nearly the same questions': () =>
    document(
      docx,
      'plan.docx',
      word(`<tbl>${numbered(24_000, (i) => row(`Project ${i % 1000} sourec of fundign`, `${i}`))}</tbl>`),
    ),
  'a workbook of a hundred thousand cells': () =>
    document(
      xlsx,
      'plan.xlsx',
      workbook(
        numbered(
          4900,
          (r) => `<row r="${r + 1}">${numbered(20, (c) => `<c t="str"><v>Visoin ${r * c}</v></c>`)}</row>`,
        ),
      ),
    ),
  'a workbook whose cells share one endless text': () =>
    document(
      xlsx,
      'plan.xlsx',
      workbook(
        numbered(900, (r) => `<row r="${r + 1}">${'<c t="s"><v>0</v></c>'.repeat(199)}</row>`),
        `<si><t>${numbered(14_000, (i) => `Vision ${i}`)}</t></si>`,
      ),
    ),
  'a workbook that is merged ten thousand times': () =>
    document(
      xlsx,
      'plan.xlsx',
      zipSync({
        'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="a" id="r1"/></sheets></workbook>'),
        'xl/_rels/workbook.xml.rels': strToU8(
          '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        ),
        'xl/worksheets/sheet1.xml': strToU8(
          `<worksheet><sheetData>${Array.from({ length: 4900 }, (_, r) => `<row r="${r + 1}"><c r="A${r + 1}" t="str"><v>x</v></c></row>`).join('')}</sheetData><mergeCells>${'<mergeCell ref="A1:A1048576"/>'.repeat(10_000)}</mergeCells></worksheet>`,
        ),
      }),
    ),
  'thirty workbooks that each take long': () => {
    const slow = workbook(
      numbered(
        4900,
        (r) => `<row r="${r + 1}">${numbered(15, (c) => `<c t="str"><v>Visoin ${r * c}</v></c>`)}</row>`,
      ),
    );
    return (
      head +
      multipart(
        'mixed',
        Array.from({ length: 30 }, (_, i) => attachment(`${i}.xlsx`, xlsx, slow)),
      )
    );
  },
  'a spreadsheet of rows that repeat': () =>
    document(
      ods,
      'plan.ods',
      zipSync({
        mimetype: [strToU8(ods), { level: 0 }],
        'content.xml': strToU8(
          `<o><table>${'<table-row number-rows-repeated="200"><table-cell number-columns-repeated="200"><p>Vision</p></table-cell></table-row>'.repeat(4)}</table></o>`,
        ),
      }),
    ),
  'a PDF of nothing but what may be encrypted': () =>
    document(
      'application/pdf',
      'plan.pdf',
      Buffer.from(`%PDF-1.7\n${`/Encrypt${' '.repeat(8)}1`.repeat(900_000)}`),
    ),
  'a PDF of streams that unpack to much more': () =>
    document(
      'application/pdf',
      'plan.pdf',
      Buffer.concat([
        Buffer.from('%PDF-1.7\n1 0 obj<</Filter/FlateDecode/Length 300000>>stream\n'),
        deflateSync(zeros(200 * MB)),
        Buffer.from('\nendstream endobj'),
      ]),
    ),
  'a picture of a million pieces': () =>
    document(
      'image/png',
      'scan.png',
      Buffer.concat([
        Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
        zeros(17),
        Buffer.alloc(12 * MB, '0000000074455874000000', 'hex'),
      ]),
    ),
  'a film of elements within elements': () =>
    document('video/x-matroska', 'film.mkv', Buffer.alloc(8 * MB, '1a45dfa3ff', 'hex')),
  'a sound that is never reached': () =>
    document('audio/mpeg', 'a.mp3', Buffer.alloc(8 * MB, '49443304000000000000', 'hex')),
  'a compound file of no end': () =>
    document(
      'application/msword',
      'plan.doc',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), noise(18 * MB)]),
    ),
  'a document of twenty-four megabytes': () =>
    document('application/pdf', 'plan.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), noise(17.5 * MB)])),
};
