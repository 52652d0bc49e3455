/** When a year opens whose first letters are to leave at once. */
import { hours } from '../../domain/time.js';

/** The last day whose opening has passed: 09:00 in Singapore, which is 01:00 UTC. */
export const lastOpening = (): string => new Date(Date.now() - hours(1)).toISOString().slice(0, 10);
