import { randomUUID } from 'node:crypto';

import { messageOf } from '../../../domain/errors.ts';
import { durationLength } from '../../../domain/time/duration.ts';
import type { FileImportSettings } from '../../../domain/transfer/file-import.ts';
import type { Clock } from '../../clock/clock.ts';
import type { Log } from '../../events/dispatcher.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../../journeys/live-workspace.ts';
import type { Plugins } from '../../plugins/plugins.ts';
import { afterFailure } from '../../polling/look.ts';
import type { PollState, PollStore } from '../../polling/ports.ts';
import { roundOf } from '../../polling/round.ts';
import type { ImportStore } from '../ports.ts';
import type { Imports } from '../start-imports.ts';
import { createFileCalls, FileCallFailed } from './file-calls.ts';
import { intakeStateIn } from './intake-state.ts';
import { intakeStep } from './intake-step.ts';

/** Longer than fetching a file takes. */
const leaseMs = 30 * 60_000;
/** After so long a file that is the same is whole, and an import is looked at again. */
const soonMs = 20_000;
const quarterMs = 15 * 60_000;

type Needs = {
  readonly live: LiveWorkspaces;
  readonly pollStore: PollStore;
  readonly plugins: Pick<Plugins, 'perform'>;
  readonly importFiles: Imports;
  readonly imports: ImportStore;
  readonly clock: Clock;
  readonly log: Log;
};

type Taken = { live: LiveWorkspace; name: string; settings: FileImportSettings; state: PollState };

/**
 * Makes one look at the files that tenants have fetched: of each place one process takes the step that is due. A place that is slow delays
 * no other, and one that is away is looked at again, later each time.
 */
export const createCarryIntakes = (use: Needs) => {
  const { clock, pollStore } = use;
  const underWay = new Set<string>();

  const step = async ({ live, name, settings, state }: Taken, token: string): Promise<boolean> => {
    const { tenant } = live;
    const named = { tenant, instance: settings.plugin, poll: state.poll, token };
    const now = () => clock.now(tenant);
    const calls = createFileCalls({ plugins: use.plugins, live, instance: settings.plugin, now });
    try {
      const before = intakeStateIn(state.cursor);
      const done = await intakeStep({ tenant, name, settings, state: before, calls, use });
      const waits = { now: 0, soon: soonMs, later: durationLength(settings.every) ?? quarterMs };
      await pollStore.done({ ...named, due: now() + waits[done.next], cursor: done.state });
      return done.next === 'now';
    } catch (thrown) {
      const afterMs = thrown instanceof FileCallFailed ? thrown.afterMs : undefined;
      const due = now() + afterFailure({ failures: state.failures, afterMs });
      await pollStore.failed({ ...named, due, error: messageOf(thrown).slice(0, 500) });
      return false;
    }
  };

  const one = async (live: LiveWorkspace, name: string, settings: FileImportSettings): Promise<boolean> => {
    const { tenant } = live;
    const key = JSON.stringify([tenant, name]);
    if (underWay.has(key)) return false;
    underWay.add(key);
    try {
      const token = randomUUID();
      const systemTime = clock.systemTime();
      const state = await pollStore.take({
        tenant,
        instance: settings.plugin,
        poll: `import:${name}`,
        now: clock.now(tenant),
        systemTime,
        lease: systemTime + leaseMs,
        token,
      });
      return state !== undefined && (await step({ live, name, settings, state }, token));
    } catch (thrown) {
      use.log.warn({ tenant, import: name, error: messageOf(thrown) }, 'Files could not be looked at.');
      return false;
    } finally {
      underWay.delete(key);
    }
  };

  return async (): Promise<boolean> => {
    const steps: Promise<boolean>[] = [];
    for (const tenant of await use.live.tenants()) {
      const live = await use.live.of(tenant);
      const places = Object.entries(live.published.settings.imports ?? {});
      steps.push(...places.map(([name, settings]) => one(live, name, settings)));
    }
    return steps.length > 0 && (await roundOf(steps));
  };
};
