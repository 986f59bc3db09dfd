import type { EventRow, EventStore, Follow } from './ports.ts';
import { reachOf, toEventFact } from '../../domain/events/event.ts';
import { own } from '../../domain/json.ts';
import { applyEvent } from '../../domain/profiles/apply-event.ts';
import { applyRule } from '../../domain/profiles/apply-rule.ts';
import { attributeChanges } from '../../domain/profiles/attribute-changes.ts';
import type { Computed } from '../../domain/profiles/computed.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import type { FiredRule } from '../../domain/rules/decide/rule-set.ts';
import { type Measures, withComputed } from '../../domain/value/figures.ts';
import { hourIn } from '../../domain/time/hour-in.ts';
import { zoneOfProfile } from '../runs/burst/session.ts';
import type { LiveWorkspace } from '../journeys/live-workspace.ts';
import { profileFacts } from '../people/profile-facts.ts';

/** Of what changed nothing, and fired no rule. */
export const nothingFollows: Follow = { joined: [], left: [], changed: [], rules: [] };

/** Traits that changed, by name, and other attributes that something depends on, by path. */
const changesOf = (input: {
  before: Profile;
  after: Profile;
  watched: readonly string[];
}): Follow['changed'] => {
  const paths = input.watched.filter((path) => !path.startsWith('$.traits.'));
  const others = attributeChanges({ ...input, paths });
  return [...changedTraits(input), ...others.map(({ path, from, to }) => ({ name: path, from, to }))];
};

const changedTraits = (input: { before: Profile; after: Profile }): Follow['changed'] => {
  const { before, after } = input;
  if (after.traits === before.traits) return [];
  return Object.keys(after.traitTimes).flatMap((name) => {
    const from = own(before.traits, name);
    const to = own(after.traits, name);
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ name, from: from ?? null, to: to ?? null }];
  });
};

type Asked = {
  readonly row: EventRow;
  readonly live: LiveWorkspace;
  readonly now: number;
  readonly events: Pick<EventStore, 'summarise' | 'summariseRecords'>;
};

const firedBy = async (input: Asked & { profile: Profile }): Promise<readonly FiredRule[]> => {
  const { row, live } = input;
  if (live.rules.concerned(row.name).length === 0) return [];
  const facts = { ...profileFacts(input), event: toEventFact(row) };
  return live.rules.decide({ eventName: row.name, facts });
};

/**
 * Works out what one event makes of a profile, and what follows: the event itself, `computed` when it was about an order,
 * then the rules that its name concerns. Segments and dates are worked out after (see `workOut`).
 */
export const applyOneEvent = async (
  input: Asked & {
    before: Profile;
    /** What is known from the orders of the person, where that is new. */
    computed: Computed | undefined;
    /** What the figures of customers are worked out with. */
    measures: Measures | undefined;
  },
): Promise<{ readonly profile: Profile; readonly follow: Follow }> => {
  const { row, before, computed, measures, live, now } = input;
  const { stages } = live.published.settings;
  const hour = (): number => hourIn({ at: row.timestamp, zone: zoneOfProfile({ profile: before, live }) });
  const told = applyEvent({ profile: before, event: row, stages, scope: live.eventScope, hour });
  const known = computed === undefined ? told : withComputed({ profile: told, computed, measures, now });
  if (reachOf(row) !== 'fires') return { profile: known, follow: row.follow ?? nothingFollows };
  const fired = await firedBy({ ...input, profile: known });
  const profile = fired.reduce<Profile>(
    (ruled, { rule }) => applyRule({ profile: ruled, event: rule.event, stages, at: row.timestamp }),
    known,
  );
  const changed = changesOf({ before, after: profile, watched: live.watched });
  return { profile, follow: { ...nothingFollows, changed, rules: fired.map((one) => one.rule.key) } };
};
