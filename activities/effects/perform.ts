import { walkTo } from './step-of.ts';
import type { Effect, EffectResult } from '../../domain/journey/effects.ts';
import { messageIdFor } from '../../domain/messages/message-id.ts';
import { withTraits } from '../../domain/profiles/apply-event.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { defaultStages, withStage } from '../../domain/profiles/stage.ts';
import { isObject, type JsonObject } from '../../domain/json.ts';
import { hashId } from '../../domain/hash.ts';
import { durationEnd } from '../../domain/journey/plan-wait.ts';
import { templateContext } from './template-context.ts';
import type { ChangeProfile } from '../profiles/change-profile.ts';
import type { Expose } from '../experiments/expose.ts';
import type { EventStore } from '../ports/events.ts';
import type { TaskStore } from '../ports/runs.ts';
import { factsOf, type Session, zoneOfProfile } from '../burst/session.ts';
import type { IssueOffer } from './issue-offer.ts';
import { recommend } from './recommend.ts';

/** An effect's result, or that it has to be done outside the burst, in an activity of its own. */
export type Performed =
  | { readonly kind: 'result'; readonly result: EffectResult }
  | { readonly kind: 'pending'; readonly afterMs?: number };

export type PerformDeps = {
  readonly events: EventStore;
  readonly tasks: TaskStore;
  readonly changeProfile: ChangeProfile;
  readonly issueOffer: IssueOffer;
  readonly expose: Expose;
  readonly send: (input: { session: Session; effect: Effect; patient: boolean }) => Promise<Performed>;
  readonly callPlugin: (input: {
    session: Session;
    effect: Effect;
    instance: string;
    action: string;
    input: JsonObject;
    patient: boolean;
  }) => Promise<Performed>;
  readonly enrol: (input: {
    tenant: string;
    journey: string;
    profileId: string;
    key: string;
    cause: string;
    now: number;
  }) => Promise<{ readonly run: string } | { readonly refused: string }>;
};

const done = (result: EffectResult): Performed => ({ kind: 'result', result });

/** The id under which an effect changes anything once. */
const effectId = (input: { session: Session; effect: Effect }): string =>
  hashId(input.session.run.id, input.effect.step, input.effect.visit, input.effect.kind);

/**
 * Makes the function that does one effect of a run. `patient`: called from an activity of its own, so that
 * slow providers are waited for; within a burst they are not.
 */
export const createPerform = (deps: PerformDeps) => {
  return async (input: { session: Session; effect: Effect; patient?: boolean }): Promise<Performed> => {
    const { session, effect } = input;
    const patient = input.patient ?? false;
    const step = walkTo({ session, effect });
    switch (step.type) {
      case 'branch':
      case 'repeat':
        return done(await decide({ deps, session, effect }));
      case 'experiment':
        return done(await expose({ deps, session, effect }));
      case 'send':
        return deps.send({ session, effect, patient });
      case 'update':
      case 'score':
      case 'points':
        return done(await changeByStep({ deps, session, effect, step }));
      case 'offer':
        return done(await deps.issueOffer({ session, effect, offer: step.offer }));
      case 'recommend':
        return done(recommend({ session, path: step.for }));
      case 'action': {
        const fill = session.journey.templates.get(step.id);
        const filled = fill?.(templateContext({ session })) ?? {};
        const actionInput = isObject(filled) ? filled : {};
        return deps.callPlugin({
          session,
          effect,
          instance: step.plugin,
          action: step.action,
          input: actionInput,
          patient,
        });
      }
      case 'task':
        return done(await addTask({ deps, session, effect, step }));
      case 'enrol':
        return done(await enrolByStep({ deps, session, effect, step }));
      default:
        return done({ kind: 'failed', reason: 'no-such-effect' });
    }
  };
};

type At<T extends string> = {
  deps: PerformDeps;
  session: Session;
  effect: Effect;
  step: Extract<ReturnType<typeof walkTo>, { type: T }>;
};

const decide = async (input: {
  deps: PerformDeps;
  session: Session;
  effect: Effect;
}): Promise<EffectResult> => {
  const decider = input.session.journey.steps.get(input.effect.step);
  if (decider === undefined) return { kind: 'decided', case: 0, because: [] };
  const facts = factsOf({ session: input.session, events: input.deps.events });
  const { matched, because } = await decider.decide({ facts });
  return { kind: 'decided', case: matched, because };
};

