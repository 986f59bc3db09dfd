import { useWords } from '../../words/language.tsx';
import { useTeam } from '../../parts/team/use-team.ts';
import type { WorkItem } from './use-work-act.ts';
import { serviceWords } from './words.ts';

/** What an item of the queue is called. */
export const useWorkTitle = ({ type, title, by }: WorkItem): string => {
  const words = useWords(serviceWords);
  const { nameOf } = useTeam();
  if (title !== undefined && title !== '') return title;
  return type === 'mention' && by !== undefined ? words.mentionedBy(nameOf(by)) : words.untitled;
};
