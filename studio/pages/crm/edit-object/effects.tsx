import { Button, List, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { ask } from '../../../api/client.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { Section } from '../../../parts/drafts/fields/form-or-json.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { useWords } from '../../../words/language.tsx';
import { objectWords } from './words.ts';

/** What publishing the draft would do to the records there are, with how many it concerns. */
export const Effects = ({ of: key }: { of: string }) => {
  const words = useWords(objectWords);
  const api = useApi();
  const may = useMay();
  const look = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/workspace/drafts/publish', { params: { query: { dryRun: '1' } }, body: { plan: {} } }),
      ),
  });
  if (!may('publish')) return null;
  const effects = (look.data?.records ?? []).filter(({ object }) => object === key);
  return (
    <Section legend={words.effects}>
      <Stack gap="sm" align="flex-start">
        <Button variant="default" loading={look.isPending} onClick={() => look.mutate()}>
          {words.look}
        </Button>
        {look.isError ? <ProblemAlert error={look.error} /> : null}
        {look.isSuccess && effects.length === 0 ? <Text size="sm">{words.noEffect}</Text> : null}
        {effects.length === 0 ? null : (
          <List size="sm">
            {effects.map(({ name = '', message }) => (
              <List.Item key={`${name} ${message}`}>{message}</List.Item>
            ))}
          </List>
        )}
      </Stack>
    </Section>
  );
};
