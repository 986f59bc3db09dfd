import type { FindPeople } from '../../api/ports/people.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { Checked, Problem } from '../../domain/problem.ts';
import { checkConditions, conditionsSchema, type Conditions } from '../../domain/rules/conditions.ts';
import { personFacts } from '../../domain/rules/facts.ts';
import { toMongoPlan } from '../../domain/rules/mongo/mongo-plan.ts';
import { checkSegmentKeys } from '../../domain/rules/segment-order.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { AudienceStore } from './audience-port.ts';

/** How many of whom conditions hold for are in a segment that there is. */
export type Overlap = {
  readonly segment: string;
  readonly name: string;
  readonly both: number;
  readonly members: number;
};

/** Whom conditions hold for, now. */
export type AudiencePreview = {
  readonly members: number;
  readonly everybody: number;
  readonly sample: readonly Profile[];
  readonly overlaps: readonly Overlap[];
};

/** Counts whom conditions hold for; or everything that is wrong with the conditions. */
export type PreviewAudience = (input: {
  tenant: string;
  /** Conditions, unchecked. */
  when: unknown;
  /** How many people are shown. */
  sample: number;
  withOverlaps: boolean;
}) => Promise<
  | { readonly ok: true; readonly audience: AudiencePreview }
  | { readonly ok: false; readonly problems: readonly Problem[] }
>;

/** Segments that are laid beside the conditions at most: each is a question of its own. */
const overlapsMost = 20;

type Deps = {
  readonly audience: AudienceStore;
  readonly live: LiveWorkspaces;
  readonly peopleReads: FindPeople;
  readonly clock: Clock;
};

const unmerged = { mergedInto: { $exists: false } };

/** Everybody: conditions that nobody fails. */
const anybody: Conditions = { all: [{ fact: 'profile', path: '$.stage', operator: 'exists', value: true }] };

const isIn = (segment: string): Conditions => ({
  all: [{ fact: 'segments', operator: 'contains', value: segment }],
});

/** Conditions about people that can be asked here, or everything that is wrong with them, at its place. */
export const readAudience = (input: {
  conditions: unknown;
  segments: readonly { readonly key: string }[];
  path: string;
}): Checked<Conditions> => {
  const { conditions, segments, path } = input;
  const problems = checkConditions({ conditions, path, facts: personFacts });
  if (problems.length > 0) return { ok: false, problems };
  const parsed = conditionsSchema.parse(conditions);
  const known = new Set(segments.map(({ key }) => key));
  const unknown = checkSegmentKeys({ conditions: parsed, known, path });
  return unknown.length > 0 ? { ok: false, problems: unknown } : { ok: true, value: parsed, warnings: [] };
};

/** Makes the count of whom conditions hold for, with some of them and what they share with the segments there are. */
export const createPreviewAudience = (deps: Deps): PreviewAudience => {
  return async ({ tenant, when, sample, withOverlaps }) => {
    const { published } = await deps.live.of(tenant);
    const { segments, settings } = published;
    const read = readAudience({ conditions: when, segments, path: 'when' });
    if (!read.ok) return read;
    const conditions = read.value;
    const now = deps.clock.now(tenant);
    const planOf = (asked: Conditions) =>
      toMongoPlan({
        conditions: asked,
        now,
        zone: settings.timezone,
        tenant,
        layout: deps.audience.layout,
        base: unmerged,
      });
    const size = async (asked: Conditions): Promise<number> => {
      const plan = planOf(asked);
      return plan.ok ? deps.audience.size({ tenant, plan: plan.value }) : 0;
    };
    const plan = planOf(conditions);
    if (!plan.ok) return plan;
    const ids = sample === 0 ? [] : await deps.audience.find({ tenant, plan: plan.value, limit: sample });
    const people = await Promise.all(ids.map((id) => deps.peopleReads.profile({ tenant, id })));
    const overlaps: Overlap[] = [];
    for (const { key, name } of withOverlaps ? segments.slice(0, overlapsMost) : []) {
      const both = await size({ all: [conditions, isIn(key)] });
      overlaps.push({
        segment: key,
        name,
        both,
        members: await deps.audience.count({ tenant, segment: key }),
      });
    }
    return {
      ok: true,
      audience: {
        members: await deps.audience.size({ tenant, plan: plan.value }),
        everybody: await size(anybody),
        sample: people.flatMap((person) => person ?? []),
        overlaps,
      },
    };
  };
};
