import { LRUCache } from 'lru-cache';

import { hashId } from '../../domain/hash.ts';
import type { Json } from '../../domain/json.ts';
import type { LiveJourney } from '../journeys/live-workspace.ts';
import type { EventRow } from '../events/ports.ts';
import type { LedgerRow, LedgerStore } from '../runs/ports.ts';
import type { Refused } from './entered.ts';

/** Somebody the door of a journey refused, and why. */
export type TurnedAway = {
  readonly tenant: string;
  readonly journey: Pick<LiveJourney, 'key' | 'version'>;
  readonly profileId: string;
  readonly reason: Refused['reason'] | 'where';
  /** On the tenant's clock. */
  readonly at: number;
  /** What asked for the entry; null when it was no event. */
  readonly entry: EventRow | null;
  /** What the run would have been about. */
  readonly key?: string | undefined;
  /** The comparisons behind a `where` that said no, or behind an exit that holds already. */
  readonly because?: Json;
};

/** Puts on record who was refused; a repeat, and another of the same day, adds nothing. */
export type RefuseEntry = (turned: readonly TurnedAway[]) => Promise<void>;

const dayMs = 86_400_000;
/** Rows this process wrote and need not write again; the ledger itself knows those that are forgotten here. */
const remembered = 20_000;

const detailOf = ({ entry, key, because }: TurnedAway): { readonly [name: string]: Json } => ({
  ...(entry === null ? {} : { event: entry.name, messageId: entry.messageId }),
  ...(key === undefined || key === '' ? {} : { key }),
  ...(because === undefined ? {} : { because }),
});

const toRow = (turned: TurnedAway): LedgerRow => {
  const { tenant, journey, profileId, reason, at } = turned;
  const id = hashId('turned-away', tenant, journey.key, profileId, reason, Math.floor(at / dayMs));
  return {
    id,
    tenant,
    // Of no run there is: the row stands for the one there would have been.
    run: id,
    journey: journey.key,
    version: journey.version,
    profileId,
    at,
    n: 0,
    kind: 'not-entered',
    step: null,
    visit: 0,
    reason,
    detail: detailOf(turned),
  };
};

/**
 * Makes the record of everybody a journey did not let in: one row of the ledger for each person, journey, reason and
 * day (of UTC), the first of that day, so that an event that comes a thousand times a day does not fill it.
 */
export const createRefuseEntry = (deps: { ledger: Pick<LedgerStore, 'append'> }): RefuseEntry => {
  const written = new LRUCache<string, true>({ max: remembered });
  return async (turned) => {
    const rows = turned.map(toRow).filter(({ id }) => !written.has(id));
    if (rows.length === 0) return;
    await deps.ledger.append(rows);
    for (const { id } of rows) written.set(id, true);
  };
};
