import { type InterestKind, interestKinds } from '../../domain/catalog/interest.ts';
import { newsEvent, newsStart, stillHolds } from '../../domain/catalog/news-event.ts';
import type { ProductNews } from '../../domain/catalog/product.ts';
import { hashId } from '../../domain/hash.ts';
import { basketOf } from '../../domain/recommendations/basket-of.ts';
import type { Clock } from '../clock/clock.ts';
import type { Accept } from '../events/accept.ts';
import type { OrderStore } from '../people/ports.ts';
import { ownEvent } from '../people/own-event.ts';
import type { InterestReads, ProductRow, ProductStore } from './ports.ts';

/** Tells everybody concerned what happened to products; true when there is more to do at once. */
export type TellNews = () => Promise<boolean>;

type Deps = {
  readonly products: ProductStore;
  readonly interests: InterestReads;
  readonly orders: Pick<OrderStore, 'of'>;
  readonly accept: Accept;
  readonly clock: Clock;
  readonly jobLeaseMs: number;
};
type Place = { readonly kind: InterestKind; readonly at: number; readonly id: string };
type Person = { readonly profileId: string; readonly at: number };

const productsMax = 10;
const pageSize = 200;

/** Where the telling of a news is, as it is stored beside the product. */
const writePlace = ({ kind, at, id }: Place): string => JSON.stringify([kind, at, id]);
const readPlace = (told: string | undefined): Place | undefined => {
  const read: unknown = told === undefined ? undefined : JSON.parse(told);
  if (!Array.isArray(read)) return undefined;
  const [kind, at, id] = read;
  const known = interestKinds.find((one) => one === kind);
  return known === undefined ? undefined : { kind: known, at: Number(at), id: String(id) };
};

/** Whether somebody bought the product after they showed the interest: then they are not told. */
const hasBought = async (input: { deps: Deps; row: ProductRow; person: Person }): Promise<boolean> => {
  const { deps, row, person } = input;
  const { tenant, id, sku } = row;
  const orders = await deps.orders.of({ tenant, profileId: person.profileId });
  return orders.some((order) => {
    const basket = basketOf({ order, person: person.profileId });
    if (basket === undefined || basket.at < person.at) return false;
    return basket.products.includes(id) || (sku !== undefined && basket.products.includes(sku));
  });
};

const tellPage = async (input: {
  deps: Deps;
  row: ProductRow;
  news: ProductNews;
  kind: InterestKind;
  people: readonly Person[];
  now: number;
}): Promise<void> => {
  const { deps, row, news, kind, people, now } = input;
  const { tenant } = row;
  const concerned: Person[] = [];
  for (const person of new Map(people.map((one) => [one.profileId, one])).values()) {
    if (!(await hasBought({ deps, row, person }))) concerned.push(person);
  }
  const events = concerned.map(({ profileId, at }) => {
    const { name, properties } = newsEvent({ product: row, news, interest: kind, interestedAt: at, now });
    // One event a person, whatever else they did with the product and however often this is repeated.
    const id = hashId(tenant, news.id, profileId);
    return ownEvent({ item: { id, name, properties, at: now }, profileId });
  });
  if (events.length > 0) await deps.accept({ tenant, events });
};

/** Tells one news to the end, page by page. A crash repeats a page, which changes nothing. */
const tellOne = async (deps: Deps, row: ProductRow): Promise<void> => {
  const { clock, products, interests, jobLeaseMs } = deps;
  const [news] = row.news;
  if (news === undefined) return;
  const { tenant, id, sku } = row;
  const now = clock.now(tenant);
  const end = () => products.endNews({ row, news, systemTime: clock.systemTime() });
  if (!stillHolds({ product: row, news })) return end();
  const names = [id, ...(sku === undefined ? [] : [sku])];
  let place = readPlace(row.told);
  const first = place === undefined ? 0 : interestKinds.indexOf(place.kind);
  for (const kind of interestKinds.slice(first)) {
    const since = newsStart({ news, kind });
    for (;;) {
      const after = place?.kind === kind ? { at: place.at, id: place.id } : undefined;
      const page = await interests.page({ tenant, products: names, kind, since, after, limit: pageSize });
      const people = page.flatMap(({ profileId, at }) =>
        profileId === undefined ? [] : [{ profileId, at }],
      );
      await tellPage({ deps, row, news, kind, people, now });
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) break;
      place = { kind, at: last.at, id: last.id };
      const until = clock.systemTime() + jobLeaseMs;
      if (!(await products.noteTold({ row, told: writePlace(place), until }))) return;
    }
  }
  await end();
};

/** Makes the telling of news: anyone who showed an interest in a product has an event `Back In Stock` or `Price Dropped`, once. */
export const createTellNews = (deps: Deps): TellNews => {
  return async () => {
    const systemTime = deps.clock.systemTime();
    const until = systemTime + deps.jobLeaseMs;
    const rows = await deps.products.takeNews({ systemTime, until, limit: productsMax });
    for (const row of rows) await tellOne(deps, row);
    return rows.length > 0;
  };
};
