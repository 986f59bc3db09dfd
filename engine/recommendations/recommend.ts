import { isAvailable } from '../../domain/catalog/product.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { basketOf } from '../../domain/recommendations/basket-of.ts';
import {
  likedCategories,
  type Listed,
  newFor,
  nextInCategory,
  similarTo,
} from '../../domain/recommendations/from-catalog.ts';
import { boughtTogether, toReorder } from '../../domain/recommendations/from-orders.ts';
import {
  type Because,
  type Candidate,
  combine,
  type Owned,
  ownedMax,
  type RecommendKind,
} from '../../domain/recommendations/rank.ts';
import type { ProductRow, ProductStore } from '../catalog/ports.ts';
import type { Clock } from '../clock/clock.ts';
import type { OrderStore } from '../people/ports.ts';
import { createMemo } from './memo.ts';
import type { OrderInsights } from './order-insights.ts';

/** A product that is recommended, and why. */
export type Recommended = {
  readonly product: ProductRow;
  readonly score: number;
  readonly because: Because;
  /** The title of the product that the reason names. */
  readonly becauseTitle?: string;
};

/** Recommends products: for a person by what they bought, or beside given products. */
export type Recommend = (input: {
  tenant: string;
  profile?: Profile | undefined;
  /** What it should go with, by id or SKU, instead of what the person bought. */
  beside?: readonly string[] | undefined;
  by: RecommendKind;
  limit: number;
}) => Promise<readonly Recommended[]>;

type Deps = {
  readonly products: ProductStore;
  readonly orders: Pick<OrderStore, 'of'>;
  readonly orderInsights: OrderInsights;
  readonly clock: Clock;
};
/** What a category holds, as it was a few minutes ago. */
type Shelves = (input: { tenant: string; category: string }) => Promise<readonly Listed[]>;

/** So many products of a category are looked at. */
const shelfMax = 200;
const categoriesMax = 3;
const checkedMax = 100;
/** So many are looked up at once: most often the first are enough. */
const checkedAtOnce = 20;
const shelvesMax = 200;

/** Whether it may be said of this person what follows from what they did. */
export const mayPersonalise = (profile: Profile | undefined): boolean =>
  profile === undefined || (profile.restricted !== true && profile.traits['personalisation'] !== false);

const ownedBy = async (input: {
  deps: Deps;
  tenant: string;
  profileId: string;
}): Promise<readonly Owned[]> => {
  const { deps, tenant, profileId: person } = input;
  const last = new Map<string, number>();
  for (const order of await deps.orders.of({ tenant, profileId: person })) {
    const basket = basketOf({ order, person });
    for (const product of basket?.products ?? []) {
      last.set(product, Math.max(last.get(product) ?? 0, basket?.at ?? 0));
    }
  }
  return [...last].map(([product, at]) => ({ product, at })).toSorted((a, b) => b.at - a.at);
};

const createShelves = ({ products, clock }: Deps): Shelves => {
  const shelves = createMemo<readonly Listed[]>({ clock, max: shelvesMax });
  return (input) =>
    shelves.get(JSON.stringify([input.tenant, input.category]), async () => {
      const rows = await products.ofCategory({ ...input, limit: shelfMax });
      return rows.map(({ id, addedAt, categories, brand, attributes }) => ({
        id,
        addedAt,
        categories,
        attributes,
        ...(brand === undefined ? {} : { brand }),
      }));
    });
};

type Asked = {
  readonly deps: Deps;
  readonly shelves: Shelves;
  readonly tenant: string;
  readonly seeds: readonly Owned[];
  readonly now: number;
  readonly limit: number;
};

const fromOrders = async (input: Asked, by: 'bought-together' | 'reorder'): Promise<readonly Candidate[]> => {
  const { deps, tenant, seeds, now } = input;
  const insights = deps.orderInsights;
  const facts = new Map(
    await Promise.all(
      seeds.map(async ({ product }) => [product, await insights.facts({ tenant, product })] as const),
    ),
  );
  if (by === 'reorder') return toReorder({ owned: seeds, facts, now });
  const others = new Set(
    [...facts.values()].flatMap(({ together }) => together.map(({ product }) => product)),
  );
  const counts = new Map(
    await Promise.all(
      [...others].map(async (product) => [product, await insights.basketsWith({ tenant, product })] as const),
    ),
  );
  const all = await insights.all(tenant);
  return boughtTogether({ owned: seeds, facts, basketsWith: (one) => counts.get(one) ?? 0, all, now });
};

/** What of the catalog stands beside what somebody had. */
const readShelf = async ({ deps, shelves: shelfOf, tenant, seeds: owned, now }: Asked) => {
  const rows = await deps.products.named({ tenant, names: owned.map(({ product }) => product) });
  const listed = new Map(rows.map((row) => [row.id, row]));
  const liked = likedCategories({ owned, listed, now }).slice(0, categoriesMax);
  const shelves = await Promise.all(liked.map(({ category }) => shelfOf({ tenant, category })));
  const candidates = [...new Map(shelves.flat().map((row) => [row.id, row])).values()];
  return { listed, liked, candidates };
};

type Shelf = Awaited<ReturnType<typeof readShelf>>;

