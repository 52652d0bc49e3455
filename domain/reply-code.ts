/** An SMTP reply code with the enhanced one where it follows (RFC 5321, RFC 3463): `451 4.7.1`. */
const smtpCode = /^([245]\d\d)(?:[ -]([245]\.\d{1,3}\.\d{1,3})(?!\d))?(?!\d)/;

/**
 * The code at the head of a mail server's reply, without its words, which may quote a person's address.
 *
 * @returns e.g. `550 5.1.1`; undefined where the reply begins with no code
 */
export const replyCode = (reply: string): string | undefined =>
  smtpCode.exec(reply)?.slice(1).filter(Boolean).join(' ');
