import { Button, Code, Stack, Title } from '@mantine/core';
import { useState } from 'react';

import type { components } from '../../../api/schema.ts';
import { useMay } from '../../../app/session.tsx';
import { type Column, PlainTable } from '../../../parts/data-table.tsx';
import { ConfirmDialog } from '../../../parts/dialogs/confirm-dialog.tsx';
import { Instant } from '../../../parts/text/instant.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import { ReasonInput } from './memberships.tsx';
import { useLoyaltyActs, useRewards } from './use-loyalty.ts';
import { loyaltyWords } from './words.ts';

type Reward = components['schemas']['LoyaltyReward'];
type Redemption = components['schemas']['RewardRedemption'];

/** What is about to be done: a reward is given, or one is taken back. */
type Asked =
  | { readonly kind: 'redeem'; readonly reward: Reward }
  | { readonly kind: 'take-back'; readonly redemption: Redemption };

type Ask = (asked: Asked) => void;

const useRewardColumns = (ask: Ask): readonly Column<Reward>[] => {
  const words = useWords(loyaltyWords);
  const format = useFormat();
  const mayWrite = useMay()('write', 'personal-data');
  return [
    { key: 'reward', title: words.reward, cell: ({ name }) => name },
    { key: 'cost', title: words.cost, align: 'right', cell: ({ points }) => format.number(points) },
    {
      key: 'state',
      title: words.state,
      cell: (reward) => {
        const { available, reason = '', name } = reward;
        if (!available) return words.stateOf(reason);
        if (!mayWrite) return words.available;
        return (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.redeemOf(name)}
            onClick={() => ask({ kind: 'redeem', reward })}
          >
            {words.redeem}
          </Button>
        );
      },
    },
  ];
};

const useRedemptionColumns = (ask: Ask): readonly Column<Redemption>[] => {
  const words = useWords(loyaltyWords);
  const mayWrite = useMay()('write', 'personal-data');
  return [
    { key: 'reward', title: words.reward, cell: ({ reward, name = reward }) => name },
    { key: 'when', title: words.when, cell: ({ at }) => <Instant iso={at} /> },
    {
      key: 'code',
      title: words.code,
      isWide: true,
      cell: ({ code }) => (code === undefined ? null : <Code>{code}</Code>),
    },
    {
      key: 'state',
      title: words.state,
      cell: (redemption) => {
        const { state, reward, name = reward } = redemption;
        if (state !== 'fulfilled' || !mayWrite) return words.stateOf(state);
        return (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.takeBackOf(name)}
            onClick={() => ask({ kind: 'take-back', redemption })}
          >
            {words.takeBack}
          </Button>
        );
      },
    },
  ];
};

const Question = (props: { id: string; asked: Asked; onClose: () => void }) => {
  const { id, asked, onClose } = props;
  const words = useWords(loyaltyWords);
  const format = useFormat();
  const acts = useLoyaltyActs(id);
  const [reason, setReason] = useState('');
  if (asked.kind === 'take-back') {
    const { redemption } = asked;
    return (
      <ConfirmDialog
        title={words.takeBackOf(redemption.name ?? redemption.reward)}
        text={words.takeBackText}
        confirm={words.takeBackIt}
        isOpen
        onClose={onClose}
        onConfirm={() => acts.takeBack(redemption.id)}
      />
    );
  }
  const { program, key: reward, name, points } = asked.reward;
  return (
    <ConfirmDialog
      title={words.redeemOf(name)}
      text={words.redeemText(format.number(points))}
      confirm={words.redeemIt}
      color="teal"
      isOpen
      onClose={onClose}
      onConfirm={() => acts.redeem({ program, reward, reason })}
    >
      <ReasonInput reason={reason} onChange={setReason} />
    </ConfirmDialog>
  );
};

/** The rewards somebody can have for points, given by hand, and those they had, taken back by hand. */
export const Rewards = ({ id }: { id: string }) => {
  const words = useWords(loyaltyWords);
  const found = useRewards(id);
  const [asked, ask] = useState<Asked | undefined>();
  const rewardColumns = useRewardColumns(ask);
  const redemptionColumns = useRedemptionColumns(ask);
  const { rewards = [], redemptions = [] } = found.data ?? {};
  if (rewards.length === 0 && redemptions.length === 0) return null;
  return (
    <Stack>
      {rewards.length === 0 ? null : (
        <section>
          <Title order={2} size="h4" mb="sm">
            {words.rewards}
          </Title>
          <PlainTable
            label={words.rewards}
            columns={rewardColumns}
            rows={rewards}
            rowKey={({ program, key }) => `${program} ${key}`}
          />
        </section>
      )}
      {redemptions.length === 0 ? null : (
        <section>
          <Title order={2} size="h4" mb="sm">
            {words.redemptions}
          </Title>
          <PlainTable
            label={words.redemptions}
            columns={redemptionColumns}
            rows={redemptions}
            rowKey={(one) => one.id}
          />
        </section>
      )}
      {asked === undefined ? null : <Question id={id} asked={asked} onClose={() => ask(undefined)} />}
    </Stack>
  );
};
