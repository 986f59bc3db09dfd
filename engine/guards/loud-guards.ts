import type { Guards } from '../../domain/guards/guard-settings.ts';
import { nominalLength, toDuration } from '../../domain/time/duration.ts';
import type { GuardCounts } from './ports.ts';

/** What goes wrong where a guard of shares has something to judge. */
const badOf = { complaints: 'complaint', bounces: 'bounce', failures: 'failed' } as const;

/**
 * The guards that may have something to stop in any of these journeys; the others are off. Each costs one look into an
 * index for all journeys together, so that a tenant where little goes wrong costs the same with one journey and with many.
 */
export const loudGuards = async (input: {
  counts: Pick<GuardCounts, 'anyBad' | 'enteredAny'>;
  tenant: string;
  journeys: readonly string[];
  guards: Guards;
  /** On the tenant's clock. */
  now: number;
}): Promise<Guards> => {
  const { counts, tenant, journeys, guards, now } = input;
  const since = (within: string): number => now - nominalLength(toDuration(within));
  const share = async (name: keyof typeof badOf) => {
    const limit = guards[name];
    if (limit === false) return false;
    const of = { tenant, journeys, from: since(limit.within), what: badOf[name] };
    return (await counts.anyBad(of)) ? limit : false;
  };
  const entries = async () => {
    const limit = guards.entries;
    if (limit === false) return false;
    const { atLeast } = limit;
    const count = await counts.enteredAny({ tenant, journeys, from: since(limit.within), limit: atLeast });
    return count >= atLeast ? limit : false;
  };
  return {
    plugins: guards.plugins,
    complaints: await share('complaints'),
    bounces: await share('bounces'),
    failures: await share('failures'),
    entries: await entries(),
  };
};

/** Whether any guard of journeys is on. */
export const isAnyOn = ({ complaints, bounces, failures, entries }: Guards): boolean =>
  [complaints, bounces, failures, entries].some((limit) => limit !== false);
