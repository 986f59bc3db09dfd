import { ownNames } from '../../domain/events/own-names.ts';
import { hashId } from '../../domain/hash.ts';
import { type CapKind, capWindows } from '../../domain/journey/entry-caps.ts';
import type { LiveJourney, LiveWorkspace } from '../journeys/live-workspace.ts';
import type { PlaceStore } from './ports.ts';
import type { LedgerStore, Run } from '../runs/ports.ts';
import type { Refused } from './entered.ts';

const reasons = {
  hour: 'full-hour',
  day: 'full-day',
  occurrence: 'full-occurrence',
  total: 'full-total',
} as const satisfies Record<CapKind, Refused['reason']>;

/** The instant of the schedule that enters somebody. */
const occurrenceOf = ({ entry }: Run): string | undefined => {
  const occurrence = entry?.event === ownNames.schedule ? entry.properties['occurrence'] : undefined;
  return typeof occurrence === 'string' ? occurrence : undefined;
};

/**
 * Makes the part of an entry that looks at the caps of the journey: it takes the places of the run, or refuses it and says
 * so in the ledger. Anyone who is refused is not entered later; another occasion asks again.
 */
export const createRefuseIfFull = (deps: { places: PlaceStore; ledger: LedgerStore }) => {
  return async (input: {
    live: LiveWorkspace;
    journey: LiveJourney;
    run: Run;
  }): Promise<Refused | undefined> => {
    const { live, journey, run } = input;
    const { tenant, profileId, version, enteredAt: at } = run;
    const { caps } = journey.definition.entry;
    if (caps === undefined) return undefined;
    const zone = live.published.settings.timezone;
    const windows = capWindows({ caps, at, zone, occurrence: occurrenceOf(run) });
    const taken = await deps.places.take({ tenant, journey: journey.key, run: run.id, windows });
    if (taken.kind === 'taken') return undefined;
    const reason = reasons[taken.cap];
    await deps.ledger.append([
      {
        id: hashId(run.id, 'not-entered', run.cause),
        kind: 'not-entered',
        step: null,
        visit: 0,
        reason,
        tenant,
        run: run.id,
        journey: journey.key,
        version,
        profileId,
        at,
        n: 0,
      },
    ]);
    return { kind: 'refused', reason };
  };
};
