import { Alert, Button, Code, List, Stack, Text } from '@mantine/core';

import { type Problem, ProblemError } from '../../api/problem-error.ts';
import { useWords } from '../../words/language.tsx';
import { Icon, icons } from '../icon.tsx';
import { partWords } from '../text/part-words.ts';
import { Marked } from '../text/marked.tsx';

type Item = NonNullable<Problem['problems']>[number];

/** Where something is wrong: the file and line, or the field. */
const placeOf = ({ file, line, path }: Item): string => {
  const where = file === undefined ? '' : line === undefined ? file : `${file}:${line}`;
  return [where, path].filter((part) => part !== '').join(' ');
};

const Problems = ({ problems }: { problems: readonly Item[] }) => (
  <List size="sm" spacing={4}>
    {problems.map((item) => (
      <List.Item key={`${placeOf(item)} ${item.message}`}>
        {placeOf(item) === '' ? null : <Code>{placeOf(item)}</Code>} <Marked text={item.message} />
        <Text size="sm" c="dimmed">
          <Marked text={item.hint} />
        </Text>
      </List.Item>
    ))}
  </List>
);

/** Leads through the sign-in and back to this page. */
const SignInAgain = () => {
  const words = useWords(partWords);
  const { pathname, search } = globalThis.location;
  const back = `${pathname.replace(/^\/studio/, '') || '/'}${search}`;
  return (
    <Button
      component="a"
      href={`/studio/sign-in?back=${encodeURIComponent(back)}`}
      size="xs"
      variant="light"
      color="red"
    >
      {words.signInAgain}
    </Button>
  );
};

/** What went wrong, in the one shape of the API: what, where, and what to do. */
export const ProblemAlert = (props: {
  error: unknown;
  /** What it is called, where it is not that something asked for was refused. */
  title?: string;
  onRetry?: (() => void) | undefined;
}) => {
  const { error, onRetry } = props;
  const words = useWords(partWords);
  const problem = error instanceof ProblemError ? error.problem : undefined;
  const { problems = [], requestId } = problem ?? {};
  const detail =
    problem?.code === 'unavailable' && requestId === undefined ? words.unavailable : problem?.detail;
  return (
    <Alert
      role="alert"
      color="red"
      title={props.title ?? words.problem}
      icon={<Icon path={icons.warning} />}
      style={{ overflowWrap: 'anywhere' }}
    >
      <Stack gap="xs" align="flex-start">
        {detail === undefined ? null : (
          <Text size="sm">
            <Marked text={detail} />
          </Text>
        )}
        {problems.length === 0 ? null : <Problems problems={problems} />}
        {requestId === undefined ? null : (
          <Text size="xs" c="dimmed">
            {words.reference} {requestId}
          </Text>
        )}
        {problem?.code === 'sign-in-again' ? <SignInAgain /> : null}
        {onRetry === undefined ? null : (
          <Button size="xs" variant="light" color="red" onClick={onRetry}>
            {words.retry}
          </Button>
        )}
      </Stack>
    </Alert>
  );
};

/** Why something could not be read at all, and the way to try again; nothing once there is something to show. */
export const LoadProblem = (props: {
  of: { readonly isLoadingError: boolean; readonly error: unknown; readonly refetch: () => Promise<unknown> };
}) => {
  const { isLoadingError, error, refetch } = props.of;
  return isLoadingError ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : null;
};
