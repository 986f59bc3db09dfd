import { Alert, Badge, Button, List, Stack, Text } from '@mantine/core';

import type { components } from '../../api/schema.ts';
import { useWords } from '../../words/language.tsx';
import { useFormat } from '../text/use-format.ts';
import { draftWords } from './draft-words.ts';
import { Marked } from '../text/marked.tsx';

type File = components['schemas']['WorkspaceFileContent'];
type Problem = components['schemas']['ProblemItem'];

const placeOf = ({ file, line, path }: Problem, own: string): string =>
  [file === own ? '' : (file ?? ''), line === undefined ? '' : `:${line}`, path]
    .filter((part) => part !== '')
    .join(' ');

const Problems = ({ problems, path }: { problems: readonly Problem[]; path: string }) => (
  <List size="sm" spacing="xs">
    {problems.map((problem) => (
      <List.Item key={`${placeOf(problem, path)} ${problem.message}`} style={{ overflowWrap: 'anywhere' }}>
        <Text span size="sm" fw={600} {...(problem.severity === 'warning' ? {} : { c: 'red' })}>
          {placeOf(problem, path)}
        </Text>{' '}
        <Marked text={`${problem.message} ${problem.hint}`} />
      </List.Item>
    ))}
  </List>
);

/** What is wrong or doubtful with a file, and what is wrong in the rest of the workspace. */
export const Verdict = (props: {
  problems: readonly Problem[] | undefined;
  path: string;
  /** Files whose warnings are of interest as well. */
  also?: readonly string[];
}) => {
  const { problems, path, also = [] } = props;
  const words = useWords(draftWords);
  const format = useFormat();
  if (problems === undefined) return <Text size="sm">{words.checking}</Text>;
  // What is doubtful elsewhere in the workspace is none of this file.
  const shown = problems.filter(
    ({ file, severity }) => file === path || severity === 'error' || also.includes(file ?? ''),
  );
  const isWrong = shown.some(({ severity }) => severity === 'error');
  if (shown.length === 0)
    return (
      <Badge variant="dot" color="teal" tt="none">
        {words.good}
      </Badge>
    );
  return (
    <Alert
      color={isWrong ? 'red' : 'yellow'}
      title={
        <Text span inherit c="var(--mantine-color-text)">
          {words.problems(shown.length, format.number(shown.length))}
        </Text>
      }
    >
      <Problems problems={shown} path={path} />
    </Alert>
  );
};

/** Says that somebody published another text below a draft, and lets anyone who wrote it keep it on top. */
export const Stale = ({ file, keep }: { file: File; keep: () => void }) => {
  const words = useWords(draftWords);
  if (file.draft?.isStale !== true) return null;
  return (
    <Alert color="yellow">
      <Stack gap="xs" align="flex-start">
        {words.stale}
        <Button size="xs" variant="default" onClick={keep}>
          {words.keepMine}
        </Button>
      </Stack>
    </Alert>
  );
};
