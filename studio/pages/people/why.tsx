import { Badge, List, Paper, Select, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ask } from '../../api/client.ts';
import { useApi, useMe } from '../../app/session.tsx';
import { Instant } from '../../parts/text/instant.tsx';
import { Loading } from '../../parts/page/loading.tsx';
import { ProblemAlert } from '../../parts/page/problem-alert.tsx';
import { useLanguage, useWords } from '../../words/language.tsx';
import { useMessageKeys } from './use-message-keys.ts';
import { peopleWords } from './words.ts';

type Line = { readonly key: string; readonly text: string; readonly at?: string };

const Lines = ({ title, lines }: { title: string; lines: readonly Line[] }) =>
  lines.length === 0 ? null : (
    <div>
      <Text fw={600} size="sm">
        {title}
      </Text>
      <List size="sm" spacing={4}>
        {lines.map(({ key, text, at }) => (
          <List.Item key={key}>
            {text}{' '}
            {at === undefined ? null : (
              <Text span size="sm" c="dimmed">
                <Instant iso={at} />
              </Text>
            )}
          </List.Item>
        ))}
      </List>
    </div>
  );

const useAnswer = (input: { id: string; message: string }) => {
  const { id, message } = input;
  const api = useApi();
  const { language } = useLanguage();
  const { zone } = useMe().workspace;
  return useQuery({
    queryKey: ['person', id, 'why', message, language],
    queryFn: () =>
      ask(
        api.GET('/api/profiles/{id}/why', {
          params: { path: { id }, query: { message, locale: language, zone } },
        }),
      ),
  });
};

const Answer = ({ id, message }: { id: string; message: string }) => {
  const words = useWords(peopleWords);
  const found = useAnswer({ id, message });
  if (found.isPending) return <Loading />;
  if (found.isLoadingError) return <ProblemAlert error={found.error} onRetry={() => void found.refetch()} />;
  const { answer, text, runs, neverEntered, turnedAway } = found.data;
  return (
    <Stack gap="sm" aria-live="polite">
      <div>
        <Badge variant="dot" size="lg" tt="none" color={answer === 'sent' ? 'teal' : 'yellow'} mb={4}>
          {words.stateOf(answer)}
        </Badge>
        <Text style={{ overflowWrap: 'anywhere' }}>{text}</Text>
      </div>
      <Lines
        title={words.whyRuns}
        lines={runs.flatMap((run) => [
          ...(run.text === text ? [] : [{ key: run.run, text: run.text, at: run.enteredAt }]),
          ...run.because.map((one, n) => ({
            key: `${run.run} ${n}`,
            text: one.text,
            at: one.at,
          })),
        ])}
      />
      <Lines
        title={words.turnedAway}
        lines={turnedAway.map((one) => ({ key: `${one.run} ${one.at}`, text: one.text, at: one.at }))}
      />
      <Lines
        title={words.neverEntered}
        lines={neverEntered
          .filter((one) => one.text !== text)
          .map((one) => ({ key: one.journey, text: one.text }))}
      />
    </Stack>
  );
};

/** The question that marketers ask most: why somebody got a message, or did not. */
export const Why = (props: {
  id: string;
  message: string | undefined;
  onAsk: (message: string | undefined) => void;
}) => {
  const { id, message, onAsk } = props;
  const words = useWords(peopleWords);
  const keys = useMessageKeys();
  return (
    <Paper withBorder p="lg" component="section" aria-labelledby="why">
      <Stack gap="sm">
        <Title order={2} size="h4" id="why">
          {words.why}
        </Title>
        <Select
          label={words.message}
          placeholder={words.whyText}
          searchable
          clearable
          maw={420}
          data={message === undefined || keys.includes(message) ? [...keys] : [...keys, message]}
          value={message ?? null}
          onChange={(next) => onAsk(next ?? undefined)}
        />
        {message === undefined ? null : <Answer id={id} message={message} />}
      </Stack>
    </Paper>
  );
};
