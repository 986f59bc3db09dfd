import type { AcceptedEvent, ExternalId } from '../../../domain/events/event.ts';
import { hashId } from '../../../domain/hash.ts';
import { type Json, isJsonObject, own, toJson } from '../../../domain/json.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import { normaliseEmail } from '../../../domain/messages/mail-address.ts';
import { normalisePhone } from '../../../domain/messages/phone.ts';
import type { PairPlan } from '../../../domain/sync/plan-pair.ts';
import type { SyncSettings } from '../../../domain/sync/sync-settings.ts';
import type { ReadRow } from '../../../plugins/runtime/sync.ts';
import type { Accept } from '../../events/accept.ts';
import type { ProfileStore } from '../../people/ports.ts';
import type { SyncPeople } from '../ports.ts';
import type { InWrite, OurRow, Side, SideInput } from '../side.ts';

type Deps = {
  readonly accept: Accept;
  readonly profiles: ProfileStore;
  readonly syncPeople: SyncPeople;
};

/** The kind of identity that names a person by their id in the other system. */
export const identityKindOf = ({ plugin, object }: Pick<SyncSettings, 'plugin' | 'object'>): string =>
  `${plugin}.${object.replaceAll(/[^\w-]/g, '-')}`.slice(0, 40);

/** What of a profile besides its traits can go out. */
const outside = (profile: Profile, path: string): Json | undefined => {
  const {
    stage,
    tags,
    segments,
    points,
    scores,
    computed,
    predictions,
    createdAt,
    lastSeenAt,
    referralCode,
  } = profile;
  const facts = { stage, tags, segments, points, scores, computed, createdAt, lastSeenAt, referralCode };
  let at: Json | undefined = toJson({ ...facts, predictions });
  for (const part of path.split('.')) at = isJsonObject(at) ? own(at, part) : undefined;
  return at;
};

const prefix = 'profile.';

const valueOf = (profile: Profile, name: string) =>
  name.startsWith(prefix)
    ? { value: outside(profile, name.slice(prefix.length)), at: undefined }
    : { value: own(profile.traits, name), at: own(profile.traitTimes, name) };

/** The identity that a value of the matching field is, if it is one. */
const identityOf = (ours: string, value: Json | undefined): string | undefined => {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  if (ours === 'userId') return `user:${text.trim()}`;
  const plain = ours === 'phone' ? normalisePhone(text) : normaliseEmail(text);
  return plain === undefined ? undefined : `${ours}:${plain}`;
};

const idOfKind = (profile: Profile, kind: string): string | undefined =>
  profile.ids.find((id) => id.startsWith(`${kind}:`))?.slice(kind.length + 1);

const rowOf = (profile: Profile, settings: SyncSettings): OurRow => {
  const { ours } = settings.match;
  const match = idOfKind(profile, ours === 'userId' ? 'user' : ours);
  const isMember = settings.segment === undefined || profile.segments.includes(settings.segment);
  return {
    id: profile.id,
    side: { value: (name) => valueOf(profile, name), consents: profile.consents },
    match,
    mayGoOut: isMember && profile.restricted !== true && profile.mergedInto === undefined,
    theirs: idOfKind(profile, identityKindOf(settings)),
    changedAt: profile.syncAt ?? 0,
  };
};

/** An identity that the person has already, so that what comes in is about them whatever it says. */
const known = (ids: readonly string[]): Pick<AcceptedEvent, 'userId' | 'externalIds'> => {
  const user = ids.find((id) => id.startsWith('user:'));
  if (user !== undefined) return { userId: user.slice('user:'.length), externalIds: [] };
  const [first = ''] = ids;
  const colon = first.indexOf(':');
  const one: ExternalId = { kind: first.slice(0, colon), value: first.slice(colon + 1) };
  return { externalIds: colon === -1 ? [] : [one] };
};

type Making = SideInput & { readonly theirs: ReadRow; readonly ids: readonly string[] };

const eventOf = (
  input: Making,
  what: Pick<AcceptedEvent, 'type' | 'name' | 'timestamp'> & Partial<AcceptedEvent>,
): AcceptedEvent => {
  const { settings, sync, theirs, ids, isHistory } = input;
  const { plugin } = settings;
  const self: ExternalId = { kind: identityKindOf(settings), value: theirs.id };
  const about = known(ids);
  const said = JSON.stringify([what.name, what.timestamp, what.traits ?? {}, what.properties ?? {}]);
  return {
    properties: {},
    traits: {},
    context: {},
    source: plugin,
    trust: 'webhook',
    backfill: isHistory,
    ...about,
    ...what,
    externalIds: [self, ...about.externalIds],
    messageId: `${plugin}:${hashId('sync', sync, theirs.id, said)}`,
  };
};

