import { Badge } from '@mantine/core';

import type { components } from '../../api/schema.ts';
import { useWords } from '../../words/language.tsx';
import { approvalWords } from './approval-words.ts';

export type Approval = components['schemas']['Approval'];

/** The states an approval can be in, as one goes after the other. */
export const approvalStates = ['review', 'approved', 'draft', 'live', 'withdrawn'] as const;

const colors = {
  draft: 'yellow',
  review: 'blue',
  approved: 'teal',
  live: 'green',
  withdrawn: 'gray',
} as const;

/** Whether something can still come of it. */
export const isOpen = ({ state }: Pick<Approval, 'state'>): boolean =>
  state !== 'live' && state !== 'withdrawn';

/** The state as a badge that says it in a word. */
export const ApprovalState = ({ state }: Pick<Approval, 'state'>) => {
  const words = useWords(approvalWords);
  return (
    <Badge variant="dot" color={colors[state]} tt="none">
      {words[`state_${state}`]}
    </Badge>
  );
};
