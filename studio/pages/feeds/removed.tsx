import { Alert, List, Text } from '@mantine/core';

import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { useRemovedFeeds } from './use-feeds.ts';
import { feedWords } from './words.ts';

/** Feeds that were removed while people are still in their audience: how many have yet to leave it, and what is in the way. */
export const Removed = () => {
  const words = useWords(feedWords);
  const format = useFormat();
  const removed = useRemovedFeeds().data ?? [];
  if (removed.length === 0) return null;
  return (
    <Alert role="status" color="yellow" title={words.removed} mb="md" style={{ overflowWrap: 'anywhere' }}>
      <Text size="sm">{words.removedText}</Text>
      <List size="sm">
        {removed.map(({ name, plugin, audience, people, error }) => (
          <List.Item key={name}>
            {words.leavingIt(name, words.people(people, format.number(people)), audience, plugin)}
            {error === undefined ? null : <Text size="sm">{error}</Text>}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
};
