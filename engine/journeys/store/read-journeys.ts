import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { WorkspaceStore } from '../ports.ts';
import type { JourneyReads } from '../reads-port.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { JourneyView } from '../../../api/ports/views.ts';
import { stepsSending } from '../../../domain/ledger/why-message.ts';
import { type RunDoc, runSchema } from '../../runs/store/run-schema.ts';
import { type JourneyVersionDoc, journeyVersionSchema } from './workspace-schema.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';

type Counts = { readonly entered: number; readonly active: number; readonly converted: number };

const none: Counts = { entered: 0, active: 0, converted: 0 };

const takesPart = { $ne: ['$outcome', 'held-out'] };

/** How many runs there are, by what the expression says; those held out took no part. */
const counting = (by: string) => ({
  $group: {
    _id: by,
    entered: { $sum: { $cond: [takesPart, 1, 0] } },
    active: { $sum: { $cond: [{ $eq: ['$status', 'active'] }, 1, 0] } },
    converted: { $sum: { $cond: [{ $and: [takesPart, { $gt: ['$convertedAt', null] }] }, 1, 0] } },
  },
});

type Published = NonNullable<Awaited<ReturnType<WorkspaceStore['load']>>>;

const toView = (input: { journey: Published['journeys'][number]; counts: Counts }): JourneyView => {
  const { journey, counts } = input;
  const { key, definition, version, mode, frozen, publishedAt } = journey;
  const { name, description, stage } = definition;
  const { entered, active, converted } = counts;
  return {
    key,
    name,
    description,
    stage,
    version,
    mode,
    ...(frozen === undefined ? {} : { frozen }),
    publishedAt,
    entered,
    active,
    converted,
  };
};

/** The journeys of a tenant with what became of the people in them. */
export const createJourneyReads = (deps: {
  collections: Collections;
  workspaces: WorkspaceStore;
}): JourneyReads => {
  const { collections, workspaces } = deps;
  const runs = collections.of<RunDoc>(runSchema);
  const versions = collections.of<JourneyVersionDoc>(journeyVersionSchema);
  return guarded<JourneyReads>({
    journeys: async ({ tenant }) => {
      const published = await workspaces.load(tenant);
      if (published === undefined) return [];
      const rows = await runs
        .aggregate<Counts & { _id: string }>([{ $match: { tenant } }, counting('$journey')], longRead)
        .toArray();
      const byKey = new Map(rows.map((row) => [row._id, row]));
      return published.journeys.map((journey) => toView({ journey, counts: byKey.get(journey.key) ?? none }));
    },
    journey: async ({ tenant, key }) => {
      const published = await workspaces.load(tenant);
      const journey = published?.journeys.find((one) => one.key === key);
      if (journey === undefined) return undefined;
      const rows = await runs
        .aggregate<Counts & { _id: number }>(
          [{ $match: { tenant, journey: key } }, counting('$version')],
          longRead,
        )
        .toArray();
      const sum = (of: keyof Counts): number => rows.reduce((total, row) => total + row[of], 0);
      const counts = { entered: sum('entered'), active: sum('active'), converted: sum('converted') };
      const active = new Map(rows.map((row) => [row._id, row.active]));
      const all = await versions
        .find({ tenant, key }, { projection: { _id: 0, version: 1, publishedAt: 1 } })
        .sort({ version: -1 })
        .toArray();
      return {
        ...toView({ journey, counts }),
        definition: journey.definition,
        versions: all.map(({ version, publishedAt }) => ({
          version,
          publishedAt,
          active: active.get(version) ?? 0,
        })),
      };
    },
    senders: async ({ tenant, message }) => {
      const published = await workspaces.load(tenant);
      return (published?.journeys ?? []).filter(
        ({ definition }) => stepsSending({ definition, message }).length > 0,
      );
    },
    definition: async ({ tenant, key, version }) =>
      (await workspaces.journeyVersion({ tenant, journey: key, version }))?.definition,
  });
};
