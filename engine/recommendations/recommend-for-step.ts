import { isAvailable } from '../../domain/catalog/product.ts';
import { shownProduct } from '../../domain/catalog/shown-product.ts';
import { isObject, type JsonObject } from '../../domain/json.ts';
import type { StepPorts } from '../../domain/journey/steps/step-work.ts';
import { complementsOf } from '../../domain/workspace/catalog.ts';
import type { ProductStore } from '../catalog/ports.ts';
import type { Session } from '../runs/burst/session.ts';
import type { Recommend } from './recommend.ts';

type Asked = Parameters<StepPorts['recommend']>[0];
type Item = JsonObject;

/** What a step `recommend` recommends to the person of a run. */
export type RecommendForStep = (input: Asked & { session: Session }) => Promise<readonly Item[]>;

type Given = Parameters<RecommendForStep>[0];

const namesOf = (products: readonly unknown[]): readonly string[] =>
  products.filter(isObject).flatMap(({ product_id: id, sku }) => {
    const [name] = [id, sku].filter((one) => typeof one === 'string' || typeof one === 'number');
    return name === undefined ? [] : [String(name)];
  });

/** What `catalog.json` says goes with the products; what is known to be out of stock is left out, and prices are those of now. */
const goesWith = async (
  input: Given & { products: Pick<ProductStore, 'named'> },
): Promise<readonly Item[]> => {
  const { session, limit, beside = [] } = input;
  const { tenant, now, live, profile } = session;
  const { catalog } = live.published;
  const owned = profile.computed.products;
  const found = complementsOf({ catalog, products: beside, owned });
  const names = found.map((product) => product.product_id);
  const rows = new Map((await input.products.named({ tenant, names })).map((row) => [row.id, row]));
  const items = found.flatMap(({ goesWith: _shown, cost: _secret, ...listed }): readonly Item[] => {
    const product = rows.get(listed.product_id);
    if (product === undefined)
      return [
        Object.fromEntries(
          Object.entries(listed).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
        ),
      ];
    return isAvailable(product) ? [shownProduct({ product, now })] : [];
  });
  return items.slice(0, limit);
};

/** Makes the recommending of the step `recommend`; `because` of an item has the title of the product that it goes back to. */
export const createRecommendForStep = (deps: {
  recommend: Recommend;
  products: Pick<ProductStore, 'named'>;
}): RecommendForStep => {
  return async (input) => {
    const { session, by, limit, beside } = input;
    if (by === 'goes-with') return goesWith({ ...input, products: deps.products });
    const { tenant, profile, now } = session;
    const names = beside === undefined ? undefined : namesOf(beside);
    const found = await deps.recommend({ tenant, profile, by, limit, beside: names });
    return found.map(({ product, because, becauseTitle }) => ({
      ...shownProduct({ product, now }),
      because: { ...because, ...(becauseTitle === undefined ? {} : { title: becauseTitle }) },
    }));
  };
};