/** The events that bring a plan to a person: traits that were set at one time are one event. */
const eventsOf = (input: Making & { readonly plan: PairPlan }): readonly AcceptedEvent[] => {
  const { plan, settings, theirs, now } = input;
  const times = new Map<number, [string, Json][]>();
  for (const { name, value, at } of plan.sets) times.set(at, [...(times.get(at) ?? []), [name, value]]);
  const { ours, theirs: field } = settings.match;
  const match = identityOf(ours, own(theirs.fields, field));
  const first = theirs.updatedAt === undefined ? now : Math.min(now, theirs.updatedAt);
  if (times.size === 0 && input.ids.length === 0) times.set(first, []);
  const withUser = match?.startsWith('user:') === true ? { userId: match.slice('user:'.length) } : {};
  return [
    ...[...times].map(([timestamp, entries]) =>
      eventOf(input, {
        type: 'identify',
        name: 'identify',
        timestamp,
        traits: Object.fromEntries(entries),
        ...(input.ids.length === 0 ? withUser : {}),
      }),
    ),
    ...plan.withdraws.map(({ channel, topic }) =>
      eventOf(input, {
        type: 'track',
        name: 'Consent Withdrawn',
        timestamp: now,
        properties: { channel, topic, source: settings.plugin },
      }),
    ),
  ];
};

/** Which people these of theirs are. */
const createFound =
  ({ profiles }: Deps): Side['found'] =>
  async ({ tenant, settings, rows }) => {
    const kind = identityKindOf(settings);
    const { ours, theirs } = settings.match;
    const named = rows.map((row): [string, readonly string[]] => {
      const match = identityOf(ours, own(row.fields, theirs));
      return [row.id, [`${kind}:${row.id}`, ...(match === undefined ? [] : [match])]];
    });
    const ids = named.flatMap(([, all]) => all);
    const there = ids.length === 0 ? [] : await profiles.withIds({ tenant, ids });
    const byId = new Map(there.flatMap((profile) => profile.ids.map((id) => [id, profile] as const)));
    return new Map(
      named.flatMap(([id, all]): [string, OurRow][] => {
        const profile = all.map((one) => byId.get(one)).find((one) => one !== undefined);
        return profile === undefined ? [] : [[id, rowOf(profile, settings)]];
      }),
    );
  };

/**
 * People: what comes in is told by events, as everything that is known of people, so that the time of each trait, rules, segments and journeys
 * hold as ever.
 */
export const createPeopleSide = (deps: Deps): Side => {
  const { accept, profiles, syncPeople } = deps;
  const rowsOf = (settings: SyncSettings, found: readonly Profile[]) =>
    found.map((profile) => rowOf(profile, settings));
  const writesOf = async (input: SideInput & { writes: readonly InWrite[] }) => {
    const { writes, ...side } = input;
    const events: AcceptedEvent[] = [];
    for (const { theirs, ours, plan } of writes) {
      const profile =
        ours === undefined ? undefined : await profiles.get({ tenant: side.tenant, profileId: ours.id });
      events.push(...eventsOf({ ...side, theirs, plan, ids: profile?.ids ?? [] }));
    }
    return events;
  };
  return {
    settled: async ({ settings }) => settings,
    erased: async () => new Map(),
    // Who is deleted there stays a person here.
    remove: async () => undefined,
    linked: (profileId) => ({ profileId }),
    changed: async ({ tenant, settings, after, limit }) =>
      rowsOf(settings, await syncPeople.changed({ tenant, after, limit })),
    all: async ({ tenant, settings, after, limit }) =>
      rowsOf(settings, await syncPeople.all({ tenant, after, limit })),
    byIds: async ({ tenant, settings, ids }) => {
      const found = await Promise.all(ids.map((profileId) => profiles.get({ tenant, profileId })));
      return rowsOf(
        settings,
        found.filter((one) => one !== undefined),
      );
    },
    found: createFound(deps),
    write: async (input) => {
      const events = await writesOf(input);
      if (events.length > 0) await accept({ tenant: input.tenant, events });
      return input.writes.map(({ ours }) => ({ kind: 'done', id: ours?.id }));
    },
  };
};
