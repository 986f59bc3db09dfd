import { Button, Code, CopyButton, Grid, List, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import { useConnection } from '../../../app/session.tsx';
import { ConfirmButton } from '../../../parts/dialogs/confirm-button.tsx';
import { CodeEditor } from '../../../parts/editor/code-editor.tsx';
import { partWords } from '../../../parts/text/part-words.ts';
import { PageLink } from '../../../parts/page/page-link.tsx';
import { useWords } from '../../../words/language.tsx';
import { addressOf, curlOf, exampleOf, type Operation } from './read-operations.ts';
import { referenceWords } from './words.ts';

type Answer = { readonly status: string; readonly text: string };

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <Title order={2} size="h4" mb="xs">
      {title}
    </Title>
    {children}
  </section>
);

const pretty = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
};

/** Calls the API with the session of the signed-in user. */
const useSend = () => {
  const { tenant } = useConnection();
  return useMutation({
    mutationFn: async (input: {
      method: string;
      address: string;
      body: string | undefined;
    }): Promise<Answer> => {
      const { method, address, body } = input;
      const answer = await fetch(address, {
        method,
        credentials: 'same-origin',
        headers: { 'x-ciclo-tenant': tenant, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body }),
      });
      return { status: `${answer.status}`, text: pretty(await answer.text()) };
    },
  });
};

const Parameters = (props: {
  operation: Operation;
  values: ReadonlyMap<string, string>;
  change: (values: ReadonlyMap<string, string>) => void;
}) => {
  const { operation, values, change } = props;
  const words = useWords(referenceWords);
  const shown = operation.parameters.filter((one) => one.in === 'path' || one.in === 'query');
  if (shown.length === 0) return <Text size="sm">{words.noParameters}</Text>;
  return (
    <Stack gap="sm">
      {shown.map(({ name, required, description }) => (
        <TextInput
          key={name}
          label={required ? `${name} (${words.required})` : name}
          description={description}
          value={values.get(name) ?? ''}
          onChange={({ currentTarget }) => change(new Map([...values, [name, currentTarget.value]]))}
        />
      ))}
    </Stack>
  );
};

const Send = (props: { operation: Operation; isReady: boolean; onSend: () => Promise<unknown> }) => {
  const { operation, isReady, onSend } = props;
  const words = useWords(referenceWords);
  if (operation.method === 'GET') {
    return (
      <Button disabled={!isReady} onClick={() => void onSend()}>
        {words.send}
      </Button>
    );
  }
  return (
    <ConfirmButton
      label={words.send}
      title={words.sendTitle}
      text={words.sendText}
      confirm={words.send}
      button={{ disabled: !isReady }}
      onConfirm={onSend}
    />
  );
};

const Try = (props: { operation: Operation; address: string; body: string | undefined }) => {
  const { operation, address, body } = props;
  const words = useWords(referenceWords);
  const send = useSend();
  if (!operation.path.startsWith('/api/')) return <Text size="sm">{words.writeKey}</Text>;
  return (
    <Stack gap="sm" align="flex-start">
      <Text size="sm">{words.tryText}</Text>
      <Send
        operation={operation}
        isReady={!address.includes('{')}
        onSend={() => send.mutateAsync({ method: operation.method, address, body })}
      />
      {send.isError ? <Text c="red">{words.failed}</Text> : null}
      {send.data === undefined ? null : (
        <Stack gap="xs" w="100%" role="region" aria-label={words.answer}>
          <Text fw={600}>{words.status(send.data.status)}</Text>
          <Code block tabIndex={0} mah="28rem" style={{ overflow: 'auto' }}>
            {send.data.text}
          </Code>
        </Stack>
      )}
    </Stack>
  );
};

/** The same call for a terminal. */
const Terminal = (props: { operation: Operation; address: string; body: string | undefined }) => {
  const { operation, address, body } = props;
  const words = useWords(referenceWords);
  const parts = useWords(partWords);
  const curl = curlOf({ origin: globalThis.location.origin, method: operation.method, address, body });
  return (
    <Part title={words.terminal}>
      <Text size="sm">{words.keyText}</Text>
      <Text size="sm" mb="xs">
        <PageLink page="/keys">{words.keys}</PageLink>
      </Text>
      <Code block tabIndex={0} mb="xs">
        {curl}
      </Code>
      <CopyButton value={curl}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" onClick={copy}>
            {copied ? parts.copied : parts.copy}
          </Button>
        )}
      </CopyButton>
    </Part>
  );
};

/** One call: what it takes, trying it, the same for a terminal, what it answers. */
export const Call = ({ operation }: { operation: Operation }) => {
  const words = useWords(referenceWords);
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  const { body: schema } = operation;
  const [body, setBody] = useState(
    schema === undefined ? undefined : JSON.stringify(exampleOf(schema, schema), undefined, 2),
  );
  const address = addressOf(operation, values);
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <Stack gap="lg">
          {operation.description === '' ? null : <Text>{operation.description}</Text>}
          <Part title={words.parameters}>
            <Parameters operation={operation} values={values} change={setValues} />
          </Part>
          {body === undefined ? null : (
            <Part title={words.body}>
              <CodeEditor
                label={words.body}
                language="json"
                value={body}
                onChange={setBody}
                schema={schema}
              />
            </Part>
          )}
          <Part title={words.answers}>
            <List size="sm" listStyleType="none" spacing={4}>
              {operation.answers.map(({ status, description }) => (
                <List.Item key={status}>
                  <Code>{status}</Code> {description}
                </List.Item>
              ))}
            </List>
          </Part>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <Stack gap="lg">
          <Part title={words.tryIt}>
            <Try operation={operation} address={address} body={body} />
          </Part>
          <Terminal operation={operation} address={address} body={body} />
        </Stack>
      </Grid.Col>
    </Grid>
  );
};
