import { firstInstant } from '../../domain/broadcasts/due-for.ts';
import type { BroadcastPlan, BroadcastState } from '../../domain/broadcasts/plan.ts';
import { CicloError } from '../../domain/errors.ts';
import { hashId } from '../../domain/hash.ts';
import type { Problem } from '../../domain/problem.ts';
import type { Clock } from '../clock/clock.ts';
import { guardLaunch } from '../journeys/launch-guard.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { Plugins } from '../plugins/plugins.ts';
import type { AudienceStore } from '../segments/audience-port.ts';
import { planOfAudience } from './audience-plan.ts';
import { planProblems } from './check-plan.ts';
import type { Broadcast, BroadcastControl, BroadcastField, BroadcastStore } from './ports.ts';

type Deps = {
  readonly broadcasts: BroadcastStore;
  readonly live: LiveWorkspaces;
  readonly plugins: Pick<Plugins, 'channels'>;
  readonly audience: AudienceStore;
  readonly clock: Clock;
};

type Which = { readonly tenant: string; readonly id: string };

/** What people do to broadcasts. Each answers the broadcast as it stands then. */
export type Broadcasts = {
  readonly create: (input: Which & { plan: BroadcastPlan }) => Promise<Broadcast>;
  /** Throws `not-found`. */
  readonly get: (input: Which) => Promise<Broadcast>;
  /** What keeps it from being sent; of one that is under way nothing is asked. */
  readonly problems: (broadcast: Broadcast) => Promise<readonly Problem[]>;
  /** A draft only; with `rev` only if nobody changed it since. */
  readonly change: (input: Which & { plan: BroadcastPlan; rev?: number | undefined }) => Promise<Broadcast>;
  readonly remove: (input: Which) => Promise<void>;
  /** Throws `unprocessable` with every problem, and `conflict` for more people than the launch guard lets through. */
  readonly schedule: (input: Which & { expect?: number | undefined }) => Promise<Broadcast>;
  readonly unschedule: (input: Which) => Promise<Broadcast>;
  readonly pause: (input: Which) => Promise<Broadcast>;
  readonly resume: (input: Which) => Promise<Broadcast>;
  readonly cancel: (input: Which) => Promise<Broadcast>;
  readonly choose: (input: Which & { variant: string }) => Promise<Broadcast>;
};

type Change = {
  readonly set: Partial<Broadcast>;
  readonly unset?: readonly BroadcastField[];
  readonly due: number | null;
};

const said: Readonly<Record<BroadcastState, string>> = {
  draft: 'is a draft',
  scheduled: 'is scheduled',
  sending: 'is being sent',
  testing: 'waits for the winner of its test',
  paused: 'is paused',
  sent: 'was sent',
  cancelled: 'was cancelled',
};

const triesMax = 20;

/** Something done to all who wait, under an id of this moment of the broadcast. */
const controlOf = (broadcast: Broadcast, kind: BroadcastControl['kind']): { control?: BroadcastControl } =>
  broadcast.startedAt === undefined
    ? {}
    : { control: { kind, id: hashId('broadcast', broadcast.tenant, broadcast.id, kind, broadcast.rev) } };

const newBroadcast = (input: Which & { plan: BroadcastPlan; now: number }): Broadcast => {
  const { tenant, id, plan, now } = input;
  const counts = { rev: 0, looks: 0, attempts: 0, isThrough: false } as const;
  return { id, tenant, plan, state: 'draft', phase: 'all', createdAt: now, changedAt: now, ...counts };
};

/** Changes a broadcast that stands in one of some states; looks again when somebody else, or the work on it, was first. */
const createAlter = ({ broadcasts, clock }: Deps) => {
  return async (
    input: Which & {
      from: readonly BroadcastState[];
      to: string;
      rev?: number | undefined;
      change: (found: Broadcast, now: number) => Change;
    },
  ): Promise<Broadcast> => {
    const { tenant, id, from, to, rev, change } = input;
    for (let tries = 0; tries < triesMax; tries += 1) {
      const found = await broadcasts.get({ tenant, id });
      if (found === undefined) throw nowhere(id);
      if (rev !== undefined && rev !== found.rev) {
        throw new CicloError({ code: 'conflict', message: 'Somebody changed the broadcast meanwhile.' });
      }
      if (!from.includes(found.state)) {
        const message = `The broadcast ${said[found.state]} and cannot be ${to}.`;
        throw new CicloError({ code: 'conflict', message });
      }
      const now = clock.now(tenant);
      const { set, unset, due } = change(found, now);
      const changed = await broadcasts.change({
        tenant,
        id,
        rev: found.rev,
        state: found.state,
        set: { ...set, changedAt: now },
        due,
        ...(unset === undefined ? {} : { unset }),
      });
      if (changed !== undefined) return changed;
    }
    throw new CicloError({
      code: 'unavailable',
      message: 'The broadcast is being changed by too many at once.',
    });
  };
};

