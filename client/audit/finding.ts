/** What an audit finds: where, and what is wrong there. */

export interface Finding {
  /** A file of the bundle, a seal, or a workflow. */
  where: string;
  /** The number of an event of the workflow. */
  event?: number | undefined;
  what: string;
}

/** One line, as it is printed. */
export const inOneLine = ({ where, event, what }: Finding): string =>
  `${where}${event === undefined ? '' : `, event ${event}`}: ${what}`;
