import type { AcceptedEvent } from '../events/event.ts';
import type { Ignored } from '../events/ignored.ts';
import type { EventScope } from './event-scope.ts';
import { fittingStatement, isKnownStatement, type Statement, statementOf } from './consents.ts';
import type { Profile } from './profile.ts';
import { profileLimits as limits } from './profile-limits.ts';
import { pageTraitsLeftOut, toldTraits } from './told-traits.ts';
import { fittingTraits, isTraitMark } from './traits.ts';

const namesMax = 10;

/** Why a yes does not count in the workspace. */
const unknownLeftOut = (input: { said: Statement; scope: EventScope }): Ignored => {
  const { said, scope } = input;
  if (scope.channels.has(said.channel)) {
    const message =
      'The workspace has no topic of this name: a yes to it was left out. Its topics are in `ciclo.json`.';
    return { path: 'properties.topic', message };
  }
  const known = [...scope.channels].join(', ');
  const message = `The workspace cannot send on a channel of this name: a yes to it was left out. Its channels are ${known}.`;
  return { path: 'properties.channel', message };
};

/** What a consent event says of its topic that does not count, and why. */
const consentLeftOut = (input: {
  profile: Profile;
  event: AcceptedEvent;
  scope: EventScope;
}): readonly Ignored[] => {
  const { profile, event, scope } = input;
  const said = statementOf(event);
  if (said === undefined) return [];
  if (!isKnownStatement({ said, scope })) return [unknownLeftOut({ said, scope })];
  const path = 'properties.topic';
  if (fittingStatement({ consents: profile.consents, said }) === said) return [];
  const message = `A profile holds at most ${limits.channels} channels and ${limits.consents} statements of consent; a yes was left out, and a withdrawal taken for the whole channel.`;
  return [{ path, message }];
};

/** What of an event does not reach the profile, because it has no room or does not count, for those who look at the event. */
export const leftOutOf = (input: {
  profile: Profile;
  event: AcceptedEvent;
  scope: EventScope;
}): readonly Ignored[] => {
  const { profile, event, scope } = input;
  const told = toldTraits({ event, scope });
  const { left } = fittingTraits({ profile, traits: { ...told.shop, ...told.page } });
  const traits = left.slice(0, namesMax).map((name): Ignored => ({
    path: `traits.${name.slice(0, limits.traitName)}`,
    message: isTraitMark(name)
      ? "Names that begin with `seen:` or `page:` are the engine's own; this trait was left out."
      : `A profile holds at most ${limits.traits} traits with names of ${limits.traitName} characters, ${limits.traitBytes / 1024} KB in all; this one was left out.`,
  }));
  const more: readonly Ignored[] =
    left.length > namesMax
      ? [{ path: 'traits', message: `${left.length - namesMax} more traits were left out.` }]
      : [];
  return [
    ...traits,
    ...more,
    ...pageTraitsLeftOut({ profile, told }).slice(0, namesMax),
    ...consentLeftOut(input),
  ];
};
