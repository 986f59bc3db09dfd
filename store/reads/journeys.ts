import type { Connection } from 'mongoose';

import type { WorkspaceStore } from '../../activities/ports/workspaces.ts';
import type { Reads } from '../../api/ports/reads.ts';
import type { JourneyDetail, JourneyView } from '../../api/ports/views.ts';
import { driverOf } from '../schemas/define.ts';
import { type LedgerDoc, ledgerSchema } from '../schemas/ledger.ts';
import { type RunDoc, runSchema } from '../schemas/run.ts';
import { createFunnel } from './funnel.ts';

type Journeys = Pick<Reads, 'journeys' | 'journey' | 'definition' | 'funnel'>;
type Counts = { readonly entered: number; readonly active: number; readonly converted: number };

const isOn = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });

/** Journeys with what became of the people in them. */
export const createJourneys = (deps: { connection: Connection; workspaces: WorkspaceStore }): Journeys => {
  const { connection, workspaces } = deps;
  const runs = driverOf<RunDoc>({ connection, schema: runSchema });
  const ledger = driverOf<LedgerDoc>({ connection, schema: ledgerSchema });

  const countsOf = async (tenant: string): Promise<ReadonlyMap<string, Counts>> => {
    const rows = await runs
      .aggregate<Counts & { _id: string }>([
        { $match: { tenant } },
        {
          $group: {
            _id: '$journey',
            entered: { $sum: 1 },
            active: isOn({ $eq: ['$status', 'active'] }),
            converted: isOn({ $gt: ['$convertedAt', 0] }),
          },
        },
      ])
      .toArray();
    return new Map(rows.map((row) => [row._id, row]));
  };

  const views = async (
    tenant: string,
  ): Promise<readonly (JourneyView & Pick<JourneyDetail, 'definition'>)[]> => {
    const published = await workspaces.load(tenant);
    const counts = await countsOf(tenant);
    return (published?.journeys ?? []).map(({ key, version, mode, publishedAt, definition }) => {
      const { name, description, stage } = definition;
      const { entered = 0, active = 0, converted = 0 } = counts.get(key) ?? {};
      return {
        key,
        name,
        description,
        stage,
        version,
        mode,
        publishedAt,
        entered,
        active,
        converted,
        definition,
      };
    });
  };

  return {
    funnel: createFunnel({ runs, ledger }),
    journeys: async ({ tenant }) => {
      const all = await views(tenant);
      return all.map(({ definition: _definition, ...view }) => view);
    },
    journey: async ({ tenant, key }) => {
      const view = (await views(tenant)).find((one) => one.key === key);
      if (view === undefined) return undefined;
      const rows = await runs
        .aggregate<{ _id: number; active: number }>([
          { $match: { tenant, journey: key, status: 'active' } },
          { $group: { _id: '$version', active: { $sum: 1 } } },
        ])
        .toArray();
      const active = new Map(rows.map((row) => [row._id, row.active]));
      const versions: JourneyDetail['versions'][number][] = [];
      for (let version = view.version; version > 0; version -= 1) {
        const found = await workspaces.journeyVersion({ tenant, journey: key, version });
        if (found === undefined) continue;
        versions.push({ version, publishedAt: found.publishedAt, active: active.get(version) ?? 0 });
      }
      return { ...view, versions };
    },
    definition: async ({ tenant, key, version }) =>
      (await workspaces.journeyVersion({ tenant, journey: key, version }))?.definition,
  };
};
