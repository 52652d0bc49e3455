import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsed } from '../../../../setup/letters.js';
import { compressed } from '../../../../../bench/mail/hostile.js';
import { message, messageOf, multipart } from './message.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const fixture = (name: string): Buffer => readFileSync(`test/mail/reading/${name}`);
const plain = 'Content-Type: text/plain; charset=utf-8\r\n\r\n';
const html = 'Content-Type: text/html; charset=utf-8\r\n\r\n';

describe('the text of a letter', () => {
  test.each<[string, Buffer, string]>([
    ['without any header of MIME', message(['From: a@b.example'], 'Vision: Own'), 'Vision: Own'],
    [
      'text, a picture, text',
      multipart('mixed', [
        `${plain}Vision: Own`,
        'Content-Type: image/png\r\n\r\npng',
        `${plain}Plan period: 2018`,
      ]),
      'Vision: Own\nPlan period: 2018',
    ],
    [
      'plain and HTML',
      multipart('alternative', [`${plain}Vision: Own`, `${html}<p>Vision: Own</p>`]),
      'Vision: Own',
    ],
    [
      'HTML beside an empty text',
      multipart('alternative', [`${plain} \r\n`, `${html}<p>Vision: Own</p>`]),
      'Vision: Own',
    ],
    [
      'HTML beside a text that only points to it',
      multipart('alternative', [
        `${plain}To view this message, use a program that reads HTML.`,
        `${html}<p>Vision: Own</p>`,
      ]),
      'Vision: Own',
    ],
    ['HTML only', message(['Content-Type: text/html'], '<p>Vision: Own</p>'), 'Vision: Own'],
    [
      'quoted-printable with broken escapes',
      message(['Content-Transfer-Encoding: quoted-printable'], 'Vision: =C3=94wn =ZZ and =\nmore  \nend='),
      'Vision: Ôwn =ZZ and more\nend',
    ],
    [
      'a boundary followed by blanks, and no last one',
      Buffer.from(
        `Content-Type: multipart/mixed; boundary=b\n\n--b  \nContent-Type: text/plain\n\nVision: Own\n--bb\n`,
      ),
      'Vision: Own\n--bb',
    ],
    [
      'a multipart without parts',
      message(['Content-Type: multipart/mixed; boundary=b'], 'Vision: Own'),
      'Vision: Own',
    ],
    [
      'a multipart that names no boundary',
      message(['Content-Type: multipart/mixed'], '--x\n\nVision: Own\n--x--'),
      'Vision: Own',
    ],
    [
      'lines of an old Macintosh',
      Buffer.from('From: a@b.example\rSubject: x\r\rVision: Own\rPlan: 2018'),
      'Vision: Own\nPlan: 2018',
    ],
    ['a type that is none', message(['Content-Type: text'], 'Vision: Own'), 'Vision: Own'],
  ])('%s', (_, raw, text) => {
    expect(parsed(raw).wholeText.trim()).toBe(text);
  });

  test('is joined where its program broke it (format=flowed)', () => {
    const body = 'Vision: a calm \nriver city \n\n>> deep \n>> quote\n> less\n From here\n-- \nOffice';
    const { wholeText } = parsed(message(['Content-Type: text/plain; format=flowed'], body));
    expect(wholeText).toBe('Vision: a calm river city \n\n>> deep quote\n> less\nFrom here\n-- \nOffice');
    const chinese = parsed(
      message(['Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes'], '行动 \n计划'),
    );
    expect(chinese.wholeText).toBe('行动计划');
  });
});

describe('documents', () => {
  test('are exactly the bytes that were sent, however they were encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (content) => {
        const base64 = Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n');
        const { documents } = parsed(
          multipart('mixed', [
            `${plain}x`,
            `Content-Type: text/csv; name=a.csv\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n${base64}`,
          ]),
        );
        expect(documents.map((each) => each.sha256)).toEqual([sha256(content)]);
      }),
      { numRuns: 50 },
    );
  });

  test.each(['a\r\nb\nc\rd\r\n', 'a\nb\n\n', '\r\n', ''])(
    'keep their line ends without an encoding: %j',
    (content) => {
      const part = Buffer.concat([
        Buffer.from('Content-Type: text/csv\r\nContent-Disposition: attachment; filename=a.csv\r\n\r\n'),
        Buffer.from(content),
      ]);
      const { documents } = parsed(multipart('mixed', [`${plain}x`, part]));
      expect(Buffer.from(documents[0]!.content).toString()).toBe(content);
    },
  );

  test('are named as they were given, and safely; pictures that the page shows belong to it', () => {
    const { documents } = parsed(
      multipart('related', [
        `${html}<img src="cid:logo@hue"><p>Vision: Own</p>`,
        'Content-Type: image/png; name=logo.png\r\nContent-ID: <logo@hue>\r\n\r\npng',
        'Content-Type: application/pdf\r\nContent-Disposition: attachment;\r\n filename="=?utf-8?q?..=2Fplan=0D=0ABcc:_x.pdf?="\r\n\r\npdf',
      ]),
    );
    expect(documents).toMatchObject([
      { name: 'logo.png', related: true, declaredType: 'image/png' },
      { name: 'plan Bcc_ x.pdf', shownName: '../plan Bcc: x.pdf', related: false },
    ]);
  });

  test('are taken from every way to say the same', () => {
    const inner =
      'Content-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\nContent-Type: text/html\r\n\r\n<p>Vision: Own</p>\r\n--in\r\nContent-Type: application/pdf; name=plan.pdf\r\n\r\npdf\r\n--in--';
    const { documents, wholeText } = parsed(multipart('alternative', [`${plain}Vision: Own`, inner]));
    expect(documents.map(({ name }) => name)).toEqual(['plan.pdf']);
    expect(wholeText).toBe('Vision: Own');
  });

  test('a text file is a document; a letter within the letter is one too, and a part for machines', () => {
    const { documents, machineParts, wholeText } = parsed(
      multipart('mixed', [
        `${plain}Vision: Own`,
        'Content-Type: text/plain; name=notes.txt\r\nContent-Disposition: attachment\r\n\r\nnotes',
        'Content-Type: message/rfc822\r\n\r\nFrom: c@d.example\r\nSubject: Our plan\r\n\r\nPlan',
      ]),
    );
    expect(wholeText).toBe('Vision: Own');
    expect(documents.map(({ name }) => name)).toEqual(['notes.txt', 'Our plan.eml']);
    expect(machineParts.map(({ type }) => type)).toEqual(['message/rfc822']);
  });

  test('a report’s parts are for machines, and no documents', () => {
    const { documents, machineParts, wholeText } = parsed(
      multipart('report; report-type=delivery-status', [
        `${plain}Not delivered.`,
        'Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; o@hue.example',
        'Content-Type: message/rfc822\r\n\r\nSubject: Action plan\r\n\r\nText',
      ]),
    );
    expect(documents).toEqual([]);
    expect(wholeText).toBe('Not delivered.');
    expect(machineParts.map(({ type }) => type)).toEqual(['message/delivery-status', 'message/rfc822']);
    expect(Buffer.from(machineParts[0]!.content).toString()).toContain(
      '\r\n\r\nFinal-Recipient: rfc822; o@hue.example',
    );
  });
});

