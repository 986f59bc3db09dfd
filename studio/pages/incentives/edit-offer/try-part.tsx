import { Alert, Button, Group, List, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi, useMay } from '../../../app/session.tsx';
import { ProblemAlert } from '../../../parts/page/problem-alert.tsx';
import { ReferenceInput } from '../../../parts/reference-input.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { AmountInput } from '../cards/amount-input.tsx';
import { minorOf } from '../cards/minor.ts';
import type { OfferForm } from './offer-form.ts';
import { tryWords } from './try-words.ts';

type Outcome = components['schemas']['ValidatedOffer'];

/** What a cart would get, or everything that speaks against it. */
const Answer = ({ outcome, currency }: { outcome: Outcome; currency: string }) => {
  const words = useWords(tryWords);
  const format = useFormat();
  const { discount, reasons = [] } = outcome;
  if (outcome.outcome === 'refused') {
    return (
      <Alert
        color="yellow"
        role="status"
        title={
          <Text span inherit c="var(--mantine-color-text)">
            {words.refused}
          </Text>
        }
      >
        <List size="sm">
          {reasons.map(({ code, message }) => (
            <List.Item key={code}>{words.reasonOf(code, message)}</List.Item>
          ))}
        </List>
      </Alert>
    );
  }
  return (
    <Alert color="teal" variant="light" role="status">
      <Text fw={600}>{words.takesOff(format.money({ minor: discount?.amount ?? 0, currency }))}</Text>
      {discount === undefined || discount.shipping === 0 ? null : (
        <Text size="sm">{words.ofShipping(format.money({ minor: discount.shipping, currency }))}</Text>
      )}
      {discount?.gift === undefined ? null : <Text size="sm">{words.gift(discount.gift)}</Text>}
    </Alert>
  );
};

type Cart = {
  readonly value: string | number;
  readonly shipping: string | number;
  readonly code: string;
  readonly person: string;
};

const Fields = (props: { cart: Cart; currency: string; onCart: (cart: Cart) => void }) => {
  const { cart, currency, onCart } = props;
  const words = useWords(tryWords);
  const may = useMay();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <AmountInput
        label={words.orderValue}
        currency={currency}
        value={cart.value}
        onChange={(value) => onCart({ ...cart, value })}
      />
      <AmountInput
        label={words.shipping}
        currency={currency}
        value={cart.shipping}
        onChange={(value) => onCart({ ...cart, shipping: value })}
      />
      <TextInput
        label={words.code}
        maxLength={100}
        value={cart.code}
        onChange={({ currentTarget }) => onCart({ ...cart, code: currentTarget.value })}
      />
      {may('personal-data') ? (
        <ReferenceInput
          kind="person"
          label={words.person}
          placeholder={words.nobody}
          value={cart.person}
          onChange={(next) => onCart({ ...cart, person: next })}
        />
      ) : null}
    </SimpleGrid>
  );
};

/** Tries the offer as it is written on a cart that somebody makes up; nothing is used of it. */
export const TryPart = ({ form, of: key }: { form: OfferForm; of: string }) => {
  const words = useWords(tryWords);
  const api = useApi();
  const { currency, written } = form;
  const [cart, setCart] = useState<Cart>({
    value: 50,
    shipping: '',
    code: form.textAt(['code', 'shared']),
    person: '',
  });
  const { code, person } = cart;
  const orderValue = minorOf(cart.value, currency);
  const shipping = minorOf(cart.shipping, currency);
  const look = useMutation({
    mutationFn: (_text: string) =>
      ask(
        api.POST('/api/offers/{key}/validate', {
          params: { path: { key } },
          body: {
            draft: true,
            cart: { currency, orderValue: orderValue ?? 0, ...(shipping === undefined ? {} : { shipping }) },
            ...(code.trim() === '' ? {} : { code: code.trim() }),
            ...(person === '' ? {} : { person: { id: person } }),
          },
        }),
      ),
  });
  // An answer about another text would mislead.
  const isOfThis = look.variables === written.text;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {words.text}
      </Text>
      <Fields cart={cart} currency={currency} onCart={setCart} />
      <Group>
        <Button
          variant="default"
          loading={look.isPending}
          disabled={orderValue === undefined || !written.isQuiet}
          onClick={() => look.mutate(written.text)}
        >
          {words.try}
        </Button>
      </Group>
      {isOfThis && look.isError ? <ProblemAlert error={look.error} /> : null}
      {isOfThis && look.isSuccess ? <Answer outcome={look.data} currency={currency} /> : null}
    </Stack>
  );
};
