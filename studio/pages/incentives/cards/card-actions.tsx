import { Group, TextInput } from '@mantine/core';
import { useState } from 'react';

import { ask } from '../../../api/client.ts';
import type { components } from '../../../api/schema.ts';
import { useApi } from '../../../app/session.tsx';
import { ConfirmButton } from '../../../parts/dialogs/confirm-button.tsx';
import { useNotice } from '../../../parts/page/notice.tsx';
import { useWords } from '../../../words/language.tsx';
import { AmountInput } from './amount-input.tsx';
import { cardWords } from './card-words.ts';
import { minorOf } from './minor.ts';

type Props = {
  readonly code: string;
  readonly card: components['schemas']['GiftCard'];
  /** The card after it, and the name of the payment where there is a new one. */
  readonly onDone: (paid: string | undefined) => void;
};

const Pay = ({ code, card, onDone }: Props) => {
  const words = useWords(cardWords);
  const api = useApi();
  const [amount, setAmount] = useState<string | number>('');
  const [ref, setRef] = useState('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const minor = minorOf(amount, card.currency);
  const pay = async (): Promise<void> => {
    const { redemption } = await ask(
      api.POST('/api/gift-cards/redeem', {
        params: { header: { 'idempotency-key': key } },
        body: { code, amount: minor ?? 0, currency: card.currency, ...(ref === '' ? {} : { ref }) },
      }),
    );
    setKey(crypto.randomUUID());
    setAmount('');
    onDone(redemption);
  };
  return (
    <ConfirmButton
      label={words.pay}
      title={words.pay}
      text={words.payText}
      confirm={words.pay}
      color="cyan"
      isReady={minor !== undefined}
      onConfirm={pay}
    >
      <AmountInput
        label={words.amount}
        required
        currency={card.currency}
        value={amount}
        onChange={setAmount}
      />
      <TextInput
        label={words.ref}
        description={words.refText}
        maxLength={200}
        value={ref}
        onChange={({ currentTarget }) => setRef(currentTarget.value)}
      />
    </ConfirmButton>
  );
};

const GiveBack = ({ code, card, onDone, paid }: Props & { paid: string }) => {
  const words = useWords(cardWords);
  const api = useApi();
  const notice = useNotice();
  const [typed, setTyped] = useState('');
  const [amount, setAmount] = useState<string | number>('');
  const [key, setKey] = useState(() => crypto.randomUUID());
  const redemption = typed === '' ? paid : typed;
  const minor = minorOf(amount, card.currency);
  const giveBack = async (): Promise<void> => {
    await ask(
      api.POST('/api/gift-cards/rollback', {
        params: { header: { 'idempotency-key': key } },
        body: { code, redemption, ...(minor === undefined ? {} : { amount: minor }) },
      }),
    );
    setKey(crypto.randomUUID());
    notice.done(words.given);
    onDone(undefined);
  };
  return (
    <ConfirmButton
      label={words.back}
      title={words.back}
      text={words.backText}
      confirm={words.back}
      color="cyan"
      isReady={redemption !== ''}
      onConfirm={giveBack}
    >
      <TextInput
        label={words.redemption}
        description={words.redemptionText}
        required
        maxLength={200}
        value={redemption}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <AmountInput
        label={words.amount}
        description={words.all}
        currency={card.currency}
        value={amount}
        onChange={setAmount}
      />
    </ConfirmButton>
  );
};

/** What is done with a card: pay, and give back what a payment took. */
export const CardActions = (props: Props & { paid: string }) => (
  <Group>
    <Pay {...props} />
    <GiveBack {...props} key={props.paid} />
  </Group>
);
