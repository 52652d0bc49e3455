/** What the files of `data/network/` may hold. A message of a rule says what was expected; see `describe.ts`. */
import { z } from 'zod';
import { isIsoDate } from '../time.js';

const text = z.string().trim().min(1);
const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and hyphens, e.g. “da-nang”');
const memberCode = z.string().regex(/^[A-Z]{2}$/, 'the two capital letters of a state, e.g. “VN”');
const day = z.string().refine(isIsoDate, 'a day of the calendar as YYYY-MM-DD');
const joined = z
  .string()
  .refine((value) => /^\d{4}$/.test(value) || isIsoDate(value), 'a day as YYYY-MM-DD, or a year in quotes');
const language = z.enum(['en', 'vi']);
const confidence = z.enum(['high', 'medium', 'low']);

/** For readers of the data; no rule looks at these. */
const remarks = {
  confidence: confidence.optional(),
  corroboratedBy: z.array(id).optional(),
  note: text.optional(),
};

const span = { from: day, until: day.optional() };
const inOrder = (value: { from: string; until?: string | undefined }): boolean =>
  value.until === undefined || value.from < value.until;
const untilLater = { path: ['until'], message: 'a day after “from”' };

const member = z.strictObject({
  code: memberCode,
  name: text,
  officialName: text,
  capital: z.strictObject({ name: text, cityId: id, notYetACity: text.optional() }),
  zones: z.array(text).min(1),
  joined,
  restDays: z.array(z.int().min(1).max(7)).min(1).max(6),
  source: id.optional(),
  ...remarks,
});

const city = z.strictObject({
  id,
  name: text,
  localName: text,
  member: memberCode,
  zone: text,
  membership: z.strictObject({ ...span, source: id }).refine(inOrder, untilLater),
  focusAreas: z.array(id),
  focusAreasBasis: z.enum(['stated', 'partly-stated', 'inferred-from-project-subject']).optional(),
  vision: z.strictObject({ text, source: id }).optional(),
  projects: z.array(
    z.strictObject({
      title: text,
      focusArea: id,
      source: id,
      basis: z.enum(['named-as-ascn-project', 'linked-to-ascn-by-source', 'inferred-from-country-list']),
      ...remarks,
    }),
  ),
  ...remarks,
});

const office = z.strictObject({
  id,
  kind: z.enum([
    'national-secretariat',
    'national-representative',
    'chief-smart-city-officer',
    'alternate',
    'chair-secretariat',
    'asean-secretariat',
    'body-secretariat',
    'shepherd',
    'dialogue-coordinator',
    'outside-partner',
  ]),
  title: text,
  member: memberCode.optional(),
  city: id.optional(),
  partner: id.optional(),
  body: text.optional(),
  address: z.email(),
  language,
  zone: text,
  holders: z.array(
    z.strictObject({ ...span, rank: text.optional(), salutation: text }).refine(inOrder, untilLater),
  ),
  source: id.optional(),
});

const partner = z.strictObject({
  id,
  name: text,
  kind: z.enum([
    'dialogue-partner-government',
    'development-bank',
    'foreign-city',
    'international-organisation',
    'private-sector',
    'university',
  ]),
  country: memberCode,
  zone: text,
  focusAreas: z.array(id),
  since: z.int().min(2018).optional(),
  source: id,
  ...remarks,
});

const chair = z.strictObject({
  year: z.int(),
  member: memberCode,
  status: z.enum(['held', 'agreed', 'agreed-in-principle', 'by-rotation']),
  source: id,
  note: text.optional(),
});

const body = z.strictObject({
  id: text,
  name: text,
  shortName: text,
  secretariat: id,
  missingAnswer: text,
  action: text,
});

const rules = z.strictObject({
  twoPersons: z.boolean(),
  silenceIsAgreement: z.boolean(),
  cutOffHourUtc: z.int().min(0).max(23),
  citiesPerMember: z.int().min(1),
  cityExceptions: z.array(
    z.strictObject({ member: memberCode, cities: z.int().min(1), source: id, note: text.optional() }),
  ),
});

const source = z.strictObject({
  what: text,
  address: text.optional(),
  published: text.optional(),
  note: text.optional(),
});

/** The files of `data/network/`, by name without `.yaml`. */
export const networkFiles = {
  members: z.array(member).min(1),
  cities: z.array(city),
  offices: z.array(office),
  partners: z.array(partner),
  'focus-areas': z.array(z.strictObject({ id, name: z.strictObject({ en: text, vi: text }) })),
  chairs: z.array(chair).min(1),
  bodies: z.array(body),
  rules,
  sources: z.record(id, source),
};

export type NetworkFiles = { [Name in keyof typeof networkFiles]: z.infer<(typeof networkFiles)[Name]> };
