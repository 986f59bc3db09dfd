import { CicloError } from '../../domain/errors.ts';
import { reachOf } from '../../domain/events/event.ts';
import { leftOutOf } from '../../domain/profiles/left-out.ts';
import { type Profile, wasApplied, withApplied } from '../../domain/profiles/profile.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../journeys/live-workspace.ts';
import type { EventRow, EventStore, Follow } from './ports.ts';
import type { PeopleStore } from '../privacy/people-port.ts';
import type { OrderStore, ProfileRow } from '../people/ports.ts';
import type { ReadRecord } from '../records/journeys/read-record.ts';
import type { RewriteProfile } from '../people/rewrite-profile.ts';
import { isWorkedOut, workOut } from '../people/work-out.ts';
import { applyOneEvent, nothingFollows } from './apply-one-event.ts';
import { actsOutside } from './follow-rules.ts';
import { createNoteApplied, type NoteApplied } from './note-applied.ts';
import type { CurrentMeasures } from '../value/current-measures.ts';
import { computedOf, type NoteOrder } from '../orders/note-order.ts';

/** An event that was applied, and the profile as it was right after it. */
export type Applied = {
  readonly row: EventRow;
  readonly profile: Profile;
  readonly follow: Follow;
  /** It was applied before, and changed nothing now. */
  readonly isRepeat: boolean;
  /** Whether more comes of it than the profile: something was changed that others may look at, or a rule acts outside. */
  readonly hasNews: boolean;
};

/** What was applied of a group: as far as its first event that has news. */
export type AppliedGroup = { readonly earlier: readonly Applied[]; readonly last: Applied };

export type ApplyToProfile = (input: {
  /** Of one person; what is about an order is alone. */
  readonly rows: readonly [EventRow, ...EventRow[]];
  readonly person: ProfileRow;
  readonly live: LiveWorkspace;
  readonly now: number;
}) => Promise<AppliedGroup>;

type Deps = {
  readonly events: EventStore;
  readonly orders: Pick<OrderStore, 'of'>;
  readonly people: Pick<PeopleStore, 'merge'>;
  readonly noteOrder: NoteOrder;
  readonly live: LiveWorkspaces;
  readonly measures: CurrentMeasures;
  readonly rewriteProfile: RewriteProfile;
  readonly readRecord: ReadRecord;
};

const hasNewsOf = ({ follow, live }: { follow: Follow; live: LiveWorkspace }): boolean =>
  follow.changed.length > 0 || actsOutside({ keys: follow.rules, live });

type Group = Parameters<ApplyToProfile>[0] & {
  readonly deps: Deps;
  readonly before: Profile;
  /** As published now: segments and dates go by it. */
  readonly current: LiveWorkspace;
  readonly noted: NoteApplied;
  readonly hasNewOrders: boolean;
};

/** What the next event makes of the profile; what was applied to it before changes nothing. */
const applyNext = async (
  input: Group & {
    row: EventRow;
    profile: Profile;
    /** Whether its segments and dates were worked out for this group. */
    isWorkedOut: boolean;
  },
): Promise<Applied> => {
  const { deps, row, profile: before, live, current, now, noted, hasNewOrders } = input;
  if (wasApplied({ profile: before, id: row.id })) {
    const follow = row.follow ?? nothingFollows;
    return { row, profile: before, follow, isRepeat: true, hasNews: hasNewsOf({ follow, live }) };
  }
  const { tenant, id } = row;
  const { currency } = live.published.settings;
  const whose = { tenant, profileId: before.id, currency, orders: deps.orders };
  const computed = hasNewOrders ? await computedOf(whose) : undefined;
  const measures = hasNewOrders ? await deps.measures.of(tenant) : undefined;
  const { events } = noted;
  const applied = await applyOneEvent({ row, before, computed, measures, live, now, events });
  const { follow } = applied;
  // Rules ask about what happened before; segments and watched runs count the event itself.
  noted.add({ row, follow, notes: leftOutOf({ profile: before, event: row, scope: live.eventScope }) });
  const change = { id, now, isSilent: reachOf(row) !== 'fires' };
  const profile =
    input.isWorkedOut && isWorkedOut({ before, after: applied.profile, live: current })
      ? applied.profile
      : await workOut({
          before,
          profile: applied.profile,
          live: current,
          change,
          events,
          journeyOf: deps.live.journey,
          readRecord: deps.readRecord,
        });
  const hasTold = profile.outbox.length > before.outbox.length;
  const written = withApplied({ profile, ids: [id] });
  return { row, profile: written, follow, isRepeat: false, hasNews: hasTold || hasNewsOf({ follow, live }) };
};

/** The events one after the other, as far as the first that has news. */
const applyRows = async (input: Group): Promise<AppliedGroup> => {
  const [first, ...others] = input.rows;
  const earlier: Applied[] = [];
  let last = await applyNext({ ...input, row: first, profile: input.before, isWorkedOut: false });
  for (const row of others) {
    if (last.hasNews) break;
    earlier.push(last);
    const { profile } = last;
    last = await applyNext({ ...input, row, profile, isWorkedOut: !last.isRepeat });
  }
  return { earlier, last };
};

/**
 * Makes the part of the dispatch that changes the profile: a group of events with one write, each of which sees what the one
 * before it left. What follows is noted on the events before the profile is written, so that after a crash the same follows.
 */
export const createApplyToProfile = (deps: Deps): ApplyToProfile => {
  return async (input) => {
    const { rows, person, live, now } = input;
    const [first] = rows;
    const { tenant } = first;
    const { settings, catalog } = live.published;
    const hasNewOrders = await deps.noteOrder({
      row: first,
      profileId: person.id,
      currency: settings.currency,
      catalog: catalog.products,
      now,
    });
    const made: { group?: AppliedGroup } = {};
    const profile = await deps.rewriteProfile({
      tenant,
      profileId: person.id,
      known: person,
      rewrite: async ({ profile: before, live: current }) => {
        // Merged since it was found: what was noted meanwhile goes along.
        if (before.id !== person.id) await deps.people.merge({ tenant, from: person.id, to: before.id });
        const noted = createNoteApplied({ events: deps.events, tenant, profile: before });
        const group = await applyRows({ ...input, deps, before, current, noted, hasNewOrders });
        made.group = group;
        if ([...group.earlier, group.last].every(({ isRepeat }) => isRepeat)) return undefined;
        await noted.flush();
        return group.last.profile;
      },
    });
    if (made.group === undefined) throw new CicloError({ code: 'internal', message: 'Nothing was applied.' });
    return { ...made.group, last: { ...made.group.last, profile } };
  };
};
