import type { Run } from '../ports.ts';
import { keyOf } from '../../../platform/mongo/keys.ts';
import type { RunDoc } from './run-schema.ts';

/** What a run listens for: tenant, profile and name of the event. */
export const listenKey = (input: { tenant: string; profileId: string; event: string }): string =>
  `${input.tenant}:${input.profileId}:${input.event}`;

/** Who came into which journey with which key, as the index of entries names it. */
export const entryKeyOf = (input: {
  tenant: string;
  journey: string;
  profileId: string;
  entryKey: string;
}): string => [input.tenant, input.journey, input.profileId, input.entryKey].join(':');

/** A step of a journey as the index of who stands where names it. */
export const standKey = (input: { tenant: string; journey: string; step: string }): string =>
  `${input.tenant}:${input.journey}:${input.step}`;

const standsOf = (run: Run): RunDoc['stands'] => {
  const { tenant, journey, step, state } = run;
  if (run.status !== 'active' || step === null) return undefined;
  return { at: standKey({ tenant, journey, step }), since: state.waiting?.from ?? state.since };
};

/** A channel as the index of who waits for it names it. */
export const heldKey = (input: { tenant: string; channel: string }): string =>
  `${input.tenant}:${input.channel}`;

const heldOf = (run: Run): RunDoc['held'] => {
  const { waiting, frozen } = run.state;
  if (run.status !== 'active' || frozen !== null) return undefined;
  if (waiting?.kind !== 'effect' || waiting.until === null) return undefined;
  const { held } = waiting.effect;
  if (held === undefined) return undefined;
  return { of: heldKey({ tenant: run.tenant, channel: held }), id: run.id };
};

/** What the indexes of waits, of waking and of who stands where are made of; absent when there is nothing to wait for. */
export const waitFields = (run: Run): Pick<RunDoc, 'listens' | 'wake' | 'stands' | 'held'> => {
  const { tenant, profileId, hears, wakeAt } = run;
  const stands = standsOf(run);
  const held = heldOf(run);
  return {
    ...(hears.length === 0 ? {} : { listens: hears.map((event) => listenKey({ tenant, profileId, event })) }),
    ...(wakeAt === undefined || run.status !== 'active' ? {} : { wake: { tenant, at: wakeAt } }),
    ...(stands === undefined ? {} : { stands }),
    ...(held === undefined ? {} : { held }),
  };
};

/** The document of a run. */
export const toRunDoc = (run: Run): RunDoc => ({
  ...run,
  _id: keyOf(run.tenant, run.id),
  entryOf: entryKeyOf(run),
  ...waitFields(run),
});

/** The run as the engine knows it, without what only the store needs. */
export const toRun = (doc: RunDoc): Run => {
  const { _id, entryOf: _e, listens: _l, wake: _w, stands: _s, held: _h, writer: _by, ...run } = doc;
  return run;
};
