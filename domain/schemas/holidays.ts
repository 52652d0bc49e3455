/** What the files of `data/holidays/` may hold. A message of a rule says what was expected; see `describe.ts`. */
import { z } from 'zod';
import { isIsoDate } from '../time.js';

const text = z.string().trim().min(1);
const memberCode = z.string().regex(/^[A-Z]{2}$/, 'the two capital letters of a state, e.g. “VN”');
const day = z.string().refine(isIsoDate, 'a day of the calendar as YYYY-MM-DD');

/** A year's holidays by member: `<year>.json`. */
export const holidayYear = z.record(memberCode, z.array(z.strictObject({ date: day, name: text })));

/** Days added to the years' files or removed from them: `overrides.yaml`. */
export const holidayOverrides = z.array(
  z.union([
    z.strictObject({ member: memberCode, date: day, add: text, reason: text }),
    z.strictObject({ member: memberCode, date: day, remove: z.literal(true), reason: text }),
  ]),
);