const expose = async (input: {
  deps: PerformDeps;
  session: Session;
  effect: Effect;
}): Promise<EffectResult> => {
  const { session, effect } = input;
  const { arm, isDecided } = await input.deps.expose({ session, step: effect.step, drawn: effect.arm ?? '' });
  return { kind: 'done', output: { arm, ...(isDecided ? { decided: true } : {}) } };
};

const changeByStep = async (input: At<'update' | 'score' | 'points'>): Promise<EffectResult> => {
  const { deps, session, effect, step } = input;
  const context = templateContext({ session });
  const filled = session.journey.templates.get(step.id)?.(context);
  const set = isObject(filled) ? filled : {};
  session.profile = await deps.changeProfile({
    tenant: session.tenant,
    profileId: session.run.profileId,
    id: effectId({ session, effect }),
    now: session.now,
    tellsChanges: true,
    apply: (profile) => applyStep({ profile, step, set, session }),
  });
  switch (step.type) {
    case 'update':
      return { kind: 'done', output: { set: Object.keys(set), stage: step.stage ?? null } };
    default:
      return { kind: 'done', output: { by: step.by, reason: step.reason ?? null } };
  }
};

const applyStep = (input: {
  profile: Profile;
  step: At<'update' | 'score' | 'points'>['step'];
  set: JsonObject;
  session: Session;
}): Profile => {
  const { profile, step, session } = input;
  if (step.type === 'points') return { ...profile, points: profile.points + step.by };
  if (step.type === 'score') {
    return { ...profile, scores: { ...profile.scores, [step.kind]: profile.scores[step.kind] + step.by } };
  }
  const added = Object.entries(step.increment ?? {}).map(([name, by]): [string, number] => {
    const before = profile.traits[name];
    return [name, (typeof before === 'number' ? before : 0) + by];
  });
  const removed = (step.unset ?? []).map((name): [string, null] => [name, null]);
  const traits = { ...input.set, ...Object.fromEntries(added), ...Object.fromEntries(removed) };
  const withSet = withTraits({ profile, traits, at: session.now });
  const removing = new Set(step.tags?.remove ?? []);
  const tags = [...new Set([...withSet.tags.filter((tag) => !removing.has(tag)), ...(step.tags?.add ?? [])])];
  const tagged: Profile = { ...withSet, tags };
  if (step.stage === undefined) return tagged;
  const stages = session.live.published.settings.stages ?? defaultStages;
  return withStage({
    profile: tagged,
    stage: step.stage,
    stages,
    backward: step.backward ?? false,
    now: session.now,
  });
};

const addTask = async (input: At<'task'>): Promise<EffectResult> => {
  const { deps, session, effect, step } = input;
  const taskId = effectId({ session, effect });
  const title = session.journey.templates.get(step.id)?.(templateContext({ session }));
  const zone = zoneOfProfile({ profile: session.profile, live: session.live });
  const end = (text: string): number => durationEnd({ from: session.now, text, zone });
  await deps.tasks.add({
    id: taskId,
    tenant: session.tenant,
    profileId: session.run.profileId,
    run: session.run.id,
    journey: session.run.journey,
    step: step.id,
    title: typeof title === 'string' ? title : step.title,
    createdAt: session.now,
    ...(step.team === undefined ? {} : { team: step.team }),
    ...(step.due === undefined ? {} : { dueAt: end(step.due) }),
  });
  if (!step.wait) return { kind: 'done', output: { taskId } };
  return { kind: 'waits-for-task', taskId, until: step.timeout === undefined ? null : end(step.timeout) };
};

const enrolByStep = async (input: At<'enrol'>): Promise<EffectResult> => {
  const { deps, session, effect, step } = input;
  const given = session.journey.templates.get(step.id)?.(templateContext({ session }));
  const enrolled = await deps.enrol({
    tenant: session.tenant,
    journey: step.journey,
    profileId: session.run.profileId,
    key: typeof given === 'string' || typeof given === 'number' ? String(given) : session.run.entryKey,
    cause: effectId({ session, effect }),
    now: session.now,
  });
  return 'run' in enrolled
    ? { kind: 'done', output: { journey: step.journey, run: enrolled.run } }
    : { kind: 'skipped', reason: enrolled.refused, detail: { journey: step.journey } };
};

/** The id of the message of a send step at this visit; a fallback channel makes another message. */
export const messageIdOf = (input: {
  session: Session;
  effect: Effect;
  channel: string;
  isFallback: boolean;
}): string =>
  messageIdFor({
    tenant: input.session.tenant,
    runId: input.session.run.id,
    step: input.isFallback ? `${input.effect.step}:${input.channel}` : input.effect.step,
    visit: input.effect.visit,
  });
