/** Where papers for a body go. */

/** The office id of a body's secretariat: `jcm-secretariat`; the data names its title and address. */
export const secretariatOf = (body: string): string => `${body.toLowerCase()}-secretariat`;
