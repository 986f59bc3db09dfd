import { askedEvents } from '../../../domain/dry-run/asked-events.ts';
import { type EventFact, toEventFact } from '../../../domain/events/event.ts';
import type { Checked, Problem } from '../../../domain/problem.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import { checkConditions, type Conditions, conditionsSchemaFor } from '../../../domain/rules/conditions.ts';
import { createRuleSet, type RuleSet } from '../../../domain/rules/decide/rule-set.ts';
import { eventFacts } from '../../../domain/rules/facts.ts';
import { checkSegmentKeys } from '../../../domain/rules/segment-order.ts';
import type { Clock } from '../../clock/clock.ts';
import type { EventRow } from '../../events/ports.ts';
import type { LiveWorkspace, LiveWorkspaces } from '../../journeys/live-workspace.ts';
import { profileFacts } from '../../people/profile-facts.ts';
import { isBefore, latestOf, type PastDeps, type PastEvent, visitPast } from './past-events.ts';

const everyEvent = '*';
const propertiesMost = 60;

/** An event for which conditions would have held, with the person as they are now. */
export type TriedEvent = { readonly event: EventFact; readonly person: Profile };

/** What a rule would have done with the events of the last days. */
export type RuleTrial = {
  /** How many of its events came in that time. */
  readonly events: number;
  /** How many of them were looked at, the newest. */
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
  | { readonly ok: false; readonly problems: readonly Problem[] }
>;

type Deps = PastDeps & { readonly live: LiveWorkspaces; readonly clock: Clock };

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

/** The conditions as a rule that looks at every event. */
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

const namesOf = (rows: readonly EventRow[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { properties } of rows)
    for (const name of Object.keys(properties)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, propertiesMost)
    .map(([name]) => name);
};

/**
 * Makes the trial of a rule: its conditions beside the events that came, with the people as they were then as far as that can
 * be told: tags, scores, segments and records are as they are now. Nothing is written.
 */
export const createTryRule = (deps: Deps): TryRule => {
  return async ({ tenant, on, conditions, days, sample }) => {
    const live = await deps.live.of(tenant);
    const read = readConditions({ conditions, live });
    if (!read.ok) return { ok: false, problems: read.problems };
    const names = on.includes(everyEvent) ? undefined : on;
    const { count, rows } = await latestOf({ deps, tenant, names, days, now: deps.clock.now(tenant) });
    const rule = ruleOf(read.value);
    const matched: PastEvent[] = [];
    const visit = async (past: PastEvent): Promise<void> => {
      const { row, profile, events } = past;
      const known = profileFacts({ profile, live, now: row.receivedAt, events });
      const facts = { ...known, event: toEventFact(row) };
      if ((await rule.decide({ eventName: row.name, facts })).length > 0) matched.push(past);
    };
    await visitPast({ deps, tenant, live, rows, asked: askedEvents([read.value]), visit });
    return {
      ok: true,
      trial: {
        events: count,
        lookedAt: rows.length,
        matched: matched.length,
        people: new Set(matched.map(({ person }) => person.id)).size,
        sample: matched
          .toSorted((one, other) => (isBefore(one.row, other.row) ? 1 : -1))
          .slice(0, sample)
          .map(({ row, person }) => ({ event: toEventFact(row), person })),
        properties: namesOf(rows),
      },
    };
  };
};
