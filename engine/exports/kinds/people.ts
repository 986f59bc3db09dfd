import type { Profile } from '../../../domain/profiles/profile.ts';
import { type JsonObject, toJson, isJsonObject } from '../../../domain/json.ts';
import type { EventReads } from '../../events/reads-port.ts';
import type { ListedPerson, PeopleReads as ReadsOfPeople } from '../../people/reads-port.ts';

/** What exports about people read. */
export type PeopleReads = Pick<ReadsOfPeople, 'profiles' | 'profile'> & EventReads;

const pageRows = 200;

/** Everybody, or the members of a segment, the newest first. */
export async function* everybody(input: {
  reads: PeopleReads;
  tenant: string;
  segment: string | undefined;
}): AsyncGenerator<ListedPerson> {
  const { reads, tenant, segment } = input;
  let after: { at: number; n: number; id: string } | undefined;
  for (;;) {
    const page = await reads.profiles({
      tenant,
      limit: pageRows,
      ...(segment === undefined ? {} : { segment }),
      ...(after === undefined ? {} : { after }),
    });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageRows) return;
    after = { at: Date.parse(last.createdAt), n: 0, id: last.id };
  }
}

/** Who somebody is, as columns that an import reads. */
export const whoOf = ({ id, ids }: Pick<Profile, 'id' | 'ids'>): JsonObject => {
  const first = (kind: string): string | undefined =>
    ids.find((one) => one.startsWith(`${kind}:`))?.slice(kind.length + 1);
  const userId = first('user');
  const email = first('email');
  return {
    profileId: id,
    ...(userId === undefined ? {} : { userId }),
    ...(email === undefined ? {} : { email }),
    ids: [...ids],
  };
};

/** Columns of `whoOf`. */
export const whoColumns = ['profileId', 'userId', 'email', 'ids'] as const;

/** An object as plain JSON. */
export const plain = (value: Readonly<Record<string, unknown>>): JsonObject => {
  const read = toJson(value);
  return isJsonObject(read) ? read : {};
};
