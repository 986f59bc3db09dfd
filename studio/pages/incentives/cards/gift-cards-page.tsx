import { Alert, Anchor, Button, Card, Group, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { Instant } from '../../../parts/text/instant.tsx';
import { PageHeader } from '../../../parts/page/page-header.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { Stat } from '../../../parts/page/stat.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { CardActions } from './card-actions.tsx';
import { cardWords } from './card-words.ts';
import { IssueCard } from './issue-card.tsx';

type Looked = components['schemas']['GiftCard'];

/** What a card has, since when and until when, and whose it is. */
const Found = ({ found }: { found: { readonly card: Looked; readonly reason?: string } }) => {
  const words = useWords(cardWords);
  const format = useFormat();
  const { card, reason } = found;
  const { ends, balance, currency, issuedAt, expiresAt, profileId } = card;
  return (
    <>
      <Title order={3} size="h4">
        {words.ends(ends)}
      </Title>
      {reason === undefined ? null : (
        <Alert color="yellow" variant="light">
          {words.reasonOf(reason)}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Stat label={words.balance} value={format.money({ minor: balance, currency })} />
        <Stack gap={4} justify="center">
          <Text size="sm">
            {words.issuedAt}: <Instant iso={issuedAt} />
          </Text>
          <Text size="sm">
            {words.expires}: {expiresAt === undefined ? words.forEver : format.day(expiresAt)}
          </Text>
          {profileId === undefined ? null : (
            <Anchor size="sm" renderRoot={(props) => <Link to={`/people/${profileId}`} {...props} />}>
              {words.owner}
            </Anchor>
          )}
        </Stack>
      </SimpleGrid>
    </>
  );
};

/** The code that is typed in. */
const CodeForm = (props: {
  code: string;
  onCode: (code: string) => void;
  isPending: boolean;
  onLook: () => void;
}) => {
  const { code, onCode, isPending, onLook } = props;
  const words = useWords(cardWords);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onLook();
      }}
    >
      <Stack>
        <div>
          <Title order={2} size="h3">
            {words.lookUp}
          </Title>
          <Text c="dimmed" size="sm">
            {words.lookUpText}
          </Text>
        </div>
        <TextInput
          label={words.code}
          required
          maxLength={60}
          autoComplete="off"
          value={code}
          onChange={({ currentTarget }) => onCode(currentTarget.value)}
        />
        <Group>
          <Button type="submit" variant="default" loading={isPending} disabled={code.trim() === ''}>
            {words.look}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

/** Finds a card by its code, which stands in no address. */
const LookUp = () => {
  const words = useWords(cardWords);
  const api = useApi();
  const may = useMay();
  const [code, setCode] = useState('');
  const [paid, setPaid] = useState('');
  const look = useMutation({
    mutationFn: (asked: string) => ask(api.POST('/api/gift-cards/validate', { body: { code: asked } })),
  });
  const found = look.data;
  return (
    <Card withBorder component="section" aria-label={words.lookUp}>
      <Stack>
        <CodeForm
          code={code}
          onCode={setCode}
          isPending={look.isPending}
          onLook={() => {
            setPaid('');
            look.mutate(code.trim());
          }}
        />
        {look.isError ? <ProblemAlert error={look.error} /> : null}
        {found === undefined ? null : (
          <>
            <Found found={found} />
            {paid === '' ? null : (
              <Alert color="teal" role="status" style={{ overflowWrap: 'anywhere' }}>
                {words.paid(paid)}
              </Alert>
            )}
            {may('write', 'personal-data') ? (
              <CardActions
                code={code.trim()}
                card={found.card}
                paid={paid}
                onDone={(payment) => {
                  setPaid(payment ?? '');
                  look.mutate(code.trim());
                }}
              />
            ) : null}
          </>
        )}
      </Stack>
    </Card>
  );
};

/** Gift cards: issue one, look one up, pay with it and give back. */
export const Content = () => {
  const words = useWords(cardWords);
  const may = useMay();
  return (
    <>
      <PageHeader title={words.title} text={words.text} />
      <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: 'start' }}>
        <LookUp />
        {may('write', 'personal-data') ? <IssueCard /> : null}
      </SimpleGrid>
    </>
  );
};
