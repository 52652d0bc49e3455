/** A small year for the tests of papers: four cities of three members, in three scripts, and one partner. */
import type { Calendar } from '../../../domain/calendar.js';
import type { Decision } from '../../../domain/decision.js';
import type { City, Network, Office } from '../../../domain/network.js';
import type { PaperDefinition } from '../../../domain/papers/definition.js';
import type { PaperYear, RequestOutcome } from '../../../domain/papers/year.js';
import type { Submission } from '../../../domain/submission.js';

const city = (id: string, name: string, localName: string, member: string): City => ({
  id,
  name,
  localName,
  member,
  zone: 'Asia/Bangkok',
  membership: { from: '2018-04-27', source: 'concept-note' },
  focusAreas: [],
  projects: [],
});

const office = (id: string, kind: Office['kind'], title: string, of: Partial<Office>): Office => ({
  id,
  kind,
  title,
  address: `${id}@network.example`,
  language: 'en',
  zone: 'Asia/Bangkok',
  holders: [{ from: '2018-01-01', salutation: 'Dear Sir or Madam' }],
  ...of,
});

export const network: Network = {
  asOf: '2018-01-01',
  members: [
    {
      code: 'VN',
      name: 'Viet Nam',
      officialName: 'Socialist Republic of Viet Nam',
      capital: { name: 'Hanoi', cityId: 'hanoi' },
      zones: ['Asia/Ho_Chi_Minh'],
      joined: '1995',
      restDays: [6, 7],
    },
    {
      code: 'KH',
      name: 'Cambodia',
      officialName: 'Kingdom of Cambodia',
      capital: { name: 'Phnom Penh', cityId: 'phnom-penh' },
      zones: ['Asia/Phnom_Penh'],
      joined: '1999',
      restDays: [6, 7],
    },
    {
      code: 'SG',
      name: 'Singapore',
      officialName: 'Republic of Singapore',
      capital: { name: 'Singapore', cityId: 'singapore' },
      zones: ['Asia/Singapore'],
      joined: '1967',
      restDays: [6, 7],
    },
  ],
  cities: [
    city('da-nang', 'Da Nang', 'Đà Nẵng', 'VN'),
    city('hanoi', 'Hanoi', 'Hà Nội', 'VN'),
    city('phnom-penh', 'Phnom Penh', 'ភ្នំពេញ', 'KH'),
    city('singapore', 'Singapore', 'Singapore', 'SG'),
  ],
  offices: [
    office('csco-da-nang', 'chief-smart-city-officer', 'Director, Department of Construction', {
      city: 'da-nang',
      member: 'VN',
    }),
    office('nr-vn', 'national-representative', 'Deputy Minister of Construction', { member: 'VN' }),
  ],
  partners: [
    {
      id: 'jica',
      name: 'Japan International Cooperation Agency',
      kind: 'agency',
      country: 'JP',
      zone: 'Asia/Tokyo',
      focusAreas: ['built-infrastructure'],
      since: 2018,
      source: 'mnd',
    },
    {
      id: 'later',
      name: 'A partner of later years',
      kind: 'agency',
      country: 'JP',
      zone: 'Asia/Tokyo',
      focusAreas: [],
      since: 2021,
      source: 'mnd',
    },
  ],
  focusAreas: [
    { id: 'quality-environment', name: { en: 'Quality environment', vi: 'Môi trường có chất lượng' } },
    { id: 'built-infrastructure', name: { en: 'Built infrastructure', vi: 'Cơ sở hạ tầng' } },
  ],
  chairs: [{ year: 2018, member: 'SG', status: 'held', source: 'concept-note' }],
  bodies: [
    {
      id: 'ASCN',
      name: 'ASEAN Smart Cities Network Annual Meeting',
      shortName: 'Annual Meeting',
      secretariat: 'asec',
      missingAnswer: 'No answer was received.',
      action: 'for adoption',
    },
    {
      id: 'AMM',
      name: 'ASEAN Foreign Ministers’ Meeting',
      shortName: 'AMM',
      secretariat: 'amm-secretariat',
      missingAnswer: 'Not available at the time of writing.',
      action: 'for noting',
    },
    {
      id: 'JCM',
      name: 'Joint Consultative Meeting',
      shortName: 'JCM',
      secretariat: 'jcm-secretariat',
      missingAnswer: 'Not available at the time of writing.',
      action: 'for endorsement',
    },
    {
      id: 'Summit',
      name: 'ASEAN Summit',
      shortName: 'Summit',
      secretariat: 'summit-secretariat',
      missingAnswer: 'To be provided.',
      action: 'for adoption',
    },
  ],
  rules: {
    twoPersons: true,
    silenceIsAgreement: true,
    cutOffHourUtc: 9,
    citiesPerMember: 3,
    cityExceptions: [],
  },
};

