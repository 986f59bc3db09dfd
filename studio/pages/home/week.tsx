import { Paper, SimpleGrid, Stack, Title } from '@mantine/core';

import { DayBars } from '../../parts/days/day-bars.tsx';
import { Stat } from '../../parts/page/stat.tsx';
import { Counted } from '../../parts/text/counted.tsx';
import { useFormat } from '../../parts/text/use-format.ts';
import { useWords } from '../../words/language.tsx';
import type { Overview } from './use-attention.ts';
import { homeWords } from './words.ts';

type Day = Overview['days'][number];
type Figure = Exclude<keyof Day, 'day'>;

const daysOfWeek = 7;

const sum = (days: readonly Day[], figure: Figure): number =>
  days.reduce((total, day) => total + day[figure], 0);

const Figures = ({ overview }: { overview: Overview }) => {
  const words = useWords(homeWords);
  const format = useFormat();
  const { days, people } = overview;
  const [week, before] = [days.slice(-daysOfWeek), days.slice(0, -daysOfWeek)];
  const compared = (figure: Figure): string => words.before(format.number(sum(before, figure)));
  return (
    <SimpleGrid cols={{ base: 2, lg: 4 }} spacing={{ base: 'xs', sm: 'md' }}>
      <Stat label={words.sent} value={format.number(sum(week, 'sent'))} text={compared('sent')} />
      <Stat label={words.clicked} value={format.number(sum(week, 'clicked'))} text={compared('clicked')} />
      <Stat
        label={words.unsubscribed}
        value={format.number(sum(week, 'unsubscribed'))}
        text={compared('unsubscribed')}
      />
      <Stat
        label={words.newPeople}
        value={format.number(people.new)}
        text={`${words.before(format.number(people.newBefore))}, ${words.ofAll(format.number(people.total))}`}
      />
    </SimpleGrid>
  );
};

/** How the last seven days went against the seven before, and the sends of each day. */
export const Week = ({ overview }: { overview: Overview }) => {
  const words = useWords(homeWords);
  const format = useFormat();
  const bars = overview.days.map(({ day, sent }) => {
    const name = format.calendarDay(day);
    return { day: name, value: sent, text: `${name}: ${format.number(sent)}` };
  });
  const total = format.number(sum(overview.days, 'sent'));
  return (
    <Stack component="section" aria-labelledby="week">
      <Title order={2} size="h4" id="week">
        {words.week}
      </Title>
      <Counted iso={overview.countedAt} />
      <Figures overview={overview} />
      <Paper withBorder p="lg">
        <Title order={3} size="h5" mb="sm">
          {words.byDay}
        </Title>
        <DayBars
          label={words.chart(bars[0]?.day ?? '', bars.at(-1)?.day ?? '', total)}
          heads={[words.day, words.sent]}
          bars={bars}
        />
      </Paper>
    </Stack>
  );
};
