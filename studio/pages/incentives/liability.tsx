import { Card, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { ask } from '../../api/client.ts';
import type { components } from '../../api/schema.ts';
import { useApi } from '../../app/session.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { Stat } from '../../parts/page/stat.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import { liabilityWords } from './liability-words.ts';

type Owed = components['schemas']['LoyaltyLiability'];

const wholeDay = /^\d{4}-\d{2}-\d{2}$/;

const Figures = ({ owed }: { owed: Owed }) => {
  const words = useWords(liabilityWords);
  const format = useFormat();
  const money = (minor: number | null, currency: string): string =>
    minor === null ? words.unknown : format.money({ minor, currency });
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
      {owed.programs.map(({ program, value, breakage, expected }) => (
        <Stat
          key={program}
          label={words.points(program)}
          value={money(value, owed.currency)}
          text={
            breakage === null
              ? words.noBreakage
              : words.breakage(format.percent(breakage), money(expected, owed.currency))
          }
        />
      ))}
      {owed.storeCredit.map(({ currency, balance }) => (
        <Stat key={`credit-${currency}`} label={words.credit} value={money(balance, currency)} />
      ))}
      {owed.giftCards.map(({ currency, cards, balance }) => (
        <Stat
          key={`cards-${currency}`}
          label={words.giftCards}
          value={money(balance, currency)}
          text={words.openCards(format.number(cards))}
        />
      ))}
    </SimpleGrid>
  );
};

/** What the shop owes in points, store credit and gift cards: now, or at the end of a day. */
export const Liability = () => {
  const words = useWords(liabilityWords);
  const api = useApi();
  const [typed, setTyped] = useState('');
  const day = wholeDay.test(typed) ? typed : undefined;
  const found = useQuery({
    queryKey: ['loyalty-liability', day],
    queryFn: () =>
      ask(api.GET('/api/loyalty/liability', { params: { query: day === undefined ? {} : { day } } })),
  });
  return (
    <Card withBorder component="section" aria-label={words.liability}>
      <Stack>
        <div>
          <Title order={2} size="h3">
            {words.liability}
          </Title>
          <Text c="dimmed" size="sm">
            {words.text}
          </Text>
        </div>
        <TextInput
          type="date"
          label={words.day}
          description={words.dayText}
          maw="16rem"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {found.isPending ? <Loading /> : null}
        {found.isLoadingError ? (
          <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />
        ) : null}
        {found.isSuccess ? <Figures owed={found.data} /> : null}
      </Stack>
    </Card>
  );
};
