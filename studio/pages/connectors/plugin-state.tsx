import { Badge } from '@mantine/core';

import { useWords } from '../../words/language.tsx';
import type { PluginInstance } from './use-plugins.ts';
import { connectorWords } from './words.ts';

const looks = {
  working: { variant: 'light', color: 'cyan' },
  off: { variant: 'filled', color: 'red.8' },
  open: { variant: 'filled', color: 'red.8' },
  'half-open': { variant: 'filled', color: 'yellow.4' },
} as const;

/** Whether the calls of an instance go through. */
export const PluginState = ({ state }: Pick<PluginInstance, 'state'>) => {
  const words = useWords(connectorWords);
  return (
    <Badge {...looks[state]} tt="none">
      {words[`is_${state}`]}
    </Badge>
  );
};
