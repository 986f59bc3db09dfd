import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import { EmptyState } from '../parts/page/empty-state.tsx';
import { useWords } from '../words/language.tsx';
import { shellWords } from './shell-words.ts';

/** What is shown where there is no page. */
export const NotFound = () => {
  const words = useWords(shellWords);
  return (
    <EmptyState isPage title={words.notFound} text={words.notFoundText}>
      <Button component={Link} to="/" variant="light">
        {words.toHome}
      </Button>
    </EmptyState>
  );
};
