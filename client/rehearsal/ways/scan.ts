/** A signed and stamped answer as a scanner gives it: a PDF that holds one picture, and no letter that a program could read. */
import { deflateSync } from 'node:zlib';
import { chance } from '../chance.js';

/** Dots of the picture: A4 at 40 to the inch. */
const [width, height] = [331, 468];

/** The same page for the same seed and matter. */
export function scannedPage(seed: number, ...matter: string[]): Uint8Array {
  const picture = deflateSync(dotsOf(Math.floor(chance(seed, 'scan', ...matter) * 2 ** 31)));
  const shown = 'q 595 0 0 842 0 0 cm /Page Do Q';
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</Page 4 0 R>>>>/Contents 5 0 R>>',
    Buffer.concat([
      Buffer.from(
        `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode/Length ${picture.length}>>stream\n`,
      ),
      picture,
      Buffer.from('\nendstream'),
    ]),
    `<</Length ${shown.length}>>stream\n${shown}\nendstream`,
  ];
  const starts: number[] = [];
  let file = Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1');
  for (const [i, object] of objects.entries()) {
    starts.push(file.length);
    file = Buffer.concat([
      file,
      Buffer.from(`${i + 1} 0 obj\n`),
      Buffer.from(object),
      Buffer.from('\nendobj\n'),
    ]);
  }
  const table = starts.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const end = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.concat([file, Buffer.from(end)]);
}

/** Grain of paper, lines of writing, and a round stamp at the bottom. */
function dotsOf(grain: number): Uint8Array {
  const dots = new Uint8Array(width * height);
  let state = grain;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // a linear congruential generator (ISO C's example of rand)
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      const isWriting = y > 60 && y < 330 && y % 14 < 5 && x > 40 && x < 290 && (state >> 16) % 5 < 3;
      const ring = Math.abs(Math.hypot(x - 240, y - 390) - 34) < 2;
      dots[y * width + x] = isWriting ? 40 : ring ? 90 : 235 + ((state >> 20) % 20);
    }
  }
  return dots;
}
