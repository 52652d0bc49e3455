/** Reading XML as a stream of elements and text, within limits; no document type, so no entities of its own. */
import { SaxesParser } from 'saxes';
import { Refusal } from './refusal.js';

const limits = { depth: 256, elements: 1_000_000 };
const chunk = 65_536;

/** Names come without their prefix, attributes too. */
export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  text(text: string): void;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** @throws Refusal `damaged` for XML that is not well formed or has a document type, `too-large` beyond the limits */
export function readXml(bytes: Uint8Array, handler: XmlHandler): void {
  const parser = new SaxesParser({ position: false });
  let depth = 0;
  let elements = 0;
  parser.on('error', () => {
    throw new Refusal('damaged');
  });
  parser.on('doctype', () => {
    throw new Refusal('damaged');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > limits.depth || ++elements > limits.elements) throw new Refusal('too-large');
    const plain: Record<string, string> = {};
    for (const [key, value] of Object.entries<string>(attributes as Record<string, string>))
      plain[local(key)] = value;
    handler.open(local(name), plain);
  });
  parser.on('closetag', ({ name }) => {
    depth--;
    handler.close(local(name));
  });
  parser.on('text', (text) => handler.text(text));
  parser.on('cdata', (text) => handler.text(text));
  const xml = decode(bytes);
  for (let i = 0; i < xml.length; i += chunk) parser.write(xml.slice(i, i + chunk));
  parser.close();
}

function decode(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
