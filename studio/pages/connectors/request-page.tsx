import { Button, Code, Stack, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { useNotice } from '../../parts/page/notice.tsx';
import { PageHeader } from '../../parts/page/page-header.tsx';
import { PageLink } from '../../parts/page/page-link.tsx';
import { PageProblem } from '../../parts/page/page-problem.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { useNamed } from './place.ts';
import { RequestState } from './requests-page.tsx';
import { connectorWords } from './words.ts';

type Detail = components['schemas']['DeliveryDetail'];

/** JSON set out in lines; anything else as it came. */
const setOut = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
};

const Facts = ({ request }: { request: Detail }) => {
  const words = useWords(connectorWords);
  const format = useFormat();
  const { instance, webhook, topic, receivedAt, state, attempts, nextTryAt, error } = request;
  const facts = [
    { name: words.state, value: <RequestState state={state} /> },
    {
      name: words.from,
      value: (
        <PageLink page="/connectors/$instance" value={instance}>
          {instance}
        </PageLink>
      ),
    },
    { name: words.topic, value: topic ?? webhook },
    { name: words.received, value: format.instant(receivedAt) },
    ...(attempts === 0 ? [] : [{ name: words.attempts, value: format.number(attempts) }]),
    ...(nextTryAt === undefined ? [] : [{ name: words.nextAttempt, value: format.ago(nextTryAt) }]),
    ...(error === undefined ? [] : [{ name: words.error, value: error }]),
  ];
  return (
    <Table variant="vertical" withTableBorder style={{ overflowWrap: 'anywhere' }}>
      <Table.Tbody>
        {facts.map(({ name, value }) => (
          <Table.Tr key={name}>
            <Table.Th w="35%">{name}</Table.Th>
            <Table.Td>{value}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
};

const Body = ({ request }: { request: Detail }) => {
  const words = useWords(connectorWords);
  const format = useFormat();
  const { method, contentType = '', bytes, body = '' } = request.request;
  return (
    <section aria-labelledby="body">
      <Title order={2} size="h4" id="body">
        {words.body}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        {[method, contentType, words.bytes(format.number(bytes))].filter((part) => part !== '').join(' · ')}
      </Text>
      {body === '' ? (
        <Text size="sm">{words.bodyGone}</Text>
      ) : (
        <Code block tabIndex={0} mah="32rem" style={{ overflow: 'auto' }}>
          {setOut(body)}
        </Code>
      )}
    </section>
  );
};

const Retry = ({ id }: { id: string }) => {
  const words = useWords(connectorWords);
  const notice = useNotice();
  const api = useApi();
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => ask(api.POST('/api/deliveries/{id}/retry', { params: { path: { id } } })),
    onSuccess: () => notice.done(words.retried),
    onError: notice.failed,
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['delivery', id] });
      await queries.invalidateQueries({ queryKey: ['deliveries'] });
    },
  });
  return (
    <Button loading={retry.isPending} onClick={() => retry.mutate()}>
      {words.retry}
    </Button>
  );
};

/** One request of a connected system: what it says, and why it could not be read. */
export const Content = () => {
  const words = useWords(connectorWords);
  const api = useApi();
  const may = useMay();
  const { id } = useNamed();
  const found = useQuery({
    queryKey: ['delivery', id],
    queryFn: () => ask(api.GET('/api/deliveries/{id}', { params: { path: { id } } })),
  });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <PageProblem of={found} />;
  const { state } = found.data;
  const isStuck = state === 'failing' || state === 'dead';
  return (
    <>
      <PageHeader title={words.request} text={found.data.topic ?? found.data.webhook}>
        {isStuck && may('write', 'personal-data') ? <Retry id={id} /> : null}
      </PageHeader>
      <Stack gap="lg">
        <Facts request={found.data} />
        <Body request={found.data} />
      </Stack>
    </>
  );
};
