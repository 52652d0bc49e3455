/** The domain of a mail address. */

/** In small letters; all of the text where it is no address. */
export const domainOf = (address: string): string =>
  address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/**
 * What may be told of an unknown writer where no personal data may stand.
 *
 * @param address as it was written, which may be anything
 * @returns nothing where it has no domain that can be printed
 */
export function printableDomain(address: string | undefined): { domain?: string } {
  const domain = /@([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)$/i.exec(address ?? '')?.[1]?.toLowerCase();
  return domain === undefined ? {} : { domain };
}
