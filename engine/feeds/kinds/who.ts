import type { JsonObject } from '../../../domain/json.ts';
import { whoOf } from '../../exports/kinds/people.ts';
import type { ProfileStore } from '../../people/ports.ts';
import type { LeftOutReason, ReadFeed } from './feed-kind.ts';
import type { HoldBack } from './hold-back.ts';

/** Whom a row is about, as its columns; and why it does not go out, where it does not. */
export type Whose = { readonly who: JsonObject; readonly held: LeftOutReason | undefined };

/** Whom rows of some profiles are about. Of people who are not there any more nothing is known, which is no consent. */
export type WhoseRows = (
  input: Pick<Parameters<ReadFeed>[0], 'tenant' | 'settings' | 'workspace' | 'now'> & {
    rows: readonly { readonly profileId?: string | undefined }[];
  },
) => Promise<(profileId: string | undefined) => Whose>;

/** Makes the look at the people of some rows, each looked up once. */
export const createWhoseRows = (use: {
  profiles: Pick<ProfileStore, 'get'>;
  holdBack: HoldBack;
}): WhoseRows => {
  return async ({ rows, ...asking }) => {
    const { tenant, settings } = asking;
    const ids = [...new Set(rows.flatMap(({ profileId }) => profileId ?? []))];
    const found = await Promise.all(ids.map((profileId) => use.profiles.get({ tenant, profileId })));
    const people = found.filter((one) => one !== undefined);
    const held = await use.holdBack({ ...asking, people });
    const known = new Map(
      people.map((profile): [string, Whose] => [
        profile.id,
        { who: whoOf(profile), held: held.get(profile.id) },
      ]),
    );
    const unknown: Whose = { who: {}, held: settings.consent === undefined ? undefined : 'noConsent' };
    return (profileId = '') => known.get(profileId) ?? unknown;
  };
};
