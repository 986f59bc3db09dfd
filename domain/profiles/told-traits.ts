import { isAddressTrait } from '../events/public-event.ts';
import type { AcceptedEvent } from '../events/event.ts';
import type { Ignored } from '../events/ignored.ts';
import { type JsonObject, own } from '../json.ts';
import type { EventScope } from './event-scope.ts';
import type { Profile } from './profile.ts';
import { profileLimits as limits } from './profile-limits.ts';
import { type BrokenTrait, keptTraits } from './trait-schema.ts';
import { wordFor } from './traits.ts';

/** The traits an event tells, by whose word they are; `refused` are those that pages may not set. */
type Told = {
  readonly shop: JsonObject;
  readonly page: JsonObject;
  readonly refused: readonly string[];
  /** Those that break a rule of the workspace. */
  readonly broken: readonly BrokenTrait[];
};

/** Where what an unproven page says is kept apart; nothing reads from there. */
const apart = 'unverified';

/**
 * Divides what an event tells of a person by whose word it is. What pages may set by `tracking.publicTraits` counts like
 * the word of the shop, and so do addresses, which a page only brings when a token of the shop states them.
 */
export const toldTraits = (input: {
  event: Pick<AcceptedEvent, 'type' | 'trust' | 'traits'>;
  scope: Pick<EventScope, 'pageTraits' | 'traits'>;
}): Told => {
  const { event, scope } = input;
  if (event.type !== 'identify') return { shop: {}, page: {}, refused: [], broken: [] };
  const { traits, broken } = keptTraits({ traits: event.traits, schemas: scope.traits });
  if (event.trust !== 'public') return { shop: traits, page: {}, refused: [], broken };
  const { pageTraits } = scope;
  const entries = Object.entries(traits);
  const isShared = (name: string): boolean => isAddressTrait(name) || pageTraits?.has(name) === true;
  const shop = entries.filter(([name]) => name !== apart && isShared(name));
  const rest = entries.filter(([name]) => name === apart || !isShared(name));
  const isTaken = ([name]: readonly [string, unknown]): boolean => name === apart || pageTraits === undefined;
  return {
    shop: Object.fromEntries(shop),
    page: Object.fromEntries(rest.filter(isTaken)),
    refused: rest.filter((one) => !isTaken(one)).map(([name]) => name),
    broken,
  };
};

/** Traits of a page that do not count, and why. */
export const pageTraitsLeftOut = (input: {
  profile: Pick<Profile, 'traits' | 'traitTimes'>;
  told: Told;
}): readonly Ignored[] => {
  const { profile, told } = input;
  const kept = Object.entries(told.page).filter(
    ([name, value]) =>
      wordFor({ profile, name }) === 'shop' &&
      JSON.stringify(own(profile.traits, name) ?? null) !== JSON.stringify(value),
  );
  return [
    ...told.broken.map(({ name, message }) => ({
      path: `traits.${name.slice(0, limits.traitName)}`,
      message,
    })),
    ...told.refused.map((name) => ({
      path: `traits.${name.slice(0, limits.traitName)}`,
      message:
        'Pages may not set this trait; it was left out. `tracking.publicTraits` of `ciclo.json` lists those they may.',
    })),
    ...kept.map(([name]) => ({
      path: `traits.${name.slice(0, limits.traitName)}`,
      message:
        'The shop sets this trait itself, so a page does not change it. List it in `tracking.publicTraits` of `ciclo.json` if pages may.',
    })),
  ];
};
