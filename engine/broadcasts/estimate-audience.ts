import { firstInstant } from '../../domain/broadcasts/due-for.ts';
import { namesSomebody } from '../../domain/broadcasts/audience.ts';
import type { BroadcastPlan } from '../../domain/broadcasts/plan.ts';
import { CicloError } from '../../domain/errors.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { AudienceStore } from '../segments/audience-port.ts';
import { planOfAudience } from './audience-plan.ts';
import { audienceProblems } from './check-plan.ts';
import { createWouldGet, type WouldGet, type WouldGetDeps } from './would-get.ts';

export type ReasonCount = { readonly reason: string; readonly people: number };

/** Whom a broadcast would reach, and who falls away and why. */
export type AudienceEstimate = {
  /** How many match now: counted. */
  readonly matched: number;
  /** How many of them were looked at one by one; the figures below are scaled from them. */
  readonly lookedAt: number;
  /** Everybody was looked at. */
  readonly isExact: boolean;
  readonly sent: number;
  readonly heldOut: number;
  readonly skipped: readonly ReasonCount[];
  readonly waits: readonly ReasonCount[];
};

type Deps = WouldGetDeps & {
  readonly audience: AudienceStore;
  readonly profiles: ProfileStore;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
};

/** So many are looked at; of more the first in the order of their random ids stand for all. */
const lookedAtMost = 1000;
const atOnce = 50;

const countOf = (input: {
  fates: readonly WouldGet[];
  kind: 'skipped' | 'waits';
  scale: (count: number) => number;
}): readonly ReasonCount[] => {
  const counts = new Map<string, number>();
  for (const fate of input.fates) {
    if (fate.kind === input.kind) counts.set(fate.reason, (counts.get(fate.reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, people: input.scale(count) }))
    .toSorted((a, b) => b.people - a.people);
};

/**
 * Makes the estimate of an audience. How many match is counted; what becomes of them is asked of the send gate person by
 * person, for up to 1,000 of them. Throws `unprocessable` with the problems of the audience.
 */
export const createEstimateAudience = (deps: Deps) => {
  const wouldGet = createWouldGet(deps);
  return async (input: { tenant: string; id: string; plan: BroadcastPlan }): Promise<AudienceEstimate> => {
    const { tenant, id, plan } = input;
    const live = await deps.live.of(tenant);
    const problems = audienceProblems({ plan, live });
    if (problems.length > 0) {
      throw new CicloError({
        code: 'unprocessable',
        message: 'The audience is not valid.',
        details: { problems },
      });
    }
    const now = deps.clock.now(tenant);
    const start = firstInstant({ schedule: plan.schedule, now });
    const asked = planOfAudience({ audience: plan.audience, live, store: deps.audience, now });
    const isNobody = !namesSomebody(plan.audience);
    const matched = isNobody ? 0 : await deps.audience.size({ tenant, plan: asked });
    const ids = isNobody ? [] : await deps.audience.find({ tenant, plan: asked, limit: lookedAtMost });
    const look = async (profileId: string): Promise<readonly WouldGet[]> => {
      const profile = await deps.profiles.get({ tenant, profileId });
      return profile === undefined ? [] : [await wouldGet({ id, plan, live, profile, start })];
    };
    const fates: WouldGet[] = [];
    for (let from = 0; from < ids.length; from += atOnce) {
      fates.push(...(await Promise.all(ids.slice(from, from + atOnce).map(look))).flat());
    }
    const isExact = fates.length >= matched;
    const scale = (count: number): number =>
      isExact || fates.length === 0 ? count : Math.round((count / fates.length) * matched);
    const total = (kind: WouldGet['kind']): number => scale(fates.filter((one) => one.kind === kind).length);
    return {
      matched,
      lookedAt: fates.length,
      isExact,
      sent: total('sent'),
      heldOut: total('held-out'),
      skipped: countOf({ fates, kind: 'skipped', scale }),
      waits: countOf({ fates, kind: 'waits', scale }),
    };
  };
};

export type EstimateAudience = ReturnType<typeof createEstimateAudience>;
