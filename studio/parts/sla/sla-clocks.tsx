import { Badge, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi, useMay } from '../../app/session.tsx';
import { useWords } from '../../words/language.tsx';
import { readable } from '../text/readable.ts';
import { useFormat } from '../text/use-format.ts';
import { type Clock, nextClock } from './clock-state.ts';
import { slaWords } from './sla-words.ts';

const everyMs = 60_000;

const useText = () => {
  const words = useWords(slaWords);
  return ({ state, breached, leftMinutes }: Clock): string => {
    if (state === 'met') return breached ? words.metLate : words.met;
    if (leftMinutes < 0 || state === 'breached') return words.over(leftMinutes);
    return state === 'paused' ? words.paused(leftMinutes) : words.left(leftMinutes);
  };
};

/** On a narrow screen the text breaks into lines rather than being cut. */
const breaking = { root: { height: 'auto' }, label: { whiteSpace: 'normal' } } as const;

const colorOf = ({ state, warned, breached }: Clock): string => {
  if (breached && state !== 'met') return 'red.8';
  if (state === 'met') return breached ? 'gray.7' : 'teal.9';
  if (state === 'paused') return 'gray.7';
  return warned ? 'yellow.4' : 'cyan.9';
};

/** How one target of a record stands: working time that is left, whether it is paused, met or over. */
export const SlaClock = ({ clock, size = 'sm' }: { clock: Clock; size?: 'sm' | 'lg' }) => {
  const words = useWords(slaWords);
  const format = useFormat();
  const text = useText();
  const title = clock.dueAt === undefined ? words.working : words.due(format.instant(clock.dueAt));
  return (
    <Badge
      tt="none"
      size={size}
      variant="filled"
      color={colorOf(clock)}
      title={title}
      maw="100%"
      styles={breaking}
    >
      {readable(clock.target)}: {text(clock)}
    </Badge>
  );
};

/** All clocks of a record. */
export const SlaClocks = ({ clocks }: { clocks: readonly Clock[] | undefined }) => {
  const words = useWords(slaWords);
  if (clocks === undefined || clocks.length === 0) return null;
  return (
    <Group gap="xs" role="group" aria-label={words.sla}>
      {clocks.map((clock) => (
        <SlaClock key={clock.target} clock={clock} size="lg" />
      ))}
    </Group>
  );
};

/** The clock of a record that matters most; nothing where none runs any more. */
export const NextSlaClock = ({ clocks }: { clocks: readonly Clock[] | undefined }) => {
  const clock = nextClock(clocks);
  return clock === undefined ? null : <SlaClock clock={clock} />;
};

/** The same of a record that is known by its address only, for those who may see it. */
export const SlaClockOf = ({ kind, id }: { kind: string; id: string }) => {
  const api = useApi();
  const may = useMay();
  const found = useQuery({
    queryKey: ['record', kind, id],
    enabled: may('records:read'),
    refetchInterval: everyMs,
    retry: false,
    queryFn: () => ask(api.GET('/api/records/{kind}/{id}', { params: { path: { kind, id } } })),
  });
  return <NextSlaClock clocks={found.data?.sla} />;
};
