import { Badge } from '@mantine/core';

import type { components } from '../../api/schema.ts';
import { useWords } from '../../words/language.tsx';
import { broadcastWords } from './words.ts';

export type Broadcast = components['schemas']['Broadcast'];

/** The states a broadcast can be in. */
export const broadcastStates = [
  'draft',
  'scheduled',
  'sending',
  'testing',
  'paused',
  'sent',
  'cancelled',
] as const;

const colors = {
  draft: 'gray',
  scheduled: 'blue',
  sending: 'teal',
  testing: 'violet',
  paused: 'yellow',
  sent: 'green',
  cancelled: 'red',
} as const;

/** The state as a badge that says it in a word. */
export const StateBadge = ({ state }: Pick<Broadcast, 'state'>) => {
  const words = useWords(broadcastWords);
  return (
    <Badge variant="dot" color={colors[state]} tt="none">
      {words[state]}
    </Badge>
  );
};
