/**
 * What the cast answers, and its letters with the form's own `field: value` lines. Real where the network's data has
 * it; what no source gives is marked "Illustrative".
 */
import { badInput } from '../../domain/errors.js';
import type { Form } from '../../domain/form.js';
import { fieldOf, labelOf } from '../../domain/form.js';
import type { City, Language, Network } from '../../domain/network.js';
import { officesOf } from '../../domain/network.js';
import { chance, oneOf } from './chance.js';
import type { Saying } from './reactions.js';

export interface Writing {
  network: Network;
  forms: Map<string, Form>;
  seed: number;
  /** The request's kind and subject, and the office that writes. */
  kind: string;
  subject: string;
  form: string;
  office: string;
  language: Language;
  say: Saying;
  /** Agenda items of a transmitted paper: id, title. */
  items: { id: string; title: string }[];
  /** The item that a body returns. */
  returned?: string;
  /** The session whose record is written, by its title. */
  occasion: string;
  /** The date promised, for an acknowledgement. */
  promised: string;
}

/** What stands in the fields of a form, by their keys. */
export type Values = Record<string, string>;

const supports = ['funding', 'technical', 'infrastructure', 'consultancy', 'knowledge'];

/** The text of the officer's e-mail. */
export function write(writing: Writing): string {
  const { say } = writing;
  const vi = writing.language === 'vi';
  if (say === 'acknowledgement') {
    return letter(
      writing,
      vi
        ? `Văn bản đang chờ phê duyệt; chúng tôi sẽ trả lời vào ngày ${writing.promised}.`
        : `The answer is under approval; we will answer on ${writing.promised}.`,
    );
  }
  const answers = answersOf(writing);
  return letter(
    writing,
    ...(say === 'first-part' ? [vi ? 'Phần còn lại sẽ gửi sau.' : 'The rest follows.', ''] : []),
    ...answers.flatMap(({ city, values }) => [
      ...(say === 'joint' ? [`City: ${city}`] : []),
      ...linesOf(values, writing),
      ...(say === 'joint' ? [''] : []),
    ]),
  );
}

/** An officer's letter with this text. */
export function letter({ language }: Pick<Writing, 'language'>, ...body: string[]): string {
  const [opening, closing] =
    language === 'vi' ? ['Kính gửi Ban Thư ký,', 'Trân trọng,'] : ['Dear colleagues,', 'With best regards,'];
  return [opening, '', ...body, '', closing].join('\n');
}

/** What one letter answers: for one subject, or for each city of a joint answer. */
export interface SubjectAnswered {
  subject: string;
  /** The city's name, in a joint answer. */
  city?: string;
  values: Values;
}

/** What the letter answers; nothing where it only says that an answer will come. */
export function answersOf(writing: Writing): SubjectAnswered[] {
  const { say, kind, subject } = writing;
  if (say === 'acknowledgement') return [];
  if (say === 'joint') {
    const city = cityOf(writing);
    return writing.network.cities
      .filter((each) => each.member === city.member && isFounding(each))
      .map(({ id, name }) => ({ subject: id, city: name, values: valuesOf({ ...writing, subject: id }) }));
  }
  const values = valuesOf(writing);
  const ids = Object.keys(values);
  const half = Math.ceil(ids.length / 2);
  const chosen =
    say === 'first-part'
      ? ids.slice(0, half)
      : say === 'rest'
        ? ids.slice(half)
        : say === 'incomplete'
          ? ids.filter((id) => id !== incompleteWithout(kind))
          : ids;
  const said = Object.fromEntries(chosen.map((id) => [id, values[id]!]));
  if (say === 'incomplete' && 'project.1.focus-area' in said)
    said['project.1.focus-area'] = 'Roads and so on';
  return [{ subject, values: said }];
}

const incompleteWithout = (kind: string): string => (kind.includes('action-plan') ? 'vision' : '');

/** `Label: value` lines in the officer's language. */
export function linesOf(
  values: Values,
  { forms, form, language }: Pick<Writing, 'forms' | 'form' | 'language'>,
): string[] {
  return Object.entries(values).map(([key, value]) => {
    const { field, entry } = fieldIn(formIn(forms, form), key);
    return `${labelOf(field, language, entry)}: ${value}`;
  });
}

