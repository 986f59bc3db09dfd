import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';

/** What can be done to a journey as a whole. */
export type Steering = 'pause' | 'resume-entries' | 'freeze' | 'resume' | 'drain' | 'stop';

/** What may be said with it; each way of steering takes what concerns it. */
export type Saying = {
  readonly reason: string;
  readonly entries: 'hold' | 'refuse';
  readonly policy: 'shift' | 'catch-up' | 'skip';
};

type Steered = components['schemas']['Steered'];

/** Steers a journey. A `dryRun` only counts whom it concerns; `expect` repeats the number of people that was shown. */
export const useSteer = () => {
  const api = useApi();
  return async (input: {
    key: string;
    how: Steering;
    saying: Saying;
    dryRun: boolean;
    expect?: number | undefined;
  }): Promise<Steered> => {
    const { key, how, saying, dryRun, expect } = input;
    const params = { path: { key }, ...(dryRun ? { query: { dryRun: '1' as const } } : {}) };
    const why = saying.reason.trim() === '' ? {} : { reason: saying.reason.trim() };
    const expected = expect === undefined || expect === 0 ? {} : { expect };
    switch (how) {
      case 'pause':
        return ask(api.POST('/api/journeys/{key}/pause', { params, body: {} }));
      case 'drain':
        return ask(api.POST('/api/journeys/{key}/drain', { params, body: {} }));
      case 'resume-entries':
        return ask(api.POST('/api/journeys/{key}/resume-entries', { params, body: expected }));
      case 'freeze': {
        const body = { entries: saying.entries, ...why };
        return ask(api.POST('/api/journeys/{key}/freeze', { params, body }));
      }
      case 'resume': {
        const body = { policy: saying.policy, ...expected };
        return ask(api.POST('/api/journeys/{key}/resume', { params, body }));
      }
      case 'stop':
        return ask(api.POST('/api/journeys/{key}/stop', { params, body: why }));
    }
  };
};
