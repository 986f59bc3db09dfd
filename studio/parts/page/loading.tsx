import { Center, Loader } from '@mantine/core';

import { useWords } from '../../words/language.tsx';
import { partWords } from '../text/part-words.ts';

/** What is shown while something is on its way. */
export const Loading = () => {
  const words = useWords(partWords);
  return (
    <Center p="xl" role="status" aria-label={words.loading}>
      <Loader />
    </Center>
  );
};
