/** The office for which a test exports the file of a year. */
export const auditors = { office: 'asec', door: 'cli', why: 'For the auditors' } as const;