export const calendar: Calendar = {
  year: 2018,
  chair: 'SG',
  planPeriod: '2018-2025',
  place: 'Singapore',
  zone: 'Asia/Singapore',
  dates: [
    {
      id: 'jcm-autumn',
      title: 'Joint Consultative Meeting',
      pinned: { date: '2018-10-15', until: '2018-10-16', setBy: 'secretariat-sg', source: 'bnt-jcm' },
    },
    { id: 'jcm-autumn.cleared', title: 'Paper cleared', derived: { from: 'jcm-autumn', days: -7 } },
  ],
  phases: [
    {
      id: 'jcm-consultation',
      kind: 'jcm-consultation',
      title: 'JCM consultation',
      after: [],
      dates: { opens: 'jcm-autumn.cleared' },
      sessions: [
        {
          id: 'jcm-autumn',
          body: 'JCM',
          paper: 'jcm',
          meets: 'jcm-autumn',
          clearedBy: 'jcm-autumn.cleared',
          transmitted: 'jcm-autumn.cleared',
          recordDue: 'jcm-autumn',
        },
      ],
    },
  ],
};

/** An answer with these fields, as one letter brought it. */
export const answer = (form: string, fields: Record<string, string | string[]>, version = 1): Submission => ({
  request: `ascn/cycle/2018/${form}`,
  form,
  version,
  fields: Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [
      field,
      { value, letter: 'a1', from: 'csco-da-nang', at: '2018-06-01T02:00:00Z' },
    ]),
  ),
  missing: [],
  problems: [],
  parts: [{ letter: 'a1', from: 'csco-da-nang', at: '2018-06-01T02:00:00Z', text: 'Budget: USD 7,654,321' }],
});

export const planOfDaNang = answer(
  'final-action-plan',
  {
    vision: 'Thành phố môi trường, thông minh',
    'focus-areas': ['quality-environment', 'built-infrastructure'],
    targets: 'Half of all journeys by public transport by 2025.',
    'plan-period': '2018-2025',
    'project.1.title': 'Intelligent traffic control',
    'project.1.focus-area': 'built-infrastructure',
    'project.1.budget': 'USD 7,654,321',
    'project.1.funding': 'City budget',
    'project.1.support': ['technical', 'knowledge'],
    'project.3.title': 'Flood warning',
    'project.3.focus-area': 'quality-environment',
    'project.3.budget': 'USD 7,654,321',
    'project.3.funding': 'Loan sought',
    'project.3.support': ['funding'],
  },
  2,
);

export const progressOfDaNang = answer('progress', {
  'project.1.title': 'Intelligent traffic control',
  'project.1.focus-area': 'built-infrastructure',
  'project.1.status': 'ongoing',
  'project.1.note': '18 of 85 junctions are connected.',
  'project.1.next': 'Connect twenty more junctions.',
  'project.2.title': 'Flood warning',
  'project.2.focus-area': 'quality-environment',
  'project.2.status': 'planning',
});

export const accepted = (kind: string, subject: string, submission: Submission): RequestOutcome => ({
  kind,
  subject,
  state: 'accepted',
  version: submission.version,
  submission,
});

export const decision = (over: Partial<Decision>): Decision => ({
  session: 'jcm-autumn',
  body: 'JCM',
  item: 'framework',
  actionRequested: 'For endorsement',
  verb: 'endorsed',
  basis: 'in session',
  finality: 'final',
  paragraph: '14',
  record: 'Report of the JCM',
  preparedBy: { office: 'secretariat-sg', door: 'cli' },
  confirmedBy: { office: 'secretariat-sg-head', door: 'cli' },
  at: '2018-10-16T08:00:00Z',
  version: 1,
  ...over,
});

const definition: PaperDefinition = {
  id: 'jcm',
  document: 'DOC-1',
  marking: 'members',
  titles: {
    default: 'Report of the Chair',
    JCM: 'Report of the Chair, {chair}, to the Joint Consultative Meeting',
  },
  items: [
    {
      id: 'city-action-plans',
      title: 'City action plans',
      actionRequested: 'For endorsement',
      intro: ['Plans of {cities} cities for {planPeriod}.'],
      content: ['city-action-plans'],
    },
  ],
};

/** The year with what a test needs beside it. */
export const yearWith = (over: Partial<PaperYear> = {}): PaperYear => ({
  network,
  calendar,
  session: {
    id: 'jcm-autumn',
    body: 'JCM',
    paper: 'jcm',
    title: 'Joint Consultative Meeting',
    date: '2018-10-15',
    until: '2018-10-16',
  },
  body: network.bodies[2]!,
  definition,
  number: 'ASCN/2018/JCM-AUTUMN/DOC-1',
  date: '2018-10-01',
  requests: [
    accepted('final-action-plan', 'da-nang', planOfDaNang),
    { kind: 'final-action-plan', subject: 'hanoi', state: 'lapsed' },
    accepted(
      'action-plan',
      'phnom-penh',
      answer('action-plan', { vision: 'Better environment', 'project.1.title': 'Footpaths' }),
    ),
    { kind: 'final-action-plan', subject: 'phnom-penh', state: 'lapsed' },
    accepted('progress', 'da-nang', progressOfDaNang),
  ],
  decisions: [],
  twins: [{ city: 'da-nang', partner: 'jica', reason: 'Both work on traffic.' }],
  framework: [
    {
      id: 'outcomes',
      title: 'Strategic outcomes',
      paragraphs: [{ text: 'High quality of life', source: 'mtic' }],
    },
  ],
  itemTitles: { 'jcm-autumn/framework': 'ASEAN Smart Cities Framework' },
  countries: { JP: 'Japan' },
  sources: { mtic: 'Speech of a minister' },
  ...over,
});
