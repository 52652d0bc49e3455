/** Raw messages for tests. */

/** Header lines, then a body whose lines get the line ends of mail. */
export const message = (headers: readonly string[], body: string): Buffer =>
  Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body.replace(/\n/g, '\r\n')}`);

/** A message of bytes as they are: its head ends with the given headers. */
export const messageOf = (headers: readonly string[], body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(`From: office@hue.example\r\n${headers.join('\r\n')}\r\n\r\n`), body]);

/** A multipart message of parts as they are written, each with its head. */
export const multipart = (kind: string, parts: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat([
    Buffer.from(`From: office@hue.example\r\nContent-Type: multipart/${kind}; boundary="part"\r\n\r\n`),
    ...parts.flatMap((part) => [Buffer.from('--part\r\n'), Buffer.from(part), Buffer.from('\r\n')]),
    Buffer.from('--part--\r\n'),
  ]);
