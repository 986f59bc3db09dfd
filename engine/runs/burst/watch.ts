import { exitPlace, goalPlace } from '../../../domain/journey/definition.ts';
import type { ReduceInput } from '../../../domain/journey/reduce/transitions.ts';
import { toJson } from '../../../domain/json.ts';
import { hashId } from '../../../domain/hash.ts';
import { profileLimits } from '../../../domain/profiles/profile-limits.ts';
import type { Profile, Watch } from '../../../domain/profiles/profile.ts';
import type { EventStore } from '../../events/ports.ts';
import type { ChangeProfile } from '../../people/change-profile.ts';
import { factsOf, type Session } from './session.ts';

/** As what the run is to be watched from now on; undefined when no condition can end or convert it any more. */
const wantedOf = (session: Session): Watch | undefined => {
  const { run, journey, now } = session;
  const { watched, version } = journey;
  if (watched.length === 0) return undefined;
  const watch: Watch = {
    run: run.id,
    journey: run.journey,
    version,
    entryKey: run.entryKey,
    enteredAt: run.enteredAt,
    looksAtEvents: watched.some((condition) => condition.looksAtEvents),
    met: [],
  };
  if (run.state.outcome === null) return watch;
  const { goalUntil, convertedAt } = run;
  const isSought = watched.some(({ path }) => path === goalPlace) && convertedAt === undefined;
  return isSought && goalUntil !== undefined && goalUntil >= now ? { ...watch, goalUntil } : undefined;
};

const isAs = (one: Watch | undefined, other: Watch | undefined): boolean =>
  one?.version === other?.version && one?.goalUntil === other?.goalUntil;

/** The profile with the run watched as it is to be; what came to hold before is not told again. */
const withWatch = (input: { profile: Profile; run: string; wanted: Watch | undefined }): Profile => {
  const { profile, run, wanted } = input;
  const { watches = [], ...rest } = profile;
  const before = watches.find((one) => one.run === run);
  const others = watches.filter((one) => one.run !== run);
  const kept = wanted === undefined ? others : [...others, { ...wanted, met: before?.met ?? [] }];
  return kept.length === 0 ? rest : { ...rest, watches: kept.slice(-profileLimits.watches) };
};

/**
 * Has the run watched as long as a condition of its journey can end or convert it: the conditions are looked at whenever
 * the person changes, and when time alone can make one hold. Called whenever the run comes to rest, once it is written; a
 * condition that holds by then is told at once. Nothing is written when it is watched already.
 */
export const keepWatch = async (input: {
  deps: { readonly changeProfile: ChangeProfile };
  session: Session;
}): Promise<void> => {
  const { deps, session } = input;
  const { tenant, now, run, profile } = session;
  const wanted = wantedOf(session);
  if (
    isAs(
      wanted,
      profile.watches?.find((one) => one.run === run.id),
    )
  )
    return;
  session.profile = await deps.changeProfile({
    tenant,
    profileId: run.profileId,
    id: hashId('watch', run.id, run.rev),
    now,
    onlyIfDifferent: true,
    apply: (current) => withWatch({ profile: current, run: run.id, wanted }),
  });
};

/** The first exit whose condition holds for the person as they are now; undefined when none does. */
export const exitHolding = async (input: {
  session: Session;
  events: EventStore;
}): Promise<Extract<ReduceInput, { kind: 'holds' }> | undefined> => {
  const { session, events } = input;
  const { watched, definition, recordKind } = session.journey;
  // The last exit of a journey about a record is for one that is gone.
  if (recordKind !== undefined && session.record === undefined)
    return { kind: 'holds', exit: definition.exit.length - 1, because: [] };
  if (watched.length === 0) return undefined;
  const facts = factsOf({ session, events });
  for (const { path, holds } of watched) {
    const exit = definition.exit.findIndex((_exit, index) => exitPlace(index) === path);
    if (exit === -1) continue;
    const { isMember, because } = await holds(facts);
    if (isMember) return { kind: 'holds', exit, because: toJson(because) };
  }
  return undefined;
};
