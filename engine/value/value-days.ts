import { atLocal, zonedAt } from '../../domain/time/local.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { ValueStore } from './ports.ts';
import type { ValuePeople } from './value-people.ts';

/** The days on which customers are measured, for a clock that is moved on. */
export type ValueDays = {
  /** Does all of today's work that is left. */
  readonly run: (tenant: string) => Promise<void>;
  /** When there is work again, after now; undefined where there are too few buyers for any figure. */
  readonly next: (tenant: string) => Promise<number | undefined>;
};

/** Makes the daily measuring for a development clock: each local day of the tenant begins with it. */
export const createValueDays = (deps: {
  values: Pick<ValueStore, 'get'>;
  valuePeople: ValuePeople;
  live: LiveWorkspaces;
  clock: Clock;
}): ValueDays => ({
  run: async (tenant) => {
    while (await deps.valuePeople(tenant));
  },
  next: async (tenant) => {
    const { cuts, model } = (await deps.values.get(tenant))?.measures ?? {};
    if (cuts === undefined && model === undefined) return undefined;
    const { timezone: zone } = (await deps.live.of(tenant)).published.settings;
    const tomorrow = zonedAt({ at: deps.clock.now(tenant), zone })
      .toPlainDate()
      .add({ days: 1 });
    return atLocal({ day: tomorrow, time: '00:00', zone });
  },
});
