/** What a service matches somebody by, hashed as it asks for. */
export type Hashed = {
  readonly identifiers: Readonly<Record<string, string>>;
  readonly details: Readonly<Record<string, string>>;
};

/** Where members are: an audience of a connector. */
export type Place = { readonly instance: string; readonly audience: string };

/** Somebody who is in an audience at a service, or may be: a call about them has begun and nobody knows its end. */
export type Member = Place &
  Hashed & {
    readonly id: string;
    /** Absent once the person was erased. */
    readonly profileId?: string;
    readonly isSure: boolean;
  };

const sameValues = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([name, value]) => Object.hasOwn(b, name) && b[name] === value);

/** Whether a member is this person, by the same hashes, in this audience. */
const isSame = (member: Member, place: Place, hashed: Hashed): boolean =>
  member.instance === place.instance &&
  member.audience === place.audience &&
  sameValues(member.identifiers, hashed.identifiers) &&
  sameValues(member.details, hashed.details);

/** What has to happen so that those who are wanted are in the audience, and nobody else of those who were looked at. */
export type AudiencePlan = {
  readonly add: readonly { readonly profileId: string; readonly hashed: Hashed }[];
  readonly remove: readonly Member[];
};

/**
 * Plans the changes of an audience for the people who were looked at: `wanted` are those of them who belong in it, with their hashes,
 * `members` all who are, or may be, in it for them. Somebody whose hashes changed leaves by the old ones and joins by the new ones.
 */
export const planAudience = (input: {
  place: Place;
  wanted: ReadonlyMap<string, Hashed>;
  members: readonly Member[];
}): AudiencePlan => {
  const { place, wanted, members } = input;
  const isWanted = (member: Member): boolean => {
    const hashed = member.profileId === undefined ? undefined : wanted.get(member.profileId);
    return hashed !== undefined && isSame(member, place, hashed);
  };
  const kept = new Set(
    members.flatMap((member) =>
      member.isSure && member.profileId !== undefined && isWanted(member) ? [member.profileId] : [],
    ),
  );
  const add = [...wanted].flatMap(([profileId, hashed]) =>
    kept.has(profileId) ? [] : [{ profileId, hashed }],
  );
  return { add, remove: members.filter((member) => !isWanted(member)) };
};

/**
 * The hashes to remove members by: without the identifiers that somebody who stays has as well, since a service removes anyone who an
 * identifier finds. Members of whom none is left are in nobody's way, and are not named.
 */
export const removable = (members: readonly Member[], others: ReadonlySet<string>): readonly Hashed[] =>
  members.flatMap(({ identifiers, details }): Hashed[] => {
    const own = Object.entries(identifiers).filter(([, value]) => !others.has(value));
    if (own.length === 0) return [];
    const isWhole = own.length === Object.keys(identifiers).length;
    return [{ identifiers: Object.fromEntries(own), details: isWhole ? details : {} }];
  });
