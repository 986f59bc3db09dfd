import { Alert, Badge, Button, Code, Group, List, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import type { PluginInstance } from './use-plugins.ts';
import { connectorWords } from './words.ts';
import { Marked } from '../../parts/text/marked.tsx';

type SetUp = NonNullable<PluginInstance['webhooks'][number]['setUp']>;

/** How far one webhook is set up at the provider. */
export const SetUpState = ({ setUp }: { setUp: SetUp }) => {
  const words = useWords(connectorWords);
  const format = useFormat();
  const { state, missing, at, verifiedAt } = setUp;
  const since = verifiedAt ?? at;
  return (
    <Stack gap={4} align="flex-start" mt={4}>
      <Badge variant="light" color={state === 'verified' ? 'cyan' : 'gray'} tt="none">
        {words[`su_${state}`]}
      </Badge>
      {since === undefined ? null : (
        <Text size="sm" c="dimmed">
          {words.since(format.instant(since))}
        </Text>
      )}
      {missing === undefined ? null : <Text size="sm">{missing}</Text>}
    </Stack>
  );
};

const useSetUp = (instance: string) => {
  const api = useApi();
  const queries = useQueryClient();
  const params = { path: { instance } };
  const onSuccess = () => queries.invalidateQueries({ queryKey: ['plugins'] });
  const setUp = useMutation({
    mutationFn: () => ask(api.POST('/api/connectors/{instance}/webhooks/set-up', { params })),
    onSuccess,
  });
  const removal = useMutation({
    mutationFn: () => ask(api.POST('/api/connectors/{instance}/webhooks/remove', { params })),
    onSuccess,
  });
  return { setUp, removal };
};

type End = NonNullable<ReturnType<typeof useSetUp>['setUp']['data']>['webhooks'][number];

/** What came of one webhook. */
const EndAlert = ({ end }: { end: End }) => {
  const words = useWords(connectorWords);
  const { ok, why, refused = [], secret } = end;
  return (
    <Alert role="status" color={ok ? 'cyan' : 'red'} title={ok ? words.su_done : words.fails}>
      {why === undefined ? null : <Marked text={why} />}
      {secret === undefined ? null : (
        <Text size="sm">
          {words.su_secret} <Code>{secret}</Code>
        </Text>
      )}
      <List size="sm">
        {refused.map(({ topic, message }) => (
          <List.Item key={topic}>
            {topic}: <Marked text={message} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
};

/** Sets the webhooks of an instance up at its provider, and removes them there. */
export const WebhookSetUp = ({ plugin }: { plugin: PluginInstance }) => {
  const words = useWords(connectorWords);
  const may = useMay();
  const notice = useNotice();
  const { setUp, removal } = useSetUp(plugin.instance);
  const states = plugin.webhooks.flatMap((one) => one.setUp ?? []);
  if (states.length === 0 || !may('publish')) return null;
  const remove = async (): Promise<void> => {
    setUp.reset();
    const { webhooks } = await removal.mutateAsync();
    if (webhooks.every(({ ok }) => ok)) notice.done(words.su_removed);
  };
  const ends = [...(setUp.data?.webhooks ?? []), ...(removal.data?.webhooks ?? []).filter(({ ok }) => !ok)];
  return (
    <Stack gap="xs" align="flex-start">
      {setUp.isError ? <ProblemAlert error={setUp.error} /> : null}
      {ends.map((end) => (
        <EndAlert key={end.webhook} end={end} />
      ))}
      <Group gap="xs">
        <Button
          variant="default"
          loading={setUp.isPending}
          onClick={() => {
            removal.reset();
            setUp.mutate();
          }}
        >
          {words.su_setUp}
        </Button>
        {states.some(({ state }) => state !== 'none') ? (
          <ConfirmButton
            label={words.su_remove}
            title={words.su_removeTitle}
            text={words.su_removeText}
            confirm={words.su_remove}
            onConfirm={remove}
          />
        ) : null}
      </Group>
    </Stack>
  );
};
