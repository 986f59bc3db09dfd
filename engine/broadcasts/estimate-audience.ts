import { firstInstant } from '../../domain/broadcasts/due-for.ts';
import { namesSomebody } from '../../domain/broadcasts/audience.ts';
import type { BroadcastPlan } from '../../domain/broadcasts/plan.ts';
import { type Counted, scaleSample } from '../../domain/broadcasts/scale-sample.ts';
import { CicloError } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import type { MongoPlan } from '../../domain/rules/mongo/mongo-plan.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ProfileStore } from '../people/ports.ts';
import type { AudienceStore } from '../segments/audience-port.ts';
import { planOfAudience } from './audience-plan.ts';
import { audienceProblems } from './check-plan.ts';
import { createWouldGet, type WouldGet, type WouldGetDeps } from './would-get.ts';

export type ReasonCount = Counted & { readonly reason: string };

/** Whom a broadcast would reach, and who falls away and why. */
export type AudienceEstimate = {
  /** How many match now: counted. */
  readonly matched: number;
  /** How many of them were looked at one by one; the figures below are scaled from them. */
  readonly lookedAt: number;
  /** Everybody was looked at. */
  readonly isExact: boolean;
  /** Those who would get it, at its time or later. */
  readonly reached: Counted;
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

/** So many are looked at; of more a random part stands for all. */
const lookedAtMost = 1000;
const atOnce = 50;

type Scale = (hits: number) => Counted;

const countOf = (input: {
  fates: readonly WouldGet[];
  kind: 'skipped' | 'waits';
  scale: Scale;
}): readonly ReasonCount[] => {
  const counts = new Map<string, number>();
  for (const fate of input.fates) {
    if (fate.kind === input.kind) counts.set(fate.reason, (counts.get(fate.reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, ...input.scale(count) }))
    .toSorted((a, b) => b.people - a.people);
};

/**
 * The ids of the people to look at. Ids are keyed hashes, which say nothing of the people, so those behind any point of their order are
 * drawn at random. The point follows from the broadcast: its estimate does not change from one look to the next, and no two
 * broadcasts look at the same people.
 */
const sampleOf = async (input: {
  audience: AudienceStore;
  tenant: string;
  id: string;
  plan: MongoPlan;
}): Promise<readonly string[]> => {
  const { audience, tenant, id, plan } = input;
  const point = `p_${hashId('audience-sample', tenant, id)}`;
  const behind = await audience.find({ tenant, plan, after: point, limit: lookedAtMost });
  if (behind.length === lookedAtMost) return behind;
  const limit = lookedAtMost - behind.length;
  const first = await audience.find({ tenant, plan, limit });
  return [...new Set([...behind, ...first])];
};

/**
 * Makes the estimate of an audience. How many match is counted; what becomes of them is asked of the send gate person by
 * person, for up to 1,000 of them, who are drawn at random. Throws `unprocessable` with the problems of the audience.
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
    const ids = isNobody ? [] : await sampleOf({ audience: deps.audience, tenant, id, plan: asked });
    const look = async (profileId: string): Promise<readonly WouldGet[]> => {
      const profile = await deps.profiles.get({ tenant, profileId });
      return profile === undefined ? [] : [await wouldGet({ id, plan, live, profile, start })];
    };
    const fates: WouldGet[] = [];
    for (let from = 0; from < ids.length; from += atOnce) {
      fates.push(...(await Promise.all(ids.slice(from, from + atOnce).map(look))).flat());
    }
    const scale: Scale = (hits) => scaleSample({ hits, of: fates.length, matched });
    const hits = (...kinds: readonly WouldGet['kind'][]): number =>
      fates.filter(({ kind }) => kinds.includes(kind)).length;
    return {
      matched,
      lookedAt: fates.length,
      isExact: fates.length >= matched,
      reached: scale(hits('sent', 'waits')),
      sent: scale(hits('sent')).people,
      heldOut: scale(hits('held-out')).people,
      skipped: countOf({ fates, kind: 'skipped', scale }),
      waits: countOf({ fates, kind: 'waits', scale }),
    };
  };
};

export type EstimateAudience = ReturnType<typeof createEstimateAudience>;