/** @throws CycleError `BadInput` for a form that there is none of */
export function formIn(forms: ReadonlyMap<string, Form>, id: string): Form {
  const form = forms.get(id);
  if (!form) throw badInput(`The rehearsal knows no form “${id}”.`);
  return form;
}

/**
 * The field of a form that the cast would fill in, with the number of its group's entry.
 *
 * @throws CycleError `BadInput` where the form does not ask it
 */
export function fieldIn(form: Form, key: string): NonNullable<ReturnType<typeof fieldOf>> {
  const found = fieldOf(form, key);
  if (!found)
    throw badInput(`The form “${form.id}” has no field “${key}”, which the rehearsal's cast would fill in.`);
  return found;
}

const isFounding = (city: City): boolean => city.membership.from <= '2018-12-31';

function cityOf({ network, subject }: Pick<Writing, 'network' | 'subject'>): City {
  // the subject of a pair begins with its city: `da-nang-yusa`; one city's id may begin another's
  const [city] = network.cities
    .filter(({ id }) => id === subject || subject.startsWith(`${id}-`))
    .sort((a, b) => b.id.length - a.id.length);
  if (!city) throw badInput(`The rehearsal knows no city “${subject}”.`);
  return city;
}

function valuesOf(writing: Writing): Values {
  const { kind, say } = writing;
  if (writing.form === 'national-clearance') return { position: 'agree' };
  switch (kind) {
    case 'nomination':
      return nomination(writing);
    case 'workshop-delegation':
    case 'meeting-delegation':
      return {
        head: 'National Representative',
        members: 'Chief Smart City Officers; desk officer of the National Secretariat',
      };
    case 'action-plan':
    case 'final-action-plan':
      return actionPlan(writing);
    case 'framework-comments':
      return say === 'comment'
        ? {
            position: 'comment',
            comment: 'Illustrative: the framework should say that each city chooses its focus areas itself.',
          }
        : { position: 'agree' };
    case 'partner-offer':
      return partnerOffer(writing);
    case 'city-preference':
      return cityPreference(writing);
    case 'twinning-city':
    case 'twinning-partner':
      return say === 'decline'
        ? { consent: 'declines', reason: 'Illustrative: no capacity in this year.' }
        : { consent: 'consents' };
    case 'progress':
      return progress(writing);
    case 'clearance':
      if (say === 'object') {
        return {
          position: 'object',
          comment: 'Illustrative: the paper must say that the pairing of cities and partners is voluntary.',
          proposal: 'Pairing is voluntary and creates no obligation for a member state.',
        };
      }
      if (say === 'comment')
        return {
          position: 'comment',
          comment: 'Illustrative: the order of the cities follows the English alphabet.',
        };
      return { position: 'agree' };
    case 'body-record':
      return record(writing);
    default:
      throw badInput(`The rehearsal's cast cannot answer a request of kind “${kind}”.`);
  }
}

function nomination({ network, subject }: Writing): Values {
  const member = subject.toUpperCase();
  const representative = officesOf(network, 'national-representative', { member })[0]!;
  const values: Values = {
    'representative.title': representative.title,
    'representative.email': representative.address,
  };
  network.cities
    .filter((city) => city.member === member && isFounding(city) && city.membership.from > '2018-01-01')
    .forEach((city, i) => {
      const officer = officesOf(network, 'chief-smart-city-officer', { city: city.id })[0]!;
      values[`city.${i + 1}.name`] = city.name;
      values[`city.${i + 1}.officer.title`] = officer.title;
      values[`city.${i + 1}.officer.email`] = officer.address;
    });
  return values;
}

/** A city's projects: the sources', else one marked as illustrative. */
function projectsOf(city: City, network: Network, seed: number): { title: string; focusArea: string }[] {
  if (city.projects.length > 0) return city.projects.map(({ title, focusArea }) => ({ title, focusArea }));
  return focusAreasOf(city, network, seed).map((area) => ({
    title: `Illustrative project in ${nameOfArea(network, area)}`,
    focusArea: area,
  }));
}

