import { type EventFact, reachOf, toEventFact } from '../../../domain/events/event.ts';
import { rewind } from '../../../domain/dry-run/rewind.ts';
import { askedEvents } from '../../../domain/dry-run/asked-events.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { Checked } from '../../../domain/problem.ts';
import { checkConditions, conditionsSchemaFor, type Conditions } from '../../../domain/rules/conditions.ts';
import { createRuleSet, type RuleSet } from '../../../domain/rules/decide/rule-set.ts';
import { eventFacts } from '../../../domain/rules/facts.ts';
import { checkSegmentKeys } from '../../../domain/rules/segment-order.ts';
import { summariseEvents } from '../../../domain/rules/summarise-events.ts';
import type { Clock } from '../../clock/clock.ts';
import type { EventRow, EventStore } from '../../events/ports.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../../journeys/live-workspace.ts';
import { profileFacts } from '../../people/profile-facts.ts';
import type { OrderStore, ProfileStore } from '../../people/ports.ts';
import { findPerson } from '../person-facts.ts';
import type { DryRunReads } from '../ports.ts';

const day = 86_400_000;
const everyEvent = '*';
/** So many events are decided at most: the newest. */
const looksMost = 1000;
const historyMost = 1000;
const sideBySide = 32;
const propertiesMost = 60;

/** An event for which conditions would have held, with the person as they are now. */
export type TriedEvent = { readonly event: EventFact; readonly person: Profile };

/** What a rule would have done with the events of the last days. */
export type RuleTrial = {
  /** How many of its events came in that time, about people who are still there or not. */
  readonly events: number;
  /** How many of them were decided, the newest first. */
  readonly lookedAt: number;
  readonly matched: number;
  /** How many people those that matched are about. */
  readonly people: number;
  readonly sample: readonly TriedEvent[];
  /** Names of properties of these events, the most frequent first. */
  readonly properties: readonly string[];
};

export type TryRule = (input: {
  tenant: string;
  /** Names of events; `*` for all. */
  on: readonly string[];
  /** Conditions, unchecked. */
  conditions: unknown;
  days: number;
  /** How many of those that matched are shown. */
  sample: number;
}) => Promise<
  | { readonly ok: true; readonly trial: RuleTrial }
  | { readonly ok: false; readonly problems: Extract<Checked<unknown>, { ok: false }>['problems'] }
>;

type Deps = {
  readonly dryRunReads: Pick<DryRunReads, 'latestEvents' | 'countEvents' | 'eventsOf'>;
  readonly profiles: Pick<ProfileStore, 'get'>;
  readonly orders: Pick<OrderStore, 'of'>;
  readonly events: Pick<EventStore, 'summarise' | 'summariseRecords'>;
  readonly live: LiveWorkspaces;
  readonly clock: Clock;
};

/** Conditions of a rule that can be asked here, or everything that is wrong with them, at its place. */
const readConditions = (input: { conditions: unknown; live: LiveWorkspace }): Checked<Conditions> => {
  const { conditions, live } = input;
  const path = 'conditions';
  const problems = checkConditions({ conditions, path, facts: eventFacts });
  if (problems.length > 0) return { ok: false, problems };
  const parsed = conditionsSchemaFor(eventFacts).parse(conditions);
  const known = new Set(live.published.segments.map(({ key }) => key));
  const unknown = checkSegmentKeys({ conditions: parsed, known, path });
  return unknown.length > 0 ? { ok: false, problems: unknown } : { ok: true, value: parsed, warnings: [] };
};

const ruleOf = (conditions: Conditions): RuleSet =>
  createRuleSet([
    {
      key: 'tried',
      name: 'tried',
      on: [everyEvent],
      priority: 1,
      conditions,
      event: { type: 'tag', params: { add: ['tried'] } },
    },
  ]);

type Setting = {
  readonly deps: Deps;
  readonly live: LiveWorkspace;
  readonly rule: RuleSet;
  /** Names of past events that the conditions ask about. */
  readonly asked: readonly string[];
};

/** Events came in this order; those of one instant by when they happened. */
const isBefore = (one: EventRow, other: EventRow): boolean =>
  one.receivedAt - other.receivedAt < 0 ||
  (one.receivedAt === other.receivedAt &&
    (one.timestamp < other.timestamp || (one.timestamp === other.timestamp && one.id < other.id)));

