import type { Run } from '../../activities/ports/runs.ts';
import { keyOf } from '../keys.ts';
import type { RunDoc } from '../schemas/run.ts';

/** What a run listens for: tenant, profile and name of the event. */
export const listenKey = (input: { tenant: string; profileId: string; event: string }): string =>
  `${input.tenant}:${input.profileId}:${input.event}`;

/** What the indexes of waits and of waking are made of; absent when there is nothing to wait for. */
export const waitFields = (run: Run): Pick<RunDoc, 'listens' | 'wake'> => {
  const { tenant, profileId, hears, wakeAt } = run;
  return {
    ...(hears.length === 0 ? {} : { listens: hears.map((event) => listenKey({ tenant, profileId, event })) }),
    ...(wakeAt === undefined || run.status !== 'active' ? {} : { wake: { tenant, at: wakeAt } }),
  };
};

/** The document of a run. */
export const toRunDoc = (run: Run): RunDoc => ({
  ...run,
  _id: keyOf(run.tenant, run.id),
  ...waitFields(run),
});

/** The run as the engine knows it, without what only the store needs. */
export const toRun = (doc: RunDoc): Run => {
  const { _id, listens: _listens, wake: _wake, writer: _writer, ...run } = doc;
  return run;
};
