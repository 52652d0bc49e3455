/**
 * The network as it lies in the store: one document, in which the address of another stands in the place of what is a
 * person's. That one is encrypted with the person's own key, so that an erasure reaches it.
 */
import type { Address, DocumentStore } from './document.js';
import { unlessErased } from './erasure.js';
import type { Holder, Network, Office } from './network.js';
import { remembered } from './remembered.js';
import type { IsoDate } from './time.js';

/** What is known of the holders of an office who are written to at one mail address. */
export interface Person {
  address: string;
  /** What a nomination called the office; a title of the network's own data is the network's. */
  title?: string;
  /** By the day from which each holds the office. */
  holders: Record<IsoDate, Pick<Holder, 'rank' | 'salutation'>>;
}

type StoredHolder = Holder & { person?: Address };

type StoredOffice = Omit<Office, 'address' | 'title' | 'holders'> & {
  /** Where the address, and what is no longer here, lies; without it all stands here, as it did before. */
  person?: Address;
  address?: string;
  title?: string;
  holders: StoredHolder[];
};

export type NetworkDocument = Omit<Network, 'offices'> & { offices: StoredOffice[] };

/**
 * Stores a network, and what it holds of persons under their keys. The same network has the same address.
 *
 * @param before the document that it was made from: offices that are as they were there stay as they lie there
 */
export async function putNetwork(store: DocumentStore, network: Network, before?: Address): Promise<Address> {
  const there =
    before === undefined
      ? undefined
      : await Promise.all([storedIn(store, before), readNetwork(store, before)]);
  const asBefore = (office: Office): StoredOffice | undefined => {
    if (!there) return undefined;
    const [stored, read] = there;
    const at = read.offices.findIndex(({ id }) => id === office.id);
    const kept = stored.offices[at];
    return kept?.person !== undefined && JSON.stringify(read.offices[at]) === JSON.stringify(office)
      ? kept
      : undefined;
  };
  const offices = await Promise.all(
    network.offices.map(async (office) => asBefore(office) ?? (await putOffice(store, office))),
  );
  return store.putJson({ ...network, offices });
}

/**
 * Reads a network. Whose data were erased is a holder without rank and salutation; the office has an empty mail address
 * then, and its plain title. What is read is shared, and frozen all through.
 *
 * @throws CycleError as `DocumentStore.getJson` does, but never because a person was erased
 */
export function readNetwork(store: DocumentStore, address: Address): Promise<Network> {
  const read =
    readers.get(store) ??
    remembered(async (of) =>
      networkOf(await storedIn(store, of), (person) => unlessErased(readPerson(store, person))),
    );
  readers.set(store, read);
  return read(address) as Promise<Network>;
}

const readers = new WeakMap<DocumentStore, (address: Address) => Promise<unknown>>();

const storedIn = (store: DocumentStore, address: Address): Promise<NetworkDocument> =>
  store.getJson<NetworkDocument>(address);

/** By its bytes: there are too many for a store to remember each. */
const readPerson = async (store: DocumentStore, address: Address): Promise<Person> =>
  JSON.parse(new TextDecoder().decode(await store.get(address))) as Person;

/**
 * The network that a document of it stands for.
 *
 * @param person reads what an address in it stands for; undefined where that was erased
 */
export async function networkOf(
  stored: NetworkDocument,
  person: (address: Address) => Promise<Person | undefined>,
): Promise<Network> {
  // one that is older, or was made by hand, may lack them
  const offices = stored.offices ?? [];
  const named = offices
    .flatMap((office) => [office, ...office.holders])
    .flatMap(({ person: of }) => of ?? []);
  const persons = new Map(
    await Promise.all([...new Set(named)].map(async (of) => [of, await person(of)] as const)),
  );
  return { ...stored, offices: offices.map((office) => officeOf(office, stored, persons)) };
}

function officeOf(
  { person, address, title, holders, ...office }: StoredOffice,
  network: Pick<NetworkDocument, 'members' | 'cities'>,
  persons: ReadonlyMap<Address, Person | undefined>,
): Office {
  const own = person === undefined ? undefined : persons.get(person);
  return {
    ...office,
    title: title ?? own?.title ?? plainTitle(office, network),
    address: address ?? own?.address ?? '',
    holders: holders.map(({ person: of, ...holder }) => {
      const found = of === undefined ? undefined : persons.get(of);
      const earlier = found && of !== person ? { address: found.address } : {};
      return { ...holder, ...found?.holders[holder.from], ...earlier };
    }),
  };
}

/** What an office is called whose holder's own words for it were erased. */
function plainTitle(
  { id, kind, member, city }: Pick<Office, 'id' | 'kind' | 'member' | 'city'>,
  { members, cities }: Pick<NetworkDocument, 'members' | 'cities'>,
): string {
  if (kind === 'national-representative')
    return `National Representative of ${members.find(({ code }) => code === member)?.name ?? id}`;
  if (kind === 'chief-smart-city-officer')
    return `Chief Smart City Officer of ${cities.find((each) => each.id === city)?.name ?? id}`;
  return id;
}

async function putOffice(store: DocumentStore, office: Office): Promise<StoredOffice> {
  const { address, title, holders, ...rest } = office;
  const isNominated = office.source === 'nomination';
  const put = new Map<string, Address>();
  for (const mailbox of new Set([address, ...holders.map((holder) => holder.address ?? address)])) {
    // without an address it is nobody's
    if (mailbox === '') continue;
    const person: Person = {
      address: mailbox,
      ...(isNominated && mailbox === address && { title }),
      holders: Object.fromEntries(
        holders
          .filter((holder) => (holder.address ?? address) === mailbox)
          .map(({ from, rank, salutation }) => [
            from,
            { ...(rank !== undefined && { rank }), ...(salutation !== undefined && { salutation }) },
          ]),
      ),
    };
    put.set(mailbox, await store.putJson(person, { person: mailbox }));
  }
  const own = put.get(address);
  return {
    ...rest,
    ...(own === undefined ? { address } : { person: own }),
    ...(!(own !== undefined && isNominated) && { title }),
    holders: holders.map((holder) => {
      const of = put.get(holder.address ?? address);
      if (of === undefined) return holder;
      const { from, until } = holder;
      return { from, ...(until !== undefined && { until }), person: of };
    }),
  };
}
