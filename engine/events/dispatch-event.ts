import { reachOf } from '../../domain/events/event.ts';
import { isOwed } from '../../domain/events/owed.ts';
import { ownNames } from '../../domain/events/own-names.ts';
import type { EventScope } from '../../domain/profiles/event-scope.ts';
import { identitiesOf } from '../../domain/profiles/identities/identity.ts';
import { newProfile, type Profile } from '../../domain/profiles/profile.ts';
import type { Clock } from '../clock/clock.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { EventRow, EventStore, Follow } from './ports.ts';
import type { Applied, AppliedGroup, ApplyToProfile } from './apply-to-profile.ts';
import type { HeardNames } from './heard-names.ts';
import { isPlain } from './plain-event.ts';
import type { ResolvedGroup } from '../people/resolve-group.ts';

type At = { row: EventRow; live: LiveWorkspace; profile: Profile; now: number };

export type DispatchDeps = {
  readonly clock: Clock;
  readonly live: LiveWorkspaces;
  readonly events: EventStore;
  /** Erases whom the event asks to erase; answers whether it was such an event. */
  readonly eraseOnRequest: (row: EventRow) => Promise<boolean>;
  readonly resolveGroup: (rows: readonly [EventRow, ...EventRow[]]) => Promise<ResolvedGroup>;
  /** Takes an event back that is about an erased person. */
  readonly refuse: (row: EventRow) => Promise<void>;
  readonly apply: ApplyToProfile;
  readonly heardNames: HeardNames;
  readonly noteMetrics: (input: { row: EventRow; profileId: string }) => Promise<void>;
  readonly noteConsent: (input: {
    row: EventRow;
    profile: Profile;
    scope: EventScope;
    now: number;
  }) => Promise<void>;
  readonly askConsent: (input: { row: EventRow; live: LiveWorkspace; now: number }) => Promise<void>;
  readonly askPrivacy: (input: At) => Promise<void>;
  readonly askSelfService: (input: At) => Promise<void>;
  readonly moveDevice: (input: { row: EventRow; profile: Profile; now: number }) => Promise<void>;
  readonly noteFeedback: (input: { row: EventRow; profile: Profile; now: number }) => Promise<void>;
  readonly wakeRuns: (input: At & { changed: readonly string[] }) => Promise<void>;
  readonly followRules: (input: At & { keys: readonly string[] }) => Promise<void>;
  readonly enterByRequest: (input: At) => Promise<unknown>;
  readonly enterByEvent: (input: At & { follow: Follow }) => Promise<void>;
  readonly trackOrders: (input: At & { fires: boolean }) => Promise<void>;
  readonly trackReferrals: (input: At & { fires: boolean }) => Promise<void>;
  readonly earnPoints: (input: At & { fires: boolean }) => Promise<void>;
  readonly noteSurvey: (input: At) => Promise<void>;
  readonly noteRequest: (input: { row: EventRow; profile: Profile; now: number }) => Promise<void>;
};

/** Names of the traits this event tells of as changed. */
const changedBy = ({ row, follow }: { row: EventRow; follow: Follow }): readonly string[] => {
  const { attribute } = row.properties;
  const isTold = row.name === ownNames.attribute && row.trust === 'engine' && typeof attribute === 'string';
  const told = isTold ? attribute.replace(/^\$\.traits\.([\w-]+).*$/, '$1') : undefined;
  return [...follow.changed.map((one) => one.name), ...(told === undefined ? [] : [told])];
};

/**
 * Refuses what is about an erased person. Nobody is made by it, but an address that was taken back, or is dead, stays so:
 * that is kept under a keyed hash of the address alone.
 */
const refuse = async (input: {
  deps: DispatchDeps;
  row: EventRow;
  scope: EventScope;
  now: number;
}): Promise<void> => {
  const { deps, row, scope, now } = input;
  if (isOwed(row)) {
    const { tenant } = row;
    const profile = newProfile({ id: '', tenant, ids: [...identitiesOf(row)], referralCode: '', now });
    await deps.noteConsent({ row, profile, scope, now });
    await deps.noteFeedback({ row, profile, now });
  }
  await deps.refuse(row);
};

