import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { Section } from './section.tsx';
import type { PluginInstance } from './use-plugins.ts';
import { connectorWords } from './words.ts';

/** Goes to the provider, where the person agrees; with client credentials it connects at once. */
const useConnect = (instance: string) => {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => ask(api.POST('/api/connectors/{instance}/connect', { params: { path: { instance } } })),
    onSuccess: async ({ url }) => {
      if (url === undefined) await queries.invalidateQueries({ queryKey: ['plugins'] });
      else globalThis.location.assign(url);
    },
  });
};

const Actions = ({ instance, isConnected }: { instance: string; isConnected: boolean }) => {
  const words = useWords(connectorWords);
  const notice = useNotice();
  const api = useApi();
  const queries = useQueryClient();
  const connect = useConnect(instance);
  const disconnect = async (): Promise<void> => {
    await ask(api.POST('/api/connectors/{instance}/disconnect', { params: { path: { instance } } }));
    notice.done(words.disconnected);
    await queries.invalidateQueries({ queryKey: ['plugins'] });
  };
  return (
    <Stack gap="xs" align="flex-start">
      {connect.isError ? <ProblemAlert error={connect.error} /> : null}
      <Group gap="xs">
        <Button
          variant={isConnected ? 'default' : 'filled'}
          loading={connect.isPending}
          onClick={() => connect.mutate()}
        >
          {isConnected ? words.connectAgain : words.connect}
        </Button>
        {isConnected ? (
          <ConfirmButton
            label={words.disconnect}
            title={words.disconnectTitle}
            text={words.disconnectText}
            confirm={words.disconnect}
            onConfirm={disconnect}
          />
        ) : null}
      </Group>
    </Stack>
  );
};

/** What the provider of an instance agreed to, where it signs in by OAuth 2. */
export const ConnectionSection = ({ plugin }: { plugin: PluginInstance }) => {
  const words = useWords(connectorWords);
  const format = useFormat();
  const may = useMay();
  const { instance, connection } = plugin;
  if (connection === undefined) return null;
  const { state, grant, since, why } = connection;
  const isConnected = state === 'connected';
  return (
    <Section id="connection" title={words.connection} text={words.connectionText}>
      <Stack gap="xs" align="flex-start">
        <Badge variant={isConnected ? 'light' : 'filled'} color={isConnected ? 'cyan' : 'red.8'} tt="none">
          {words[`cn_${state}`]}
        </Badge>
        {isConnected && since !== undefined ? (
          <Text size="sm" c="dimmed">
            {words.since(format.instant(since))}
          </Text>
        ) : null}
        {isConnected && why !== undefined ? <Text size="sm">{why}</Text> : null}
        <Text size="sm" c="dimmed">
          {grant === 'client-credentials' ? words.connectedBy : words.connectHint}
        </Text>
        {may('publish') ? <Actions instance={instance} isConnected={isConnected} /> : null}
      </Stack>
    </Section>
  );
};
