import type { ErrorComponentProps } from '@tanstack/react-router';

import { ProblemAlert } from '../parts/page/problem-alert.tsx';

/** What is shown instead of a page that failed. */
export const Broken = ({ error, reset }: ErrorComponentProps) => (
  <ProblemAlert error={error} onRetry={reset} />
);
