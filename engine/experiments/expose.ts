import { idOfFact } from '../../domain/events/event.ts';
import { type Design, heldOut, tenantHoldout, treated } from '../../domain/experiments/design.ts';
import { newExposure } from '../../domain/experiments/exposure.ts';
import type { Decision } from '../../domain/journey/decisions.ts';
import { durationEnd } from '../../domain/journey/reduce/plan-wait.ts';
import { type Session, zoneOfProfile } from '../runs/burst/session.ts';
import type { EventStore } from '../events/ports.ts';
import type { DecidedStore, ExposureRow, ExposureStore } from './ports.ts';
import type { OrderStore } from '../people/ports.ts';
import { noteSuccess } from './note-success.ts';

type Deps = {
  readonly exposures: ExposureStore;
  readonly decided: DecidedStore;
  readonly events: EventStore;
  readonly orders: OrderStore;
};

const lookBackMax = 100;

const exposureOf = (input: {
  session: Session;
  design: Design;
  arm: string;
  at: number;
  by: 'event' | 'goal';
  isOfJourney: boolean;
}) => {
  const { session, design, arm, at, by, isOfJourney } = input;
  const { profile, live, run } = session;
  const zone = zoneOfProfile({ profile, live });
  return newExposure({
    design,
    tenant: session.tenant,
    journey: isOfJourney ? run.journey : null,
    version: isOfJourney ? session.journey.version : null,
    profileId: run.profileId,
    arm,
    at,
    until: durationEnd({ from: at, text: design.metric.within, zone }),
    by,
    cause: run.entry === null ? null : idOfFact(run.entry),
    currency: live.published.settings.currency,
  });
};

/** Counts what had arrived already when the exposure began to listen, so that nothing falls between. */
const lookBack = async (input: { deps: Deps; exposure: ExposureRow }): Promise<void> => {
  const { deps, exposure } = input;
  const { tenant, profileId, at } = exposure;
  const rows = await deps.events.since({
    tenant,
    profileId,
    names: [exposure.metric.on],
    happened: at,
    arrived: 0,
    limit: lookBackMax,
  });
  for (const row of rows) {
    const now = await deps.exposures.get({ tenant, id: exposure.id });
    if (now !== undefined) await noteSuccess({ deps, exposure: now, row });
  }
};

/** Says into which arm a person goes, and whether because the experiment is decided. */
export type Expose = (input: {
  session: Session;
  step: string;
  drawn: string;
}) => Promise<{ readonly arm: string; readonly isDecided: boolean }>;

/**
 * Makes the recording of who takes part in an experiment. Anyone who is in an arm stays there. When the experiment is
 * decided, everybody else gets the arm that won, and no longer counts. Everybody else is recorded in the arm drawn.
 */
export const createExpose = (deps: Deps): Expose => {
  return async ({ session, step, drawn }) => {
    const design = session.journey.experiments.get(step);
    if (design === undefined) return { arm: drawn, isDecided: false };
    const { tenant } = session;
    const exposure = exposureOf({
      session,
      design,
      arm: drawn,
      at: session.now,
      by: 'event',
      isOfJourney: true,
    });
    const decided = await deps.decided.get({ tenant, experiment: design.id });
    if (decided !== undefined && decided.arm !== null) {
      const standing = await deps.exposures.get({ tenant, id: exposure.id });
      return standing === undefined
        ? { arm: decided.arm, isDecided: true }
        : { arm: standing.arm, isDecided: false };
    }
    const claimed = await deps.exposures.claim(exposure);
    await lookBack({ deps, exposure: claimed.exposure });
    return { arm: claimed.exposure.arm, isDecided: false };
  };
};

/**
 * Records who begins a journey, or is held out of it, for the holdouts that are measured: that of the journey, and that
 * of all marketing. Who is held out of everything says nothing of the one journey.
 */
export const exposeToHoldouts = async (input: {
  exposures: ExposureStore;
  session: Session;
  decisions: readonly Pick<Decision, 'kind' | 'reason'>[];
}): Promise<void> => {
  const { exposures, session } = input;
  const begun = input.decisions.find(({ kind }) => kind === 'entered' || kind === 'held-out');
  if (begun === undefined) return;
  const { definition, holdout } = session.journey;
  const everything =
    definition.stage === 'service' ? undefined : tenantHoldout(session.live.published.settings.holdout);
  const isOutOfAll = begun.reason === 'global-holdout';
  const at = session.run.enteredAt;
  const given = { session, at };
  if (everything !== undefined) {
    const arm = isOutOfAll ? heldOut : treated;
    await exposures.claim(exposureOf({ ...given, design: everything, arm, by: 'event', isOfJourney: false }));
  }
  if (holdout !== undefined && !isOutOfAll) {
    const arm = begun.kind === 'held-out' ? heldOut : treated;
    await exposures.claim(exposureOf({ ...given, design: holdout, arm, by: 'goal', isOfJourney: true }));
  }
};
