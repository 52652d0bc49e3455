/** Documents that came with a letter: what is taken, what is kept aside for a person, what is refused. */

/**
 * `accepted` counts with the answer. `kept-aside` is stored with its letter and waits for a person: it could act, or
 * nobody can look into it. `refused` is of a kind that is not taken here, or too large, or one too many.
 */
export type AttachmentVerdict = 'accepted' | 'kept-aside' | 'refused';

/** Why an attachment is not accepted; the words of each are in `data/letters/<language>/words.yaml`. */
export type AttachmentFault =
  | 'kind'
  | 'too-large'
  | 'too-many'
  | 'encrypted'
  | 'macros'
  | 'archive-too-deep'
  | 'archive-too-large'
  | 'archive-unreadable'
  | 'archive-holds-refused'
  | 'infected';

export interface Attachment {
  /** As given, made safe to show and to save under. */
  name: string;
  /** By its content, not by its name. */
  type: string;
  bytes: number;
  /** Of the bytes that were sent, in hex. */
  sha256: string;
  verdict: AttachmentVerdict;
  fault?: AttachmentFault;
}

/** `data/mail/attachments.yaml` */
export interface AttachmentPolicy {
  /** Bytes of one attachment. */
  largest: number;
  /** Attachments of one letter. */
  most: number;
  /** Media types that are taken. */
  allowed: string[];
  /** Endings of names that are not taken, whatever the content seems to be: what a click would run. */
  refusedEndings: string[];
  archive: {
    /** Entries of an archive and of those within it. */
    entries: number;
    /** Archives within archives. */
    depth: number;
    /** Bytes that it says to unpack to. */
    unpacked: number;
    /** How many times larger than the archive that may be. */
    ratio: number;
  };
}

const heldByFault: ReadonlySet<AttachmentFault> = new Set(['encrypted', 'macros', 'infected']);

/** What is done with an attachment that has this fault. */
export const verdictOn = (fault: AttachmentFault | undefined): AttachmentVerdict =>
  fault === undefined ? 'accepted' : heldByFault.has(fault) ? 'kept-aside' : 'refused';
