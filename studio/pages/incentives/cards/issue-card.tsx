import { Temporal } from 'temporal-polyfill';
import { Alert, Button, Card, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import { useApi, useMe } from '../../../app/session.tsx';
import { CopyText } from '../../../parts/copy-text.tsx';
import { dayStart } from '../../../parts/days/day-start.ts';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { ReferenceInput } from '../../../parts/reference-input.tsx';
import { useWords } from '../../../words/language.tsx';
import { AmountInput } from './amount-input.tsx';
import { cardWords } from './card-words.ts';
import { minorOf } from './minor.ts';

type Form = {
  readonly amount: string | number;
  readonly currency: string;
  readonly until: string;
  readonly person: string;
  /** The same card is issued once. */
  readonly key: string;
};

const emptyForm = (currency: string): Form => ({
  amount: '',
  currency,
  until: '',
  person: '',
  key: crypto.randomUUID(),
});

/** The last second of a local day, as an ISO instant. */
const dayEnd = (day: string, zone: string): string => {
  const next = Temporal.PlainDate.from(day).add({ days: 1 }).toString();
  return new Date(Date.parse(dayStart({ day: next, zone })) - 1000).toISOString();
};

/** What a card is worth, until when it can be spent, and whose it is. */
const CardFields = ({ form, onForm }: { form: Form; onForm: (form: Form) => void }) => {
  const words = useWords(cardWords);
  const { currency } = form;
  return (
    <>
      <Group align="flex-end" grow preventGrowOverflow={false}>
        <AmountInput
          label={words.amount}
          required
          currency={currency}
          value={form.amount}
          onChange={(value) => onForm({ ...form, amount: value })}
        />
        <TextInput
          label={words.currency}
          required
          maxLength={3}
          value={currency}
          onChange={({ currentTarget }) => onForm({ ...form, currency: currentTarget.value.toUpperCase() })}
        />
      </Group>
      <TextInput
        type="date"
        label={words.until}
        description={words.untilText}
        value={form.until}
        onChange={({ currentTarget }) => onForm({ ...form, until: currentTarget.value })}
      />
      <ReferenceInput
        kind="person"
        label={words.person}
        description={words.personText}
        placeholder={words.nobody}
        value={form.person}
        onChange={(person) => onForm({ ...form, person })}
      />
    </>
  );
};

/** The code of a card that was issued. */
const Issued = ({ code }: { code: string }) => {
  const words = useWords(cardWords);
  return (
    <Alert color="teal" variant="light" role="status">
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          {words.issued}
        </Text>
        <Text size="sm">{words.keepCode}</Text>
        <CopyText label={words.code} value={code} />
      </Stack>
    </Alert>
  );
};

/** Issues a card, once for each time the form is filled in, and shows its code. */
export const IssueCard = () => {
  const words = useWords(cardWords);
  const api = useApi();
  const { workspace } = useMe();
  const [form, setForm] = useState(() => emptyForm(workspace.currency));
  const { currency } = form;
  const amount = minorOf(form.amount, currency);
  const issue = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/gift-cards', {
          params: { header: { 'idempotency-key': form.key } },
          body: {
            amount: amount ?? 0,
            currency,
            ...(form.person === '' ? {} : { person: { id: form.person } }),
            ...(form.until === '' ? {} : { expiresAt: dayEnd(form.until, workspace.zone) }),
          },
        }),
      ),
    onSuccess: () => setForm(emptyForm(currency)),
  });
  return (
    <Card withBorder component="section" aria-label={words.issue}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (amount !== undefined) issue.mutate();
        }}
      >
        <Stack>
          <div>
            <Title order={2} size="h3">
              {words.issue}
            </Title>
            <Text c="dimmed" size="sm">
              {words.issueText}
            </Text>
          </div>
          <CardFields form={form} onForm={setForm} />
          {issue.isError ? <ProblemAlert error={issue.error} /> : null}
          <Group>
            <Button
              type="submit"
              loading={issue.isPending}
              disabled={amount === undefined || currency.length !== 3}
            >
              {words.issue}
            </Button>
          </Group>
          {issue.data === undefined ? null : <Issued code={issue.data.code} />}
        </Stack>
      </form>
    </Card>
  );
};
