import type { WarehouseFolder } from '../../domain/warehouse/folder.ts';
import { readyUnpublished } from '../../engine/journeys/publish/unpublished.ts';
import { createExportWarehouse } from '../../engine/warehouse/export-warehouse.ts';
import { createRunFigure, type RunFigure } from '../../engine/warehouse/run-figure.ts';
import { createNoTurns } from '../../platform/mongo/batching/turns.ts';
import { createMemoryCollections, layoutOf } from '../../platform/mongo/collections/memory.ts';
import { createKeyring } from '../../platform/secrets/keyring.ts';
import { createMemoryEngine } from '../../server/memory/create-memory-engine.ts';
import { schemas } from '../../server/stores/schemas.ts';
import { createStores } from '../../server/stores/stores.ts';
import { buildWorkspace } from '../../server/workspace/build-workspace.ts';
import { shopFiles } from '../harness/shop.ts';
import { bringIn, type Doc, type Shop } from './bring-in.ts';
import type { AskFigure } from './compare.ts';
import { shopEnd } from './history.ts';
import { shopSegments, shopSettings } from './questions.ts';

/** A shop that went through an engine and was exported, with how its figures are asked. */
export type ShopEngine = {
  readonly shop: Shop;
  readonly ask: AskFigure;
  readonly tenant: string;
  /** Asks the files of another tenant with the same workspace. */
  readonly askAs: (tenant: string) => AskFigure;
};

const userOf = (ids: readonly string[]): string =>
  ids.find((id) => id.startsWith('user:'))?.slice('user:'.length) ?? '';

const liveShop = async (tenant: string) => {
  const built = await buildWorkspace({
    files: await shopFiles({ tenant, files: shopSegments, settings: shopSettings }),
  });
  if (!built.ok) throw new TypeError(JSON.stringify(built.problems));
  return readyUnpublished(built.value);
};

const askOf =
  (runFigure: RunFigure, tenant: string): AskFigure =>
  async (key, given, behind = false) => {
    const found = await runFigure({
      tenant,
      key,
      given: new Map(Object.entries(given)),
      ...(behind ? { behind: { group: null } } : {}),
      limit: 5_000_000,
    });
    return { columns: found.columns.map(({ name }) => name), rows: found.rows };
  };

/**
 * Brings a shop of so many customers into the production engine on stores in memory, as it stands when its two years are over, and
 * writes the files of the warehouse.
 */
export const openShop = async (input: {
  folder: WarehouseFolder;
  people: number;
  seed: number;
}): Promise<ShopEngine> => {
  const { folder, people, seed } = input;
  const tenant = 'shop';
  const collections = createMemoryCollections(layoutOf(schemas));
  const stores = createStores({ collections, turnsOf: createNoTurns });
  const { engine, clock, workspaces, rest } = createMemoryEngine({
    stores,
    live: await liveShop(tenant),
    start: shopEnd,
    keyring: createKeyring({ secrets: ['a secret of this shop only, long enough'] }),
  });
  const shop = await bringIn({
    people,
    seed,
    target: {
      tenant,
      dispatch: async (events) => {
        await engine.accept({ tenant, events });
        await rest();
      },
      profiles: async (users) => {
        const found = await stores.profiles.withIds({ tenant, ids: users.map((user) => `user:${user}`) });
        return new Map(found.map(({ id, ids }) => [userOf(ids), id]));
      },
      insert: async (name, docs) => {
        await collections.named<Doc>(name).insertMany([...docs], { ordered: false });
      },
    },
  });
  const tenantClock = { now: clock.now, systemTime: clock.now };
  const means = { warehouseFolder: folder, warehouseReads: stores.warehouseReads };
  const exporting = createExportWarehouse({
    ...means,
    live: workspaces,
    clock: { ...engine.clock, ...tenantClock },
  });
  await exporting.begin({ tenant, isFull: true });
  for (let isMore = true; isMore;) isMore = await exporting.step(tenant);
  const runFigure = createRunFigure({ ...means, live: workspaces, clock: tenantClock });
  return { shop, tenant, ask: askOf(runFigure, tenant), askAs: (other) => askOf(runFigure, other) };
};
