import type { Collections } from '../../../platform/mongo/collections/collection.ts';
import type { WorkspaceStore } from '../ports.ts';
import type { JourneyReads, RunCounts } from '../reads-port.ts';
import { guarded } from '../../../platform/mongo/guarded.ts';
import type { JourneyView } from '../../../api/ports/views.ts';
import { stepsSending } from '../../../domain/ledger/why-message.ts';
import { type RunDoc, runSchema } from '../../runs/store/run-schema.ts';
import { type JourneyVersionDoc, journeyVersionSchema } from './workspace-schema.ts';
import { longRead } from '../../../platform/mongo/long-read.ts';

type Counts = Omit<RunCounts[number], 'journey' | 'version'>;

const takesPart = { $ne: ['$outcome', 'held-out'] };

/** How many runs there are, by journey and version; those held out took no part. */
const counting = {
  $group: {
    _id: { journey: '$journey', version: '$version' },
    entered: { $sum: { $cond: [takesPart, 1, 0] } },
    active: { $sum: { $cond: [{ $eq: ['$status', 'active'] }, 1, 0] } },
    converted: { $sum: { $cond: [{ $and: [takesPart, { $gt: ['$convertedAt', null] }] }, 1, 0] } },
  },
};

type Group = Counts & { readonly _id: Pick<RunCounts[number], 'journey' | 'version'> };

const totalOf = (counts: RunCounts, journey: string): Counts => {
  const rows = counts.filter((row) => row.journey === journey);
  const sum = (of: keyof Counts): number => rows.reduce((total, row) => total + row[of], 0);
  return { entered: sum('entered'), active: sum('active'), converted: sum('converted') };
};

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
    runCounts: async ({ tenant, key }) => {
      const match = { tenant, ...(key === undefined ? {} : { journey: key }) };
      const groups = await runs.aggregate<Group>([{ $match: match }, counting], longRead).toArray();
      return groups.map(({ _id, ...counts }) => ({ ..._id, ...counts }));
    },
    journeys: async ({ tenant, counts }) => {
      const published = await workspaces.load(tenant);
      return (published?.journeys ?? []).map((journey) =>
        toView({ journey, counts: totalOf(counts, journey.key) }),
      );
    },
    journey: async ({ tenant, key, counts }) => {
      const published = await workspaces.load(tenant);
      const journey = published?.journeys.find((one) => one.key === key);
      if (journey === undefined) return undefined;
      const own = counts.filter((row) => row.journey === key);
      const active = new Map(own.map((row) => [row.version, row.active]));
      const all = await versions
        .find({ tenant, key }, { projection: { _id: 0, version: 1, publishedAt: 1 } })
        .sort({ version: -1 })
        .toArray();
      return {
        ...toView({ journey, counts: totalOf(own, key) }),
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
