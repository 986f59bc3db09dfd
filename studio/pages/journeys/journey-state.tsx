import { Badge } from '@mantine/core';

import type { components } from '../../api/schema.ts';
import { useWords } from '../../words/language.tsx';
import { journeyWords } from './words.ts';

type Journey = components['schemas']['Journey'];

/** The states a journey can be in, as a reader asks for them: frozen goes before everything else. */
export const journeyStates = ['live', 'frozen', 'paused', 'ended'] as const;
export type JourneyState = (typeof journeyStates)[number];

const colors = { live: 'teal', frozen: 'red', paused: 'yellow', ended: 'gray' } as const;

/** The state of a journey. */
export const stateOf = ({ mode, frozen }: Pick<Journey, 'mode' | 'frozen'>): JourneyState =>
  frozen === undefined ? mode : 'frozen';

/** The state as a badge that says it in a word. */
export const StateBadge = ({ journey }: { journey: Pick<Journey, 'mode' | 'frozen'> }) => {
  const words = useWords(journeyWords);
  const state = stateOf(journey);
  return (
    <Badge variant="dot" color={colors[state]} tt="none">
      {words[state]}
    </Badge>
  );
};
