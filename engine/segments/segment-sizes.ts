import type { SegmentView } from '../../api/ports/views.ts';
import type { Clock } from '../clock/clock.ts';
import type { PublishedWorkspace, WorkspaceStore } from '../journeys/ports.ts';
import { type CountedAt, createKeptCounts } from '../overview/kept-counts.ts';
import type { AudienceStore } from './audience-port.ts';

/** Segments as they are published, with how many people are in them. Large counts are those of a short while ago; each says of when it is. */
export type SegmentSizes = {
  readonly list: (input: { tenant: string }) => Promise<CountedAt<readonly SegmentView[]>>;
  /** Counts that one alone; undefined where there is none. */
  readonly one: (input: { tenant: string; key: string }) => Promise<CountedAt<SegmentView> | undefined>;
};

type Sizes = ReadonlyMap<string, number>;

/** Members are counted on an index, without a look at the people: so many of them cost as much as one document. */
const membersPerDocument = 10;

const documentsOf = (sizes: Sizes): number =>
  [...sizes.values()].reduce((sum, members) => sum + members, 0) / membersPerDocument;

/** Makes the sizes of segments. */
export const createSegmentSizes = (deps: {
  readonly live: {
    readonly of: (tenant: string) => Promise<{ readonly published: Pick<PublishedWorkspace, 'segments'> }>;
  };
  readonly workspaces: Pick<WorkspaceStore, 'revision'>;
  readonly audience: Pick<AudienceStore, 'count'>;
  readonly clock: Pick<Clock, 'now' | 'systemTime'>;
}): SegmentSizes => {
  const { live, workspaces, audience, clock } = deps;
  const kept = createKeptCounts<Sizes>({ systemTime: clock.systemTime, documentsOf });
  const sizesOf = (tenant: string, keys: readonly string[]): Promise<CountedAt<Sizes>> =>
    kept({
      key: JSON.stringify([tenant, ...keys]),
      now: clock.now(tenant),
      count: async () =>
        new Map(
          await Promise.all(
            keys.map(async (key): Promise<[string, number]> => [
              key,
              await audience.count({ tenant, segment: key }),
            ]),
          ),
        ),
    });
  type Segment = PublishedWorkspace['segments'][number];
  const viewOf = (segment: Segment, sizes: Sizes): SegmentView => ({
    key: segment.key,
    name: segment.name,
    kind: 'when' in segment ? 'rule' : 'list',
    members: sizes.get(segment.key) ?? 0,
  });
  return {
    list: async ({ tenant }) => {
      if ((await workspaces.revision(tenant)) === 0) return { value: [], countedAt: clock.now(tenant) };
      const { segments } = (await live.of(tenant)).published;
      const { value: sizes, countedAt } = await sizesOf(
        tenant,
        segments.map(({ key }) => key),
      );
      return { value: segments.map((segment) => viewOf(segment, sizes)), countedAt };
    },
    one: async ({ tenant, key }) => {
      const segment = (await live.of(tenant)).published.segments.find((one) => one.key === key);
      if (segment === undefined) return undefined;
      const { value: sizes, countedAt } = await sizesOf(tenant, [key]);
      return { value: viewOf(segment, sizes), countedAt };
    },
  };
};