/** Does what comes of an event after the profile was changed by it. Every part may be repeated without harm. */
const followUp = async (input: {
  deps: DispatchDeps;
  live: LiveWorkspace;
  now: number;
  applied: Applied;
}): Promise<void> => {
  const { deps, live, now } = input;
  const { row, profile, follow } = input.applied;
  const at = { row, live, profile, now };
  // A withdrawal holds whenever it was said, a request is owed an answer, a dead address stays dead.
  await deps.noteConsent({ ...at, scope: live.eventScope });
  await deps.moveDevice(at);
  await deps.noteRequest(at);
  await deps.noteFeedback(at);
  const fires = reachOf(row) === 'fires';
  await deps.trackOrders({ ...at, fires });
  await deps.trackReferrals({ ...at, fires });
  await deps.earnPoints({ ...at, fires });
  // What is only recorded still counts where effects are measured.
  if (reachOf(row) !== 'quarantined') {
    await deps.noteMetrics({ row, profileId: profile.id });
    await deps.noteSurvey(at);
  }
  if (!fires) return;
  await deps.askConsent(at);
  await deps.askPrivacy(at);
  await deps.askSelfService(at);
  await deps.wakeRuns({ ...at, changed: changedBy({ row, follow }) });
  await deps.followRules({ ...at, keys: follow.rules });
  await deps.enterByRequest(at);
  await deps.enterByEvent({ ...at, follow });
};

const stateOf = (row: EventRow): 'done' | 'recorded' => (reachOf(row) === 'fires' ? 'done' : 'recorded');

const finish = async (input: { deps: DispatchDeps; rows: readonly EventRow[] }): Promise<void> => {
  for (const state of ['done', 'recorded'] as const) {
    const rows = input.rows.filter((row) => stateOf(row) === state);
    const [first] = rows;
    if (first === undefined) continue;
    await input.deps.events.finishAll({ tenant: first.tenant, ids: rows.map(({ id }) => id), state });
  }
};

/** What comes of a group that was applied: of all but the last nothing, unless something waits for their names. */
const followGroup = async (input: {
  deps: DispatchDeps;
  live: LiveWorkspace;
  now: number;
  group: AppliedGroup;
}): Promise<void> => {
  const { deps, live, group } = input;
  const { earlier, last } = group;
  const isQuiet = !last.hasNews && isPlain({ row: last.row, live });
  const quiet = isQuiet ? [...earlier, last] : earlier;
  const whose = { tenant: last.row.tenant, profileId: last.profile.id };
  const heard = await deps.heardNames({ ...whose, names: quiet.map(({ row }) => row.name) });
  for (const applied of quiet) {
    if (heard.has(applied.row.name)) await followUp({ ...input, applied });
  }
  await finish({ deps, rows: quiet.map(({ row }) => row) });
  if (isQuiet) return;
  await followUp({ ...input, applied: last });
  await finish({ deps, rows: [last.row] });
};

/** The first event and those after it that can go with it. */
const groupOf = (input: {
  rows: readonly [EventRow, ...EventRow[]];
  live: LiveWorkspace;
}): readonly [EventRow, ...EventRow[]] => {
  const { live } = input;
  const [first, ...others] = input.rows;
  if (!isPlain({ row: first, live })) return [first];
  const end = others.findIndex((row) => !isPlain({ row, live }));
  return [first, ...(end === -1 ? others : others.slice(0, end))];
};

/**
 * Makes the way of stored events of one lane: whom are they about, what do they change, whom do they wake, what do they
 * start. It takes the first of them, as many as can go together, and answers how many these were: a group is read,
 * worked out event by event, and written once. It ends with the first event of which more comes than the profile, so that
 * what it starts sees the person as they were then. Every part may be repeated without harm, so after a crash the whole is
 * simply done again.
 */
export const createDispatchEvents = (deps: DispatchDeps) => {
  return async (given: readonly EventRow[]): Promise<number> => {
    const [first, ...others] = given;
    if (first === undefined) return 0;
    const now = deps.clock.now(first.tenant);
    const live = await deps.live.of(first.tenant);
    // What is asked for is done, however old the request is, and before anything is made of it.
    if (await deps.eraseOnRequest(first)) return 1;
    const rows = groupOf({ rows: [first, ...others], live });
    const { person, count } = await deps.resolveGroup(rows);
    if (person === 'erased') {
      await refuse({ deps, row: first, scope: live.eventScope, now });
      return 1;
    }
    const group = await deps.apply({ rows: [first, ...rows.slice(1, count)], person, live, now });
    await followGroup({ deps, live, now, group });
    return group.earlier.length + 1;
  };
};
