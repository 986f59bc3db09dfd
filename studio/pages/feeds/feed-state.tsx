import { Badge } from '@mantine/core';

import { useWords } from '../../words/language.tsx';
import type { Standing } from './use-feeds.ts';
import { feedWords } from './words.ts';

const looks = {
  works: { variant: 'light', color: 'cyan' },
  new: { variant: 'light', color: 'gray' },
  failing: { variant: 'filled', color: 'red.8' },
  off: { variant: 'filled', color: 'red.8' },
  paused: { variant: 'filled', color: 'yellow.4' },
  held: { variant: 'filled', color: 'yellow.4' },
} as const;

/** Whether a feed gets on. */
export const FeedState = ({ standing }: { standing: Standing }) => {
  const words = useWords(feedWords);
  return (
    <Badge {...looks[standing]} tt="none">
      {words[`is_${standing}`]}
    </Badge>
  );
};
