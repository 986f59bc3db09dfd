import { randomUUID } from 'node:crypto';

import type { Effect } from '../../../domain/journey/effects.ts';
import type { EffectStore } from '../ports.ts';
import type { Session } from '../burst/session.ts';
import { keepLease } from '../../messages/send/lease.ts';
import type { Performed } from './perform.ts';

const leaseMs = 60_000;

/** How an attempt ended, or why there was none. */
export type Attempted = Performed | { readonly kind: 'settled' } | { readonly kind: 'elsewhere' };

/**
 * Does an effect that has no key of its own under a lease, and keeps its result: of several who come to it, in bursts that race
 * or because an attempt takes long, one does it, and after a crash it is known to be done.
 */
export const attemptEffect = async (input: {
  deps: {
    readonly effects: Pick<EffectStore, 'begin' | 'renew' | 'settle'>;
    readonly systemTime: () => number;
  };
  session: Session;
  effect: Effect;
  work: (begun: { readonly firstTried: number }) => Promise<Performed>;
}): Promise<Attempted> => {
  const { session, effect, work } = input;
  const { effects, systemTime } = input.deps;
  const { tenant, run, now: at } = session;
  const named = { tenant, run: run.id, effect, claim: randomUUID() };
  const begun = await effects.begin({
    ...named,
    at,
    systemTime: systemTime(),
    leaseUntil: systemTime() + leaseMs,
  });
  if (begun.kind !== 'begun') return begun;
  const renew = (leaseUntil: number) => effects.renew({ ...named, leaseUntil });
  const lease = keepLease({ leaseMs, systemTime, renew });
  try {
    const performed = await work(begun);
    if (performed.kind === 'result') await effects.settle({ ...named, result: performed.result, at });
    return performed;
  } finally {
    await lease.end();
    // Where that fails the lease runs out by itself.
    await renew(0).catch(() => undefined);
  }
};
