/** How a mailbox remembers which letters were taken: they are moved away, or marked where they lie. */
import type { ImapFlow, SearchObject } from 'imapflow';

/** Where letters are moved to. */
const folderName = 'Processed';

/** Keywords of letters that were taken and could not be moved, and of those that are left where they are. */
const keywords = { taken: 'AscnTaken', left: 'AscnTooLarge' } as const;

export interface Marks {
  /** What is still to be taken. */
  pending: SearchObject;
  /** How taken letters are remembered, for the log. */
  how: 'moved' | 'flagged';
  /**
   * Notes that letters were taken, or are left for a person. One that is no longer there is no error.
   * @returns false when the mailbox takes no note of it
   */
  mark: (uids: readonly number[], as: keyof typeof keywords) => Promise<boolean>;
}

/**
 * Finds out what the open mailbox allows. Nothing in it is touched but the letters that are marked; so letters are
 * moved only by servers that can move (RFC 6851) or expunge one letter alone (RFC 4315): a plain EXPUNGE removes
 * what other people deleted, too.
 */
export async function marksOf(client: ImapFlow): Promise<Marks> {
  const canMove = client.capabilities.has('MOVE') || client.capabilities.has('UIDPLUS');
  let folder = canMove ? await processedFolder(client) : undefined;
  const allowed = client.mailbox ? client.mailbox.permanentFlags : undefined;
  const ownKeywords =
    allowed === undefined || allowed.has('\\*') || Object.values(keywords).every((each) => allowed.has(each));

  const flag = (range: string, as: keyof typeof keywords): Promise<boolean> => {
    const flags = ownKeywords
      ? [keywords[as], ...(as === 'left' ? ['\\Flagged'] : [])]
      : ['\\Seen', '\\Flagged'];
    return client.messageFlagsAdd(range, flags, { uid: true, silent: true });
  };
  const move = async (range: string): Promise<boolean> => {
    if (folder === undefined) return false;
    const moved = await client.messageMove(range, folder, { uid: true }).catch(() => false);
    // once refused, not asked again until the next connection
    if (moved === false) folder = undefined;
    return moved !== false;
  };
  return {
    how: folder === undefined ? 'flagged' : 'moved',
    pending: {
      deleted: false,
      ...(ownKeywords
        ? { not: { or: [{ keyword: keywords.taken }, { keyword: keywords.left }] } }
        : { or: [{ seen: false }, { flagged: false }] }),
    },
    mark: async (uids, as) => {
      const range = uids.join(',');
      return (as === 'taken' && (await move(range))) || flag(range, as);
    },
  };
}

/** @returns its path, or undefined where folders are not allowed */
async function processedFolder(client: ImapFlow): Promise<string | undefined> {
  try {
    const { path } = await client.mailboxCreate([folderName]);
    return path;
  } catch {
    // some servers refuse what is there already without saying so (RFC 5530)
    const folders = await client.list().catch(() => []);
    return folders.find(({ path, name }) => path === folderName || name === folderName)?.path;
  }
}
