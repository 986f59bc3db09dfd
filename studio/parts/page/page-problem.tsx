import { PageHeader } from './page-header.tsx';
import { usePageTitle } from './page-title.tsx';
import { ProblemAlert } from './problem-alert.tsx';

/** Stands instead of a page that could not be read at all: its title, why, and the way to try again. */
export const PageProblem = (props: {
  of: { readonly error: unknown; readonly refetch: () => Promise<unknown> };
}) => {
  const { error, refetch } = props.of;
  return (
    <>
      <PageHeader title={usePageTitle()} />
      <ProblemAlert error={error} onRetry={() => void refetch()} />
    </>
  );
};