const fromCatalog = async (
  input: Asked & { shelf: Shelf },
  by: 'similar' | 'new-arrivals' | 'next-in-category',
): Promise<readonly Candidate[]> => {
  const { deps, tenant, seeds: owned, now } = input;
  const { listed, liked, candidates } = input.shelf;
  if (by === 'similar') return similarTo({ owned, listed, candidates, now });
  if (by === 'new-arrivals') return newFor({ owned, listed, candidates, now });
  return nextInCategory({ liked, candidates, sold: await deps.orderInsights.sold(tenant), now });
};

const popular = async ({ deps, tenant }: Asked): Promise<readonly Candidate[]> => {
  const sold = [...(await deps.orderInsights.sold(tenant))];
  const most = Math.max(1, ...sold.map(([, count]) => count));
  return sold.map(([product, count]) => ({ product, score: count / most, because: { kind: 'popular' } }));
};

const ways = ['bought-together', 'next-in-category', 'similar', 'new-arrivals'] as const;
/** What orders say counts more than what a product looks like. */
const shares: Readonly<Record<(typeof ways)[number], number>> = {
  'bought-together': 1,
  'next-in-category': 0.3,
  similar: 0.3,
  'new-arrivals': 0.2,
};

const candidatesOf = async (input: Asked & { by: RecommendKind }): Promise<readonly Candidate[]> => {
  const { by } = input;
  if (by === 'popular') return popular(input);
  if (by === 'bought-together' || by === 'reorder') return combine(await fromOrders(input, by));
  const shelf = await readShelf(input);
  if (by !== 'best') return combine(await fromCatalog({ ...input, shelf }, by));
  const found = await Promise.all(
    ways.map(async (way) => {
      const some =
        way === 'bought-together'
          ? await fromOrders(input, way)
          : await fromCatalog({ ...input, shelf }, way);
      return some.map((one) => ({ ...one, score: one.score * shares[way] }));
    }),
  );
  return combine(found.flat());
};

/** The products that candidates and their reasons name, by id and by SKU. */
const readNamed = async (
  { deps, tenant }: Asked,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<string, ProductRow>> => {
  const names = candidates.flatMap(({ product, because }) => [product, because.product ?? []].flat());
  const rows = await deps.products.named({ tenant, names });
  return new Map(
    rows.flatMap((row) => [
      ...(row.sku === undefined ? [] : [[row.sku, row] as const]),
      [row.id, row] as const,
    ]),
  );
};

/** Those of the candidates that can be bought now and are not had already, with their products. */
const check = async (input: {
  asked: Asked;
  candidates: readonly Candidate[];
  had: ReadonlySet<string>;
}): Promise<readonly Recommended[]> => {
  const { asked, had } = input;
  const { limit } = asked;
  const fresh = input.candidates.filter(
    ({ product, because }) => because.kind === 'reorder' || !had.has(product),
  );
  const some = fresh.slice(0, Math.max(checkedMax, limit * 3));
  const found = new Map<string, Recommended>();
  const size = Math.max(checkedAtOnce, limit * 2);
  for (let from = 0; from < some.length && found.size < limit; from += size) {
    const group = some.slice(from, from + size);
    const named = await readNamed(asked, group);
    for (const { product: name, score, because } of group) {
      if (found.size === limit) break;
      const product = named.get(name);
      if (product === undefined || !isAvailable(product) || found.has(product.id)) continue;
      if (because.kind !== 'reorder' && had.has(product.id)) continue;
      const becauseTitle = because.product === undefined ? undefined : named.get(because.product)?.title;
      found.set(product.id, {
        product,
        score,
        because,
        ...(becauseTitle === undefined ? {} : { becauseTitle }),
      });
    }
  }
  return [...found.values()];
};

/**
 * Makes the recommending of products: of what orders and the catalog suggest, what is available now and not had already, with the reason. Where
 * there is too little, what is popular fills up, but for a kind that says something particular (`reorder`). Of somebody who
 * does not want to be personalised nothing is looked at, and what is popular is recommended.
 */
export const createRecommend = (deps: Deps): Recommend => {
  const shelves = createShelves(deps);
  return async ({ tenant, profile, beside, by, limit }) => {
    const now = deps.clock.now(tenant);
    const isPersonal = mayPersonalise(profile);
    const owned =
      profile === undefined || !isPersonal ? [] : await ownedBy({ deps, tenant, profileId: profile.id });
    const named = beside === undefined ? [] : await deps.products.named({ tenant, names: beside });
    const given = named.map(({ id }) => ({ product: id, at: now }));
    const seeds = beside === undefined ? owned.slice(0, ownedMax) : given;
    const asked: Asked = { deps, shelves, tenant, seeds, now, limit };
    const had = new Set([...owned, ...given].map(({ product }) => product));
    const isAsked = isPersonal || beside !== undefined;
    const candidates = isAsked ? await candidatesOf({ ...asked, by }) : [];
    const first = await check({ asked, candidates, had });
    if (first.length >= limit || by === 'reorder' || by === 'similar' || by === 'new-arrivals') return first;
    const taken = new Set([...had, ...first.map(({ product }) => product.id)]);
    const rest = await check({ asked, candidates: await popular(asked), had: taken });
    return [...first, ...rest].slice(0, limit);
  };
};
