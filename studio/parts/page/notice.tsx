import { notifications } from '@mantine/notifications';

import { ProblemError } from '../../api/problem-error.ts';
import { useWords } from '../../words/language.tsx';
import { partWords } from '../text/part-words.ts';

/** Says in a corner what came of something: `done('Published')`, `failed(thrown)`. */
export const useNotice = () => {
  const words = useWords(partWords);
  const closeButtonProps = { 'aria-label': words.close };
  return {
    done: (message: string): void => {
      notifications.show({ message, color: 'teal', closeButtonProps });
    },
    failed: (thrown: unknown): void => {
      const message = thrown instanceof ProblemError ? thrown.problem.detail : undefined;
      notifications.show({
        title: words.problem,
        message: message ?? words.unavailable,
        color: 'red',
        autoClose: false,
        closeButtonProps,
      });
    },
  };
};
