/** What the mailroom's door takes. */
export interface MailroomLimits {
  /** Bytes of one message; a larger one is refused with 552. */
  largestMessage: number;
  /** Recipients of one message; further ones are refused with 452, and may be tried again. */
  recipients: number;
  /** Connections at a time. */
  connections: number;
  /** Milliseconds without a word after which a connection is closed. */
  silenceMs: number;
}

/**
 * Twenty-five megabytes is what the large mail providers let through; a letter of ours has one reply address, and a
 * joint answer few.
 */
export const usualLimits: MailroomLimits = {
  largestMessage: 25 * 1024 * 1024,
  recipients: 20,
  connections: 50,
  silenceMs: 60_000,
};