function focusAreasOf(city: City, network: Network, seed: number): string[] {
  if (city.focusAreas.length > 0) return city.focusAreas;
  return [oneOf(network.focusAreas, seed, 'focus-area', city.id).id];
}

const nameOfArea = (network: Network, id: string): string =>
  network.focusAreas.find((area) => area.id === id)?.name.en ?? id;

function actionPlan(writing: Writing): Values {
  const { network, seed } = writing;
  const city = cityOf(writing);
  const values: Values = {
    vision:
      city.vision?.text ?? `Illustrative: a liveable ${city.name} for everyone who lives and works there`,
    'focus-areas': focusAreasOf(city, network, seed)
      .map((area) => nameOfArea(network, area))
      .join('; '),
    targets: 'Illustrative: half of the measures under way by 2020, all of them completed by 2025',
    'plan-period': '2018-2025',
  };
  projectsOf(city, network, seed).forEach((project, i) => {
    const n = `project.${i + 1}`;
    values[`${n}.title`] = project.title;
    values[`${n}.focus-area`] = nameOfArea(network, project.focusArea);
    values[`${n}.budget`] = `USD ${1 + Math.floor(chance(seed, 'budget', city.id, i) * 9)} million`;
    values[`${n}.funding`] = 'Illustrative: city budget, partners sought';
    values[`${n}.support`] = supportOf(seed, city.id, i);
  });
  return values;
}

const supportOf = (seed: number, ...matter: (string | number)[]): string =>
  oneOf(supports, seed, 'support', ...matter);

function partnerOffer({ network, seed, subject }: Writing): Values {
  const partner = network.partners.find(({ id }) => id === subject);
  const areas = partner?.focusAreas.length
    ? partner.focusAreas
    : [oneOf(network.focusAreas, seed, 'offer', subject).id];
  return {
    'focus-areas': areas.map((area) => nameOfArea(network, area)).join('; '),
    support: [...new Set([supportOf(seed, subject, 1), supportOf(seed, subject, 2)])].join('; '),
    places: String(1 + Math.floor(chance(seed, 'places', subject) * 2)),
  };
}

/** The one pair of July 2018 that a source names. */
const knownWish: Record<string, string> = { chonburi: 'yusa' };

function cityPreference(writing: Writing): Values {
  const { network, seed } = writing;
  const city = cityOf(writing);
  const wished = network.partners.find(({ id }) => id === knownWish[city.id]);
  return {
    'focus-areas': focusAreasOf(city, network, seed)
      .map((area) => nameOfArea(network, area))
      .join('; '),
    support: [...new Set([supportOf(seed, city.id, 0), supportOf(seed, city.id, 1)])].join('; '),
    ...(wished && { prefers: wished.name }),
  };
}

function progress(writing: Writing): Values {
  const { network, seed } = writing;
  const city = cityOf(writing);
  const values: Values = {};
  projectsOf(city, network, seed).forEach((project, i) => {
    const n = `project.${i + 1}`;
    values[`${n}.title`] = project.title;
    values[`${n}.focus-area`] = nameOfArea(network, project.focusArea);
    values[`${n}.status`] = oneOf(['planning', 'ongoing', 'ongoing'], seed, 'status', city.id, i);
    values[`${n}.note`] = 'Illustrative: the preparatory study is complete';
    values[`${n}.next`] = 'Illustrative: tender in the first half of 2019';
  });
  return values;
}

/** What a body decided on each item: the verb that fits its rank, with the paragraph of its record. */
function record({ subject, items, returned, say, occasion }: Writing): Values {
  const body = subject.split('-')[0]!;
  const verb = body === 'summit' ? 'adopted' : body === 'acc' ? 'noted' : 'endorsed';
  const values: Values = { record: `Illustrative: adopted record of ${occasion}` };
  items.forEach((item, i) => {
    const isReturned = say === 'return' && item.id === returned;
    values[`item.${i + 1}.title`] = item.title;
    values[`item.${i + 1}.decision`] = isReturned ? 'returned' : verb;
    values[`item.${i + 1}.paragraph`] = String(12 + i);
    if (isReturned)
      values[`item.${i + 1}.remarks`] =
        'Illustrative: the list is to say that partners were cleared by all members.';
  });
  return values;
}
