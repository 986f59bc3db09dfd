import { Text } from '@mantine/core';

import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { Facts } from './facts.tsx';
import type { Profile } from './profile.ts';
import { peopleWords } from './words.ts';

/** By what a person is known, whether it is verified, and since when. */
export const Identities = ({ profile }: { profile: Profile }) => {
  const words = useWords(peopleWords);
  const format = useFormat();
  const verified = { shop: words.verifiedShop, proof: words.verifiedProof, link: words.verifiedLink };
  const facts = profile.identities.map(({ kind, value, verifiedBy, firstSeenAt, lastSeenAt }) => {
    const seen =
      firstSeenAt === undefined || lastSeenAt === undefined
        ? undefined
        : words.seenBetween(format.day(firstSeenAt), format.day(lastSeenAt));
    const id = `${kind}:${value}`;
    return {
      key: id,
      name: verifiedBy === undefined ? words.notVerified : verified[verifiedBy],
      value: (
        <>
          <div>{id}</div>
          {seen === undefined ? null : (
            <Text size="sm" c="dimmed">
              {seen}
            </Text>
          )}
        </>
      ),
    };
  });
  return <Facts title={words.identities} facts={facts} empty={words.none} />;
};
