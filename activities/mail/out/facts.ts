/** The facts that a letter's text is made of: what the order, the network and the request give, as it is printed. */
import type { LetterOrder } from '../../../domain/letter.js';
import type { Language, Office } from '../../../domain/network.js';
import { aboutOf } from './about.js';
import { nameOfCity, nameOfMember, officeIn, officeNamed, whatIsAsked, whatOf } from './naming.js';
import type { Naming } from './naming.js';
import { matterOf, withNames } from './notice-words.js';
import type { Facts, Placeholder, PlaceholderKind } from './placeholders.js';
import { isPlaceholder, placeholders } from './placeholders.js';
import { wordCutOff, wordDays, wordDue } from './word-date.js';

/** The value of an order as it is printed; an id is replaced by the name that it stands for. */
function printed(
  value: string | number,
  kind: PlaceholderKind,
  zone: string,
  naming: Naming,
): string | number {
  if (kind === 'number') return Number.isFinite(Number(value)) ? Number(value) : value;
  const text = String(value);
  switch (kind) {
    case 'date':
      return wordDue(text, zone, naming.language);
    case 'cut-off':
      return wordCutOff(text, naming.language);
    case 'office': {
      return officeNamed(text, naming) ?? text;
    }
    case 'city':
      return nameOfCity(text, naming);
    case 'member':
      return nameOfMember(text, naming);
    case 'partner':
      return naming.network.partners.find(({ id }) => id === text)?.name ?? text;
    case 'body':
      return naming.network.bodies.find(({ id }) => id === text)?.name ?? text;
    case 'text':
      return text;
  }
}

/**
 * Gathers the facts of an order.
 *
 * Values of the order come before what the network would say. Dates are worded for the zone of the office
 * written to first.
 */
export function factsOf(order: LetterOrder, naming: Naming): Facts {
  const { network, language, words } = naming;
  const [to, from] = [order.to[0]!, order.from].map((id) => officeIn(network, id, order.number)) as [
    Office,
    Office,
  ];
  const about = aboutOf(order, network);
  const { invitation } = order;
  const raw: Partial<Record<Placeholder, string | number | undefined>> = {
    number: order.number,
    date: order.at,
    year: order.cycle,
    network: words.network,
    chair: network.chairs.find(({ year }) => year === order.cycle)?.member ?? from.member,
    addressee: to.id,
    sender: from.id,
    citiesPerMember: network.rules.citiesPerMember,
    silence: network.rules.silenceIsAgreement ? 'agreement' : 'open',
    request: about.request,
    city:
      about.cities.length > 0
        ? listed(
            about.cities.map(({ id }) => nameOfCity(id, naming)),
            language,
          )
        : undefined,
    member: about.member?.code,
    partner: about.partner?.id,
    body: to.body,
    meeting: invitation?.summary,
    place: invitation?.place,
    when: invitation && wordDays(invitation.first, invitation.last, language),
    ...Object.fromEntries(
      Object.entries(order.values ?? {}).filter(([name, value]) => isPlaceholder(name) && value !== ''),
    ),
  };
  const facts: Facts = {};
  for (const [name, value] of Object.entries(raw) as [Placeholder, string | number | undefined][]) {
    if (value !== undefined) facts[name] = printed(value, placeholders[name].kind, to.zone, naming);
  }
  if (facts.meeting !== undefined) {
    const title = String(facts.meeting);
    facts.meeting = words.meetings[title] ?? title;
    facts.occasion = words.meetings[title] ?? inSentence(title);
  }
  if (order.template === 'notice' && facts.what !== undefined) {
    facts.what = withNames(String(facts.what), facts, naming);
    facts.matter = matterOf(facts.what);
  }
  facts.what ??=
    about.kinds.length > 1
      ? listed(
          (order.answers ?? []).map(({ request }) => whatOf(request, facts, naming)),
          language,
        )
      : whatIsAsked(about.kind, facts, naming);
  if (facts.what === undefined) delete facts.what;
  return facts;
}

/** `A, B and C` */
export const listed = (items: readonly string[], language: Language): string =>
  new Intl.ListFormat(language === 'en' ? 'en-GB' : language).format(items);

/** A meeting's title within a sentence: “the first annual meeting of the network”, but “the ASEAN Summit”. */
const inSentence = (title: string): string =>
  /^\p{Lu}\p{Ll}+ \p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
