import type { EngineMeter } from '../meter.ts';

/** For which tenants this process did something that nobody has taken note of yet. */
export type Activity = {
  readonly note: (tenant: string) => void;
  /** Whether there was something; what is taken is no longer new. */
  readonly take: (tenant: string) => boolean;
};

/** Makes the notes of what a process did. */
export const createActivity = (): Activity => {
  const busy = new Set<string>();
  return {
    note: (tenant) => {
      busy.add(tenant);
    },
    take: (tenant) => busy.delete(tenant),
  };
};

/** The same meter, which also notes for whom events, bursts and messages were counted. */
export const notingActivity = (meter: EngineMeter, { note }: Pick<Activity, 'note'>): EngineMeter => ({
  ...meter,
  dispatched: (counted) => {
    note(counted.tenant);
    meter.dispatched(counted);
  },
  burst: (counted) => {
    note(counted.tenant);
    meter.burst(counted);
  },
  message: (counted) => {
    note(counted.tenant);
    meter.message(counted);
  },
});
