/** Messages that would keep a mailroom busy, made as they are wanted. */
const head = 'From: office@hue.example\r\nTo: reply@ascn.example\r\nSubject: Action plan\r\n';
const mixed = `${head}Content-Type: multipart/mixed; boundary=x\r\n\r\n`;
const text = (body: string, type = 'text/plain'): string => `${head}Content-Type: ${type}\r\n\r\n${body}`;

const nested = (levels: number): string =>
  Array.from(
    { length: levels },
    (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`,
  ).join('');

/** Each by what is wrong with it. Some megabytes, as they came to mail servers. */
export const hostile: Readonly<Record<string, () => string | Uint8Array>> = {
  'a million parts': () => mixed + '--x\r\n\r\n\r\n'.repeat(1_000_000),
  'parts 20,000 deep': () => head + nested(20_000),
  'letters within letters': () => head + 'Content-Type: message/rfc822\r\n\r\n'.repeat(50_000),
  'a million headers': () => 'X: y\r\n'.repeat(1_000_000),
  'an endless header': () => `X: ${'y'.repeat(5_000_000)}`,
  'an endless folded header': () => `X: y\r\n${' z\r\n'.repeat(1_000_000)}`,
  'an endless name of a header': () => 'X'.repeat(5_000_000),
  'addresses without an end': () => `To: ${'"a"@,'.repeat(50_000)}\r\n\r\nx`,
  'open comments': () => `To: ${'('.repeat(400_000)}\r\n\r\nx`,
  'nested comments': () => `To: ${'('.repeat(100_000)}${')'.repeat(100_000)} a@b.example\r\n\r\nx`,
  'open quotes': () => `To: ${'"<'.repeat(200_000)}\r\n\r\nx`,
  'groups within groups': () => `To: ${'a:'.repeat(200_000)}\r\n\r\nx`,
  'angles within angles': () => `From: ${'<'.repeat(400_000)}${'>'.repeat(50_000)}\r\n\r\nx`,
  'encoded words without an end': () => `Subject: ${'=?a?q?'.repeat(80_000)}\r\n\r\nx`,
  'a hundred thousand encoded words': () => `Subject: ${'=?a?q?b?='.repeat(50_000)}\r\n\r\nx`,
  'parameters without an end': () =>
    `Content-Type: text/plain${Array.from({ length: 20_000 }, (_, i) => `; a*${i}*=x`).join('')}\r\n\r\nx`,
  'references without an end': () => `References: ${'<a@b>'.repeat(100_000)}\r\n\r\nx`,
  'a line of five megabytes': () => text('a'.repeat(5_000_000)),
  'five million empty lines': () => text('\n'.repeat(5_000_000)),
  'a million lines that begin like a quotation': () => text('On a b\n'.repeat(700_000)),
  'a million marks of quotation': () => text(`${'>'.repeat(1_000_000)} x`),
  'blanks that flow': () => text(' \n'.repeat(2_000_000), 'text/plain; format=flowed'),
  'a million equals signs': () =>
    `${head}Content-Transfer-Encoding: quoted-printable\r\n\r\n${'= \t'.repeat(1_000_000)}`,
  'elements within elements': () => text('<div>'.repeat(1_000_000), 'text/html'),
  'quotations within quotations in HTML': () => text('<blockquote>'.repeat(400_000), 'text/html'),
  'open tags': () => text('<'.repeat(2_000_000), 'text/html'),
  'an open attribute': () => text(`<a href="${'x'.repeat(4_000_000)}`, 'text/html'),
  'open comments in HTML': () => text('<!--'.repeat(1_000_000), 'text/html'),
  'entities without an end': () => text('&'.repeat(2_000_000), 'text/html'),
  'null bytes': () => new Uint8Array(5_000_000),
  'null bytes in the text': () => text('a\0'.repeat(2_000_000)),
  'a boundary of one letter everywhere': () =>
    `${head}Content-Type: multipart/mixed; boundary=a\r\n\r\n${'--a'.repeat(1_500_000)}`,
  'boundaries with endless blanks': () => mixed + `--x${' '.repeat(50_000)}y\r\n`.repeat(100),
  'Burmese for the Zawgyi font without an end': () =>
    text('ေျမႇ'.repeat(300_000), 'text/plain; charset=utf-8'),
  'bytes of no charset': () =>
    Buffer.concat([
      Buffer.from(text('')),
      Buffer.from(Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * 7919) >> 3)),
    ]),
  'a winmail.dat of properties without an end': () =>
    Buffer.concat([
      Buffer.from(`${head}Content-Type: application/ms-tnef\r\n\r\n`),
      Buffer.from('789f3e22010001039006000000100000000000ffffffff', 'hex'),
      Buffer.alloc(3_000_000, 1),
    ]),
  'S/MIME of elements within elements': () =>
    Buffer.concat([
      Buffer.from(`${head}Content-Type: application/pkcs7-mime\r\n\r\n`),
      Buffer.alloc(2_000_000, '3080', 'hex'),
    ]),
};
