/** What the mailroom's doors take. */
export interface MailroomLimits {
  /** Bytes of one message; a larger one is refused with 552. */
  largestMessage: number;
  /** Recipients of one message; further ones are refused with 452, and may be tried again. */
  recipients: number;
  /** Connections at a time; a further one is sent away with 421. */
  connections: number;
  /** Milliseconds without a word after which a connection is closed. */
  silenceMs: number;
  /** Bytes of messages in hand at a time; a message beyond is put off with 452. */
  inHand: number;
  /** Recipients that nobody has, in one connection; at the next one it is closed with 421. */
  unknownRecipients: number;
  /** What one client address may do, unless it is a relay of ours. Of IPv6, one network of 64 bits counts. */
  client: { connections: number; messagesAMinute: number };
  /** What one envelope sender may send through any client that is no relay of ours. */
  sender: { messagesAMinute: number };
}

/**
 * Twenty-five megabytes is what the large mail providers let through; a letter of ours has one reply address, and a
 * joint answer few. A member's own mail server, which has the answers of all its cities, stays below the rates.
 */
export const usualLimits: MailroomLimits = {
  largestMessage: 25 * 1024 * 1024,
  recipients: 20,
  connections: 50,
  silenceMs: 60_000,
  inHand: 200 * 1024 * 1024,
  unknownRecipients: 20,
  client: { connections: 10, messagesAMinute: 60 },
  sender: { messagesAMinute: 20 },
};