describe('a signed letter is read, an encrypted one is told', () => {
  test.each(['clear-signed.eml', 'opaque-signed.eml', 'opaque-signed-in-pieces.eml'])('%s', (name) => {
    const letter = parsed(fixture(name));
    expect(letter).toMatchObject({ signed: 's/mime', wholeText: 'Vision: A calm river city', defects: [] });
    expect(letter.documents).toMatchObject([
      { name: 'plan.pdf', sha256: sha256(Buffer.from('%PDF-1.4 plan')) },
    ]);
    expect(letter.encrypted).toBeUndefined();
  });

  test('enveloped.eml', () => {
    expect(parsed(fixture('enveloped.eml'))).toMatchObject({
      encrypted: 's/mime',
      wholeText: '',
      documents: [],
    });
  });

  test('an S/MIME part that is cut off anywhere is kept as a document', () => {
    const whole = fixture('opaque-signed.eml');
    for (let cut = 400; cut < whole.length - 1400; cut += 37) {
      const { documents, signed } = parsed(whole.subarray(0, cut));
      expect(signed ?? documents[0]?.name).toMatch(/s\/mime|smime\.p7m/);
    }
  });

  test('compressed parts are read as far as a letter that is not compressed may go', () => {
    const packed = compressed(Buffer.concat([Buffer.from('\r\nVision: Own\r\n'), Buffer.alloc(15_000_000)]));
    const part = (name: string): string =>
      `Content-Type: application/pkcs7-mime; name=${name}\r\nContent-Transfer-Encoding: base64\r\n\r\n${packed.toString('base64')}`;
    const letter = parsed(multipart('mixed', [part('first.p7m'), part('second.p7m'), part('third.p7m')]));
    expect(letter.text).toMatch(/^Vision: Own/);
    expect(letter.documents.map(({ name }) => name)).toEqual(['second.p7m', 'third.p7m']);
    expect(letter.defects).toContain('Its S/MIME part could not be opened.');
  });

  test('OpenPGP, around the text', () => {
    const armoured =
      '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nVision: Own\n- -- \nOffice\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n';
    expect(parsed(message(['Content-Type: text/plain'], armoured))).toMatchObject({
      signed: 'openpgp',
      text: 'Vision: Own',
      signature: '-- \nOffice',
    });
    const encrypted = '-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n';
    expect(parsed(message(['Content-Type: text/plain'], encrypted))).toMatchObject({
      encrypted: 'openpgp',
      text: '',
    });
  });

  test('OpenPGP, in parts', () => {
    expect(
      parsed(
        multipart('signed; protocol="application/pgp-signature"', [
          `${plain}Vision: Own`,
          'Content-Type: application/pgp-signature; name=signature.asc\r\n\r\nsig',
        ]),
      ),
    ).toMatchObject({ signed: 'openpgp', text: 'Vision: Own', documents: [] });
    expect(
      parsed(
        multipart('encrypted; protocol="application/pgp-encrypted"', [
          'Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1',
          'Content-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----',
        ]),
      ),
    ).toMatchObject({ encrypted: 'openpgp', text: '' });
  });
});

test('nothing that may stand in a header of ours holds a line end or another control character', () => {
  const evil = '=?utf-8?q?x=0D=0ABcc:_evil@y.example=00=E2=80=AE?=';
  const letter = parsed(
    messageOf(
      [
        `Subject: ${evil}`,
        `X-Header: ${evil}`,
        `From: ${evil} <a@b.example>`,
        `Message-ID: <a${evil}@b>`,
        `In-Reply-To: <b\u0000@c>`,
        `Content-Type: text/plain; name="${evil}"`,
        'To: <a@b\u0007.example>',
      ],
      Buffer.from('x\0y\x1b'),
    ),
  );
  const values = [
    letter.subject,
    letter.fromName,
    letter.messageId,
    ...letter.inReplyTo,
    ...letter.references,
    ...letter.to,
    ...letter.headers.values(),
  ];

  for (const value of values) expect(value ?? '').not.toMatch(/[\0-\x1f\x7f-\x9f\u202e]/);
  expect(letter.text).toBe('xy');
});
