import { agreesToFeed, isAboutMarketing, type PurposeLine } from '../../../domain/feeds/feed-consent.ts';
import { usualPurpose } from '../../../domain/profiles/consents.ts';
import type { Profile } from '../../../domain/profiles/profile.ts';
import type { ConsentLedger } from '../../consents/ports.ts';
import type { LeftOutReason, ReadFeed } from './feed-kind.ts';

type Asking = Pick<Parameters<ReadFeed>[0], 'tenant' | 'settings' | 'workspace' | 'now'>;
type Person = Pick<Profile, 'id' | 'consents' | 'restricted'>;

/** Why nothing about some people goes out, by their ids; people who are not in it may be written out. */
export type HoldBack = (
  input: Asking & { people: readonly Person[] },
) => Promise<ReadonlyMap<string, LeftOutReason>>;

/**
 * Makes the question about whom a feed may write: never about people who asked not to be processed (GDPR, article 18), and only about
 * those who agree to what the feed names under `consent`, as they stand now.
 */
export const createHoldBack = (use: { consentLedger: Pick<ConsentLedger, 'forPurpose'> }): HoldBack => {
  const linesOf = async (
    input: Asking & { people: readonly Person[] },
  ): Promise<ReadonlyMap<string, readonly PurposeLine[]>> => {
    const { tenant, people } = input;
    const { consent } = input.settings;
    if (consent === undefined || isAboutMarketing(consent)) return new Map();
    const profileIds = people.map(({ id }) => id);
    const { purpose = usualPurpose } = consent;
    const lines = await use.consentLedger.forPurpose({ tenant, purpose, profileIds });
    const byPerson = new Map<string, PurposeLine[]>();
    for (const line of lines) {
      const theirs = byPerson.get(line.profileId ?? '');
      if (theirs === undefined) byPerson.set(line.profileId ?? '', [line]);
      else theirs.push(line);
    }
    return byPerson;
  };

  return async (input) => {
    const { people, settings, workspace, now } = input;
    const { consent } = settings;
    const lines = await linesOf(input);
    const reasonOf = ({ id, consents, restricted }: Person): LeftOutReason | undefined => {
      if (restricted === true) return 'restricted';
      if (consent === undefined) return undefined;
      const asked = { consent, consents, lines: lines.get(id) ?? [], topics: workspace.topics, now };
      return agreesToFeed(asked) ? undefined : 'noConsent';
    };
    return new Map(
      people.flatMap((person): [string, LeftOutReason][] => {
        const reason = reasonOf(person);
        return reason === undefined ? [] : [[person.id, reason]];
      }),
    );
  };
};