/** The events of one person for which the conditions would have held when they came, with the person as they were then. */
const matchesOf = async (
  input: Setting & { person: Profile; rows: readonly EventRow[] },
): Promise<readonly EventRow[]> => {
  const { deps, live, rule, asked, person, rows } = input;
  const { tenant, id: profileId } = person;
  const until = Math.max(...rows.map(({ receivedAt }) => receivedAt)) + 1;
  const [orders, history] = await Promise.all([
    deps.orders.of({ tenant, profileId }),
    asked.length === 0
      ? []
      : deps.dryRunReads.eventsOf({ tenant, profileId, names: asked, from: 0, until, limit: historyMost }),
  ]);
  const { currency } = live.published.settings;
  const found: EventRow[] = [];
  for (const row of rows) {
    // What the event itself says of the person is known when the rules are looked at.
    const profile = rewind({ profile: person, orders, currency, at: row.timestamp + 1 });
    const earlier = history.filter((one) => isBefore(one, row)).map(toEventFact);
    const facts = {
      ...profileFacts({ profile, live, now: row.receivedAt, events: deps.events }),
      event: toEventFact(row),
      events: (query: Parameters<typeof summariseEvents>[0]['query']) =>
        summariseEvents({ events: earlier, query }),
    };
    if ((await rule.decide({ eventName: row.name, facts })).length > 0) found.push(row);
  }
  return found;
};

const namesOf = (rows: readonly EventRow[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { properties } of rows)
    for (const name of Object.keys(properties)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, propertiesMost)
    .map(([name]) => name);
};

/** What matched of everybody these events are about, and who they are. */
const decideAll = async (input: Setting & { tenant: string; rows: readonly EventRow[] }) => {
  const { deps, tenant, rows } = input;
  const byPerson = new Map<string, EventRow[]>();
  for (const row of rows) {
    const { profileId = '' } = row;
    const own = byPerson.get(profileId);
    if (own === undefined) byPerson.set(profileId, [row]);
    else own.push(row);
  }
  const people = new Map<string, Profile>();
  const matched: EventRow[] = [];
  const left = byPerson.entries();
  const lane = async (): Promise<void> => {
    for (const [profileId, own] of left) {
      const person = await findPerson({ deps, tenant, profileId });
      if (person === undefined) continue;
      const found = await matchesOf({ ...input, person, rows: own });
      if (found.length > 0) people.set(profileId, person);
      matched.push(...found);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, lane));
  return { people, matched: matched.toSorted((one, other) => (isBefore(one, other) ? 1 : -1)) };
};

/**
 * Makes the trial of a rule: its conditions beside the events that came, with the people as they were then as far as that can
 * be told (see `rewind`): tags, scores, segments and records are as they are now. Nothing is written.
 */
export const createTryRule = (deps: Deps): TryRule => {
  return async ({ tenant, on, conditions, days, sample }) => {
    const live = await deps.live.of(tenant);
    const read = readConditions({ conditions, live });
    if (!read.ok) return { ok: false, problems: read.problems };
    const now = deps.clock.now(tenant);
    const names = on.includes(everyEvent) ? {} : { names: on };
    const time = { tenant, ...names, from: now - days * day, until: now + 1 };
    const [events, latest] = await Promise.all([
      deps.dryRunReads.countEvents(time),
      deps.dryRunReads.latestEvents({ ...time, limit: looksMost }),
    ]);
    const rows = latest.filter((row) => row.profileId !== undefined && reachOf(row) === 'fires');
    const asked = askedEvents([read.value]);
    const setting = { deps, live, rule: ruleOf(read.value), asked };
    const { people, matched } = await decideAll({ ...setting, tenant, rows });
    return {
      ok: true,
      trial: {
        events,
        lookedAt: latest.length,
        matched: matched.length,
        people: people.size,
        sample: matched.slice(0, sample).flatMap((row) => {
          const person = people.get(row.profileId ?? '');
          return person === undefined ? [] : [{ event: toEventFact(row), person }];
        }),
        properties: namesOf(latest),
      },
    };
  };
};
