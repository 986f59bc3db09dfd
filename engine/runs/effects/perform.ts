import type { Effect } from '../../../domain/journey/effects.ts';
import { messageIdFor } from '../../../domain/messages/message-id.ts';
import { defaultStages } from '../../../domain/profiles/stage.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { hashId } from '../../../domain/hash.ts';
import { durationEnd } from '../../../domain/journey/reduce/plan-wait.ts';
import {
  type Performed,
  resulted,
  type StepPorts,
  type StepWork,
} from '../../../domain/journey/steps/step-work.ts';
import { readPath } from '../../../domain/rules/path.ts';
import { templateContext } from './template-context.ts';
import type { ChangeProfile } from '../../people/change-profile.ts';
import type { Expose } from '../../experiments/expose.ts';
import type { EventStore } from '../../events/ports.ts';
import type { TaskStore } from '../../tasks/ports.ts';
import { factsOf, type Session, zoneOfProfile } from '../burst/session.ts';
import type { IssueOffer } from '../../offers/issue-offer.ts';
import type { PointsByStep } from '../../loyalty/points-by-step.ts';
import type { CreditByStep } from '../../loyalty/credit/credit-by-step.ts';
import type { MembershipByStep } from '../../loyalty/memberships/membership-by-step.ts';
import type { RecommendForStep } from '../../recommendations/recommend-for-step.ts';
import type { ReadRecord } from '../../records/journeys/read-record.ts';
import type { ReplyByStep } from '../../conversations/reply-by-step.ts';
import type { RecordByStep } from '../../records/journeys/record-by-step.ts';
import { nodeOf } from './step-of.ts';

export type { Performed } from '../../../domain/journey/steps/step-work.ts';

export type PerformDeps = {
  readonly events: EventStore;
  readonly tasks: TaskStore;
  readonly changeProfile: ChangeProfile;
  readonly issueOffer: IssueOffer;
  readonly pointsByStep: PointsByStep;
  readonly membershipByStep: MembershipByStep;
  readonly creditByStep: CreditByStep;
  readonly expose: Expose;
  readonly send: (input: { session: Session; effect: Effect; patient: boolean }) => Promise<Performed>;
  readonly callPlugin: (input: {
    session: Session;
    effect: Effect;
    instance: string;
    action: string;
    version: number;
    input: JsonObject;
    patient: boolean;
  }) => Promise<Performed>;
  readonly recordByStep: RecordByStep;
  readonly replyByStep: ReplyByStep;
  readonly recommendForStep: RecommendForStep;
  readonly readRecord: ReadRecord;
  readonly enrol: (input: {
    tenant: string;
    journey: string;
    profileId: string;
    key: string;
    cause: string;
    now: number;
  }) => Promise<{ readonly run: string } | { readonly refused: string }>;
};

/** Does one effect of a run; see `createPerform`. */
export type Perform = (input: { session: Session; effect: Effect; patient?: boolean }) => Promise<Performed>;

/** The id under which an effect changes anything once. */
const effectId = (input: { session: Session; effect: Effect }): string =>
  hashId(input.session.run.id, input.effect.step, input.effect.visit, input.effect.kind);

type Asked = { readonly session: Session; readonly effect: Effect; readonly patient: boolean };

/** What an effect of a run can do to the world. */
const portsOf = (input: Asked & { deps: PerformDeps; id: string }): StepPorts => {
  const { deps, session, effect, patient, id } = input;
  const asked: Asked = { session, effect, patient };
  const { tenant, run, now } = session;
  const whose = { tenant, profileId: run.profileId, visit: id };
  /** What follows in this burst sees the books of the person as they are now. */
  const noted = <Result>(posted: { result: Result; profile?: Session['profile'] | undefined }): Result => {
    session.profile = posted.profile ?? session.profile;
    return posted.result;
  };
  return {
    decide: async () => {
      const decider = session.journey.steps.get(effect.step);
      if (decider === undefined) return { matched: 0, because: [] };
      return decider.decide({ facts: factsOf({ session, events: deps.events }) });
    },
    expose: (drawn) => deps.expose({ session, step: effect.step, drawn }),
    send: () => deps.send(asked),
    changeProfile: async (apply) => {
      const { profileId } = run;
      session.profile = await deps.changeProfile({ tenant, profileId, id, now, tellsChanges: true, apply });
    },
    issueOffer: (offer) => deps.issueOffer({ session, effect, offer }),
    points: async (asked) => noted(await deps.pointsByStep({ ...asked, ...whose })),
    membership: async (asked) => noted(await deps.membershipByStep({ ...asked, ...whose })),
    credit: async (asked) => noted(await deps.creditByStep({ ...asked, ...whose })),
    recommend: (asked) => deps.recommendForStep({ session, ...asked }),
    callPlugin: (call) => deps.callPlugin({ ...asked, ...call }),
    addTask: (task) =>
      deps.tasks.add({
        ...task,
        tenant,
        profileId: run.profileId,
        run: run.id,
        journey: run.journey,
        createdAt: now,
      }),
    record: async (work) => {
      const { journey, profileId } = run;
      const whose = { tenant, journey, step: effect.step, profileId, by: id };
      const worked = await deps.recordByStep({ ...whose, work });
      // What follows in this burst sees it as it is now.
      const { recordKind: kind } = session.journey;
      session.record = await deps.readRecord({ tenant, kind, id: run.entryKey, profileId });
      return worked;
    },
    reply: (asked) => {
      const { journey, profileId } = run;
      return deps.replyByStep({ ...asked, tenant, journey, profileId, visit: id });
    },
    enrol: (asked) => deps.enrol({ ...asked, tenant, profileId: run.profileId, now }),
  };
};

/**
 * Makes the function that does one effect of a run, as the type of its step says. `patient`: called from an activity
 * of its own, so that slow providers are waited for; within a burst they are not.
 */
export const createPerform = (deps: PerformDeps): Perform => {
  return async (input) => {
    const { session, effect } = input;
    const { step, stepType } = nodeOf(input);
    const { run, profile, live, now, journey } = session;
    const id = effectId(input);
    const zone = zoneOfProfile({ profile, live });
    const work: StepWork<typeof step> = {
      step,
      effect,
      id,
      now,
      zone,
      entryKey: run.entryKey,
      recordKind: journey.recordKind,
      stages: live.published.settings.stages ?? defaultStages,
      fill: () => journey.templates.get(step.id)?.(templateContext({ session })),
      read: (path) => {
        const value = {
          profile,
          entry: run.entry,
          event: run.entry,
          record: session.record,
          steps: run.state.steps,
        };
        return readPath({ value, path });
      },
      end: (text) => durationEnd({ from: now, text, zone }),
      ports: portsOf({ deps, session, effect, patient: input.patient ?? false, id }),
    };
    return stepType.perform?.(work) ?? resulted({ kind: 'failed', reason: 'no-such-effect' });
  };
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
