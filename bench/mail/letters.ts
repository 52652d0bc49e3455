/** Letters as offices send them, for measurements: the same answer in lines, in HTML, in the Word form, beside papers. */
import { strToU8, zipSync } from 'fflate';

const CRLF = '\r\n';

/** A complete action plan, as an officer answers: the form's own lines. */
export const completeAnswer = [
  'Vision: A city for everyone',
  'Focus areas: Quality environment',
  'Strategic targets: Half of all journeys on foot by 2025',
  'Plan period: 2018-2025',
  'Project 1 title: Pavements',
  'Project 1 focus area: Built infrastructure',
  'Project 1 budget: USD 2 million',
  'Project 1 source of funding: City budget',
  'Project 1 support sought: Technical',
].join('\n');

/** Bytes that no packing makes smaller, as those of a scan; always the same. */
export function noise(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let state = 0x2545f491;
  for (let i = 0; i < length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state & 255;
  }
  return bytes;
}

/** A part of a message: its head and its content in base64. */
export function attachment(name: string, type: string, content: Uint8Array): string {
  const base64 = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64');
  return [
    `Content-Type: ${type}; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
    '',
    base64.replace(/.{76}/g, `$&${CRLF}`),
  ].join(CRLF);
}

const text = (body: string, type = 'text/plain; charset=utf-8'): string =>
  [`Content-Type: ${type}`, '', body.replaceAll('\n', CRLF)].join(CRLF);

const boundary = 'between-the-parts';
export const multipart = (kind: string, parts: readonly string[], mark = boundary): string =>
  [
    `Content-Type: multipart/${kind}; boundary="${mark}"`,
    '',
    ...parts.flatMap((part) => [`--${mark}`, part]),
    `--${mark}--`,
    '',
  ].join(CRLF);

/** What mail programs put below an answer: the letter that was answered. */
const quoted = [
  '',
  'On Mon, 7 May 2018 at 09:12, Secretariat of the network <reply@ascn.example> wrote:',
  ...Array.from({ length: 40 }, (_, i) => `> ${i + 1}. Please answer below, one line for each question.`),
].join('\n');

const signature = ['', '-- ', 'Smart City Office', 'City Hall', 'Tel. 1234 5678'].join('\n');

const html = `<html><head><style>p.MsoNormal{margin:0cm;font-size:11.0pt;font-family:"Calibri",sans-serif}</style></head><body lang="EN-US"><div class="WordSection1">${completeAnswer
  .split('\n')
  .map((line) => `<p class="MsoNormal"><span style="color:#1F497D">${line}</span><o:p></o:p></p>`)
  .join('')}<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">${[
  'From: Secretariat of the network',
  'Sent: Monday, 7 May 2018 09:12',
  'To: Smart City Office',
  'Subject: Draft Smart City Action Plan',
]
  .map((line) => `<p class="MsoNormal"><b>${line}</b><o:p></o:p></p>`)
  .join('')}</div>${Array.from(
  { length: 60 },
  (_, i) =>
    `<p class="MsoNormal"><span style="font-size:10.0pt">${i + 1}. Please answer below.</span><o:p></o:p></p>`,
).join('')}</div></body></html>`;

/** The Word form with its answers, and a letterhead's picture of so many bytes. */
export function wordForm(answers: string, picture: number): Uint8Array {
  const cell = (words: string): string =>
    `<w:tc><w:p><w:r><w:t xml:space="preserve">${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</w:t></w:r></w:p></w:tc>`;
  const rows = answers.split('\n').map((line) => {
    const colon = line.indexOf(': ');
    return `<w:tr>${cell(line.slice(0, colon))}${cell(line.slice(colon + 2))}</w:tr>`;
  });
  const types =
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
  return zipSync({
    '[Content_Types].xml': strToU8(types),
    'word/document.xml': strToU8(
      `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl>${rows.join('')}</w:tbl></w:body></w:document>`,
    ),
    'word/media/image1.png': [noise(picture), { level: 0 }],
  });
}

const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const pdf = (bytes: number): Buffer => Buffer.concat([Buffer.from('%PDF-1.7\n'), noise(bytes)]);
const scan = (bytes: number): Buffer =>
  Buffer.concat([Buffer.from('ffd8ffe000104a46494600', 'hex'), noise(bytes)]);

const inLines = text(completeAnswer + signature + quoted);
const inHtml = multipart('alternative', [text(completeAnswer), text(html, 'text/html; charset=utf-8')]);

/** The ways to answer, each once. */
const ways = {
  lines: inLines,
  html: inHtml,
  form: multipart('mixed', [
    text('Please find our form attached.' + signature),
    attachment('Action plan.docx', docx, wordForm(completeAnswer, 30_000)),
  ]),
  paper: multipart('mixed', [inLines, attachment('Annex.pdf', 'application/pdf', pdf(200_000))]),
  scan: multipart('mixed', [inLines, attachment('Signed letter.jpg', 'image/jpeg', scan(700_000))]),
};

/** How twenty offices answer. */
const twenty: (keyof typeof ways)[] = [
  ...(['lines', 'html', 'lines', 'form', 'lines', 'paper', 'html', 'lines', 'form', 'lines'] as const),
  ...(['paper', 'html', 'lines', 'form', 'lines', 'scan', 'html', 'paper', 'lines', 'form'] as const),
];

/** What was said of the mix, for the page. */
export const mixInWords =
  'Of twenty, eight answer in lines above a quotation, four in HTML, four in the Word form (30 KB), three in lines with a paper of 200 KB and one with a scan of 700 KB';

/** One of the letters of the mix: complete, and unlike all others. */
export function letter(number: number, { from, to }: { from: string; to: string }): Buffer {
  const way = ways[twenty[number % twenty.length]!];
  return Buffer.from(`${head(number, from, to)}${way}`);
}

const head = (number: number, from: string, to: string): string =>
  [
    `From: Smart City Office <${from}>`,
    `To: ${to}`,
    'Subject: Re: Draft Smart City Action Plan',
    'Date: Tue, 8 May 2018 10:00:00 +0800',
    `Message-ID: <${number}@office.example>`,
    'MIME-Version: 1.0',
    '',
  ].join(CRLF);

/** A letter of about so many bytes, for what depends on the size. */
export function letterOfSize(bytes: number): Buffer {
  const start = head(bytes, 'office@hue.example', 'reply@ascn.example');
  if (bytes < 8_000) return Buffer.from(start + inLines);
  const form = attachment('Action plan.docx', docx, wordForm(completeAnswer, Math.min(30_000, bytes / 4)));
  const room = bytes - start.length - inHtml.length - form.length;
  const inner = inHtml.replaceAll(boundary, 'between-the-ways');
  // base64 makes four of three, and its lines end
  const papers = Math.max(1, Math.ceil(room / 10_000_000));
  const each = Math.floor((room / papers / 78) * 57);
  return Buffer.from(
    start +
      multipart('mixed', [
        inner,
        form,
        ...Array.from({ length: papers }, (_, i) =>
          attachment(`Annex ${i + 1}.pdf`, 'application/pdf', pdf(Math.max(1000, each))),
        ),
      ]),
  );
}
