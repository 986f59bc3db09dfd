import type { EventRow, EventStore, Follow } from '../ports/events.ts';
import { reachOf, toEventFact } from '../../domain/events/event.ts';
import { applyEvent, withTraits } from '../../domain/profiles/apply-event.ts';
import { attributeChanges } from '../../domain/profiles/attribute-changes.ts';
import { computeFromOrders, orderChange } from '../../domain/profiles/orders.ts';
import type { Profile } from '../../domain/profiles/profile.ts';
import { defaultStages, withStage } from '../../domain/profiles/stage.ts';
import type { FiredRule } from '../../domain/rules/rule-set.ts';
import { hourIn } from '../../domain/time/hour-in.ts';
import { zoneOfProfile } from '../burst/session.ts';
import type { LiveWorkspace } from '../live/live-workspace.ts';
import type { OrderStore, ProfileRow } from '../ports/profiles.ts';
import type { ChangeProfile } from '../profiles/change-profile.ts';
import { profileFacts } from '../profiles/profile-facts.ts';

export type Applied = { readonly profile: Profile; readonly follow: Follow };

/** Traits that changed, by name, and other attributes that something hangs on, by path. */
const changesOf = (input: {
  before: Profile;
  after: Profile;
  watched: readonly string[];
}): Follow['changed'] => {
  const paths = input.watched.filter((path) => !path.startsWith('$.traits.'));
  const others = attributeChanges({ ...input, paths });
  return [...changedTraits(input), ...others.map(({ path, from, to }) => ({ name: path, from, to }))];
};

const changedTraits = (input: { before: Profile; after: Profile }): Follow['changed'] =>
  Object.keys(input.after.traitTimes).flatMap((name) => {
    const from = input.before.traits[name];
    const to = input.after.traits[name];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ name, from: from ?? null, to: to ?? null }];
  });

/** What a fired rule changes on the profile itself; the other outcomes are carried out after. */
export const withRule = (input: {
  profile: Profile;
  fired: FiredRule;
  stages: readonly string[];
  at: number;
}): Profile => {
  const { profile, stages, at } = input;
  const { event } = input.fired.rule;
  switch (event.type) {
    case 'set':
      return withTraits({ profile, traits: event.params.traits, at });
    case 'tag': {
      const removing = new Set(event.params.remove ?? []);
      const kept = profile.tags.filter((tag) => !removing.has(tag));
      return { ...profile, tags: [...new Set([...kept, ...(event.params.add ?? [])])] };
    }
    case 'stage':
      return withStage({
        profile,
        stage: event.params.stage,
        stages,
        backward: event.params.backward ?? false,
        now: at,
      });
    case 'score': {
      const { kind, by } = event.params;
      return { ...profile, scores: { ...profile.scores, [kind]: profile.scores[kind] + by } };
    }
    case 'points':
      return { ...profile, points: profile.points + event.params.by };
    default:
      return profile;
  }
};

/**
 * Makes the part of the dispatch that changes the profile: the event itself, the orders, then the rules that
 * its name concerns. What follows is noted on the event before the profile is written, so that after a crash
 * the same follows.
 */
export const createApplyToProfile = (deps: {
  events: EventStore;
  orders: OrderStore;
  changeProfile: ChangeProfile;
}) => {
  return async (input: {
    row: EventRow;
    person: ProfileRow;
    live: LiveWorkspace;
    now: number;
  }): Promise<Applied> => {
    const { row, person, live, now } = input;
    const { tenant, messageId } = row;
    const { settings } = live.published;
    const fires = reachOf(row) === 'fires';
    const order = orderChange({ event: row, currency: settings.currency });
    if (order !== undefined) await deps.orders.change({ tenant, profileId: person.id, order });
    const orders = order === undefined ? undefined : await deps.orders.of({ tenant, profileId: person.id });
    const stages = settings.stages ?? defaultStages;
    let follow: Follow = row.follow ?? { joined: [], left: [], changed: [], rules: [] };

    const apply = async (before: Profile): Promise<Profile> => {
      const hour = hourIn({ at: row.timestamp, zone: zoneOfProfile({ profile: before, live }) });
      const told = applyEvent({ profile: before, event: row, stages, hour });
      const computed =
        orders === undefined
          ? told
          : { ...told, computed: computeFromOrders({ orders, currency: settings.currency }) };
      if (!fires) return computed;
      const facts = {
        ...profileFacts({ profile: computed, live, now, events: deps.events }),
        event: toEventFact(row),
      };
      const fired = await live.rules.decide({ eventName: row.name, facts });
      const ruled = fired.reduce<Profile>(
        (profile, one) => withRule({ profile, fired: one, stages, at: row.timestamp }),
        computed,
      );
      follow = {
        joined: [],
        left: [],
        changed: changesOf({ before, after: ruled, watched: live.watched }),
        rules: fired.map((one) => one.rule.key),
      };
      return ruled;
    };

    const profile = await deps.changeProfile({
      tenant,
      profileId: person.id,
      id: messageId,
      now,
      known: person,
      apply,
      isSilent: !fires,
      beforeWrite: () => deps.events.assign({ tenant, messageId, profileId: person.id, follow }),
    });
    return { profile, follow };
  };
};
