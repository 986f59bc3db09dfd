import { Alert, Anchor, Button, Group, List, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { ask } from '../../api/client.ts';
import { useApi, useConnection, useMay } from '../../app/session.tsx';
import { ConfirmButton } from '../../parts/dialogs/confirm-button.tsx';
import { CopyText } from '../../parts/copy-text.tsx';
import { EmptyState } from '../../parts/page/empty-state.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { ConnectionSection } from './connection.tsx';
import { useNamed } from './place.ts';
import { Section } from './section.tsx';
import { PluginState } from './plugin-state.tsx';
import { TestResult, useConnectionTest } from './test-connection.tsx';
import { SetUpState, WebhookSetUp } from './webhook-set-up.tsx';
import { type Connector, type PluginInstance, useCatalogue, usePlugins } from './use-plugins.ts';
import { connectorWords } from './words.ts';
import { Marked } from '../../parts/text/marked.tsx';

/** How the instance is, and since when. */
const Condition = ({ plugin }: { plugin: PluginInstance }) => {
  const words = useWords(connectorWords);
  const format = useFormat();
  const { state, why, since, nextTryAt, connection } = plugin;
  const isUnconnected = connection !== undefined && connection.state !== 'connected';
  const times = [
    since === undefined ? '' : words.since(format.instant(since)),
    nextTryAt === undefined ? '' : words.nextTry(format.ago(nextTryAt)),
  ].filter((part) => part !== '');
  return (
    <Stack gap={4} align="flex-start" style={{ overflowWrap: 'anywhere' }}>
      <PluginState state={state} />
      {state === 'working' ? null : (
        <Text size="sm">
          {state !== 'off' ? words.open_text : isUnconnected ? words.connectFirst : words.off_text}
        </Text>
      )}
      {why === undefined ? null : (
        <Text size="sm">
          <Marked text={why} />
        </Text>
      )}
      {times.length === 0 ? null : (
        <Text size="sm" c="dimmed">
          {times.join(' ')}
        </Text>
      )}
    </Stack>
  );
};

const Webhooks = ({ plugin }: { plugin: PluginInstance }) => {
  const words = useWords(connectorWords);
  const { tenant } = useConnection();
  const base = `${globalThis.location.origin}/webhooks/${tenant}/${plugin.instance}`;
  if (plugin.webhooks.length === 0) return null;
  return (
    <Section id="webhooks" title={words.webhooks} text={words.webhooksText}>
      <Stack>
        {plugin.webhooks.map(({ name, verification, setUp }) => (
          <div key={name}>
            <CopyText label={words.address(name)} value={name === 'main' ? base : `${base}/${name}`} />
            <Text size="sm" c="dimmed" mt={4}>
              {words[`by_${verification}`]}
            </Text>
            {setUp === undefined ? null : <SetUpState setUp={setUp} />}
          </div>
        ))}
        <WebhookSetUp plugin={plugin} />
        <Anchor
          renderRoot={(props) => (
            <Link to="/webhook-requests" search={{ instance: plugin.instance }} {...props} />
          )}
        >
          {words.requestsOf}
        </Anchor>
      </Stack>
    </Section>
  );
};

const Missing = ({ plugin }: { plugin: PluginInstance }) => {
  const words = useWords(connectorWords);
  if (plugin.missing.length === 0) return null;
  return (
    <Alert role="status" color="red" title={words.missing}>
      <Text size="sm">{words.missingText}</Text>
      <List size="sm">
        {plugin.missing.map(({ action, version, usedBy }) => (
          <List.Item key={`${action} ${version}`}>
            {words.missingOne(action, version, usedBy.join('; '))}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
};

const Polls = ({ plugin }: { plugin: PluginInstance }) => {
  const words = useWords(connectorWords);
  const format = useFormat();
  if (plugin.polls.length === 0) return null;
  return (
    <Section id="polls" title={words.polls}>
      <List>
        {plugin.polls.map(({ name, failures, error = '' }) => (
          <List.Item key={name}>
            {name}: {failures === 0 ? words.pollWell : words.pollFails(format.number(failures), error)}
          </List.Item>
        ))}
      </List>
    </Section>
  );
};

const Does = ({ connector }: { connector: Connector | undefined }) => {
  const words = useWords(connectorWords);
  if (connector === undefined) return null;
  return (
    <Section id="does" title={words.does}>
      {connector.actions.length === 0 ? <Text size="sm">{words.doesNothing}</Text> : null}
      <List>
        {connector.actions.map(({ name, title, channel }) => (
          <List.Item key={name}>
            {title}
            {channel === undefined ? '' : ` (${words.on(channel)})`}
          </List.Item>
        ))}
      </List>
    </Section>
  );
};

const Whole = ({ plugin }: { plugin: PluginInstance }) => {
  const words = useWords(connectorWords);
  const notice = useNotice();
  const api = useApi();
  const may = useMay();
  const queries = useQueryClient();
  const { instance, state } = plugin;
  const { data } = useCatalogue();
  const connector = data?.connectors.find(({ id }) => id === plugin.plugin);
  const test = useConnectionTest(instance);
  const tryNow = async (): Promise<void> => {
    await ask(api.POST('/api/plugins/{instance}/reset', { params: { path: { instance } } }));
    notice.done(words.tried);
    await queries.invalidateQueries({ queryKey: ['plugins'] });
  };
  return (
    <>
      <PageHeader title={instance} text={connector?.name ?? plugin.plugin}>
        {may('write') ? (
          <Group gap="xs">
            {state === 'open' || state === 'half-open' ? (
              <ConfirmButton
                label={words.tryNow}
                title={words.tryTitle}
                text={words.tryText}
                confirm={words.tryNow}
                color="cyan"
                onConfirm={tryNow}
              />
            ) : null}
            <Button loading={test.isPending} onClick={() => test.mutate()}>
              {words.test}
            </Button>
          </Group>
        ) : null}
      </PageHeader>
      <Stack gap="xl">
        <TestResult test={test} />
        <Condition plugin={plugin} />
        <Missing plugin={plugin} />
        <ConnectionSection plugin={plugin} />
        <Does connector={connector} />
        <Webhooks plugin={plugin} />
        <Polls plugin={plugin} />
      </Stack>
    </>
  );
};

/** One plugin instance: how it is, what it does, and the addresses that it hears at. */
export const Content = () => {
  const words = useWords(connectorWords);
  const { instance } = useNamed();
  const found = usePlugins();
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  const plugin = found.data.plugins.find((one) => one.instance === instance);
  if (plugin === undefined) {
    return (
      <>
        <PageHeader title={instance} />
        <EmptyState title={words.none} text={words.noneText} />
      </>
    );
  }
  return <Whole key={instance} plugin={plugin} />;
};
