import { Anchor, Badge, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { z } from 'zod';

import { unreachable, ProblemError } from '../../../api/problem-error.ts';
import { EmptyState } from '../../../parts/page/empty-state.tsx';
import { Icon, icons } from '../../../parts/icon.tsx';
import { Loading } from '../../../parts/page/loading.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { usePlaceOf } from '../../../parts/page/use-place.ts';
import { useWords } from '../../../words/language.tsx';
import { Call } from './call.tsx';
import { type Operation, readOperations } from './read-operations.ts';
import { referenceWords } from './words.ts';

const text = z.coerce.string().min(1).optional().catch(undefined);
const placeSchema = z.object({ q: text, call: text });

const useOperations = () =>
  useQuery({
    queryKey: ['openapi'],
    staleTime: Infinity,
    queryFn: async () => {
      const answer = await fetch('/studio/openapi.json').catch(() => undefined);
      if (answer?.ok !== true) throw new ProblemError(unreachable(answer?.status ?? 0));
      return readOperations(await answer.json());
    },
  });

const matches = ({ id, tag, summary }: Operation, q: string): boolean =>
  q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${id} ${tag} ${summary}`.toLowerCase().includes(word));

const List = ({ operations }: { operations: readonly Operation[] }) => {
  const tags = [...new Set(operations.map(({ tag }) => tag))];
  return (
    <Stack gap="lg">
      {tags.map((tag) => (
        <section key={tag}>
          <Title order={2} size="h4" mb="xs">
            {tag}
          </Title>
          <Stack gap={6}>
            {operations
              .filter((one) => one.tag === tag)
              .map(({ id, method, path, summary }) => (
                <Group key={id} gap="xs" align="baseline">
                  <Badge variant="light" color="gray" c="dimmed" radius="sm" miw="4.5rem">
                    {method}
                  </Badge>
                  <Anchor
                    size="sm"
                    ff="monospace"
                    style={{ overflowWrap: 'anywhere' }}
                    renderRoot={(props) => <Link to="/api-reference" search={{ call: id }} {...props} />}
                  >
                    {path}
                  </Anchor>
                  <Text size="sm" c="dimmed">
                    {summary}
                  </Text>
                </Group>
              ))}
          </Stack>
        </section>
      ))}
    </Stack>
  );
};

/** Every call of the API: what it takes and answers, and trying it. */
export const Content = () => {
  const words = useWords(referenceWords);
  const [{ q = '', call }, change] = usePlaceOf(placeSchema);
  const found = useOperations();
  const operations = found.data ?? [];
  const chosen = operations.find(({ id }) => id === call);
  const shown = operations.filter((one) => q === '' || matches(one, q));
  return (
    <>
      <PageHeader title={chosen?.summary ?? words.title} text={chosen?.id ?? words.text} />
      {found.isPending ? <Loading /> : null}
      {found.isLoadingError ? (
        <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
      ) : null}
      {chosen === undefined ? (
        <Stack>
          <TextInput
            type="search"
            label={words.search}
            leftSection={<Icon path={icons.search} />}
            value={q}
            maxLength={100}
            onChange={({ currentTarget: { value } }) => change({ q: value === '' ? undefined : value })}
          />
          {found.isSuccess && shown.length === 0 ? <EmptyState title={words.none} /> : null}
          <List operations={shown} />
        </Stack>
      ) : (
        <Stack>
          <Anchor size="sm" renderRoot={(props) => <Link to="/api-reference" {...props} />}>
            {words.all}
          </Anchor>
          <Call key={chosen.id} operation={chosen} />
        </Stack>
      )}
    </>
  );
};
