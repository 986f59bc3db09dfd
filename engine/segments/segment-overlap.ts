import { notFound } from '../../domain/errors.ts';
import type { Conditions } from '../../domain/rules/conditions.ts';
import { toMongoPlan } from '../../domain/rules/mongo/mongo-plan.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { AudienceStore } from './audience-port.ts';
import { exactly, membersOf, setsOf } from './combinations.ts';

/** How many people are in some segments and in no other of those that were asked about. */
export type Combination = { readonly in: readonly string[]; readonly people: number };

export type SegmentOverlap = {
  readonly segments: readonly { readonly key: string; readonly name: string; readonly members: number }[];
  /** Every combination that somebody is in, the most people first. */
  readonly combinations: readonly Combination[];
};

/** Counts who is in which of some segments. Throws `not-found` for a segment there is not. */
export type OverlapOfSegments = (input: {
  tenant: string;
  /** Up to five keys; the same one twice counts once. */
  segments: readonly string[];
}) => Promise<SegmentOverlap>;

type Deps = {
  readonly audience: AudienceStore;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
};

const unmerged = { mergedInto: { $exists: false } };

const inAll = (segments: readonly string[]): Conditions => ({
  all: segments.map((value) => ({ fact: 'segments', operator: 'contains', value })),
});

/** Makes the count of who is in which of some segments: one question for each combination, 31 at most. */
export const createOverlapOfSegments = (deps: Deps): OverlapOfSegments => {
  return async ({ tenant, segments: asked }) => {
    const { published } = await deps.live.of(tenant);
    const segments = [...new Set(asked)].map((key) => {
      const found = published.segments.find((one) => one.key === key);
      if (found === undefined) throw notFound(`segment ${JSON.stringify(key)}`);
      return found;
    });
    const keys = segments.map(({ key }) => key);
    const size = async (set: number): Promise<number> => {
      if (set === 0) return 0;
      const plan = toMongoPlan({
        conditions: inAll(membersOf(set, keys.length).map((n) => keys[n] ?? '')),
        now: deps.clock.now(tenant),
        zone: published.settings.timezone,
        tenant,
        layout: deps.audience.layout,
        base: unmerged,
      });
      return plan.ok ? deps.audience.size({ tenant, plan: plan.value }) : 0;
    };
    const atLeast: number[] = [];
    for (const set of setsOf(keys.length)) atLeast.push(await size(set));
    const exact = exactly(atLeast, keys.length);
    return {
      segments: segments.map(({ key, name }, n) => ({ key, name, members: atLeast[1 << n] ?? 0 })),
      combinations: exact
        .map((people, set) => ({ in: membersOf(set, keys.length).map((n) => keys[n] ?? ''), people }))
        .filter(({ in: those, people }) => those.length > 0 && people > 0)
        .toSorted((a, b) => b.people - a.people),
    };
  };
};