const nowhere = (id: string) =>
  new CicloError({ code: 'not-found', message: `There is no broadcast ${id}.` });

/** The winner somebody names; throws `unprocessable` for a variant that there is not. */
const chosen = (input: { found: Broadcast; variant: string; now: number }): Change => {
  const { found, variant, now } = input;
  const names = found.plan.variants.map(({ name }) => name);
  if (names.includes(variant)) return { set: { winner: { variant, by: 'hand', at: now } }, due: now };
  const message = `There is no variant \`${variant}\`.`;
  const hint = `There are ${names.join(', ')}.`;
  const problem = { code: 'unknown-variant', path: 'variant', message, hint, severity: 'error' };
  throw new CicloError({ code: 'unprocessable', message, details: { problems: [problem] } });
};

const createSteer = (
  deps: Deps,
): Pick<Broadcasts, 'unschedule' | 'pause' | 'resume' | 'cancel' | 'choose'> => {
  const alter = createAlter(deps);
  return {
    unschedule: (which) =>
      alter({
        ...which,
        from: ['scheduled'],
        to: 'a draft again',
        change: () => ({ set: { state: 'draft' }, due: null }),
      }),
    pause: (which) =>
      alter({
        ...which,
        from: ['scheduled', 'sending', 'testing'],
        to: 'paused',
        change: (found, now) => {
          const control = controlOf(found, 'freeze');
          const due = control.control === undefined ? null : now;
          return { set: { state: 'paused', pausedFrom: found.state, ...control }, due };
        },
      }),
    resume: (which) =>
      alter({
        ...which,
        from: ['paused'],
        to: 'resumed',
        change: (found, now) => ({
          set: {
            state: found.pausedFrom ?? 'sending',
            ...controlOf(found, 'resume'),
          },
          unset: ['pausedFrom', 'problem'],
          due: found.startedAt === undefined ? Math.max(now, found.startAt ?? now) : now,
        }),
      }),
    cancel: (which) =>
      alter({
        ...which,
        from: ['scheduled', 'sending', 'testing', 'paused'],
        to: 'cancelled',
        change: (found, now) => {
          const control = controlOf(found, 'exit');
          const due = control.control === undefined ? null : now;
          return { set: { state: 'cancelled', endedAt: now, ...control }, due };
        },
      }),
    choose: ({ variant, ...which }) =>
      alter({
        ...which,
        from: ['testing'],
        to: 'given a winner',
        change: (found, now) => chosen({ found, variant, now }),
      }),
  };
};

/** Makes what people do to broadcasts. */
export const createBroadcasts = (deps: Deps): Broadcasts => {
  const { broadcasts, live, clock } = deps;
  const alter = createAlter(deps);

  const get: Broadcasts['get'] = async (which) => {
    const found = await broadcasts.get(which);
    if (found === undefined) throw nowhere(which.id);
    return found;
  };

  const problemsOf = async ({ tenant, plan, state }: Broadcast): Promise<readonly Problem[]> => {
    if (state !== 'draft' && state !== 'scheduled') return [];
    const workspace = await live.of(tenant);
    const channels = deps.plugins.channels(workspace);
    return planProblems({ plan, live: workspace, channels, now: clock.now(tenant) });
  };

  return {
    ...createSteer(deps),
    get,
    problems: problemsOf,
    create: async ({ tenant, id, plan }) => {
      await broadcasts.add(newBroadcast({ tenant, id, plan, now: clock.now(tenant) }));
      return get({ tenant, id });
    },
    change: ({ plan, rev, ...which }) =>
      alter({ ...which, rev, from: ['draft'], to: 'changed', change: () => ({ set: { plan }, due: null }) }),
    remove: async (which) => {
      const found = await get(which);
      if (found.state !== 'draft') {
        const message = `The broadcast ${said[found.state]} and cannot be removed.`;
        throw new CicloError({ code: 'conflict', message });
      }
      await broadcasts.remove({ ...which, rev: found.rev });
    },
    schedule: async ({ expect, ...which }) => {
      const found = await get(which);
      const problems = await problemsOf(found);
      if (problems.length > 0) {
        const message = 'The broadcast cannot be sent as it is.';
        throw new CicloError({ code: 'unprocessable', message, details: { problems } });
      }
      const { tenant } = which;
      const { plan } = found;
      const workspace = await live.of(tenant);
      const now = clock.now(tenant);
      const asked = planOfAudience({ audience: plan.audience, live: workspace, store: deps.audience, now });
      const people = await deps.audience.size({ tenant, plan: asked });
      const most = workspace.published.settings.launchGuard.people;
      guardLaunch({ people, most, expect, what: 'This broadcast' });
      return alter({
        ...which,
        rev: found.rev,
        from: ['draft'],
        to: 'scheduled',
        change: (_found, at) => {
          const startAt = firstInstant({ schedule: plan.schedule, now: at });
          return { set: { state: 'scheduled', startAt }, due: startAt };
        },
      });
    },
  };
};
