import { Paper, Stack, Switch, Text, Title, UnstyledButton } from '@mantine/core';
import { useId, useState } from 'react';

import { HtmlFrame } from '../../../parts/html-frame.tsx';
import { useFormat } from '../../../parts/text/use-format.ts';
import { useWords } from '../../../words/language.tsx';
import classes from './simulate.module.css';
import { instantsOf, type Moment, type Path, type PathAt, type Refused } from './path-at.ts';
import { simulateWords } from './simulate-words.ts';

const textsOf = (news: PathAt['news']): readonly { readonly key: string; readonly text: string }[] =>
  news.map((one, n) => ({ key: `${n} ${one.at}`, text: one.text }));

const isSent = (one: Moment | Refused): one is Moment & { message: NonNullable<Moment['message']> } =>
  'message' in one && one.message !== undefined;

const Sent = ({ message }: { message: NonNullable<Moment['message']> }) => {
  const words = useWords(simulateWords);
  const [withPictures, setPictures] = useState(false);
  const { channel, to, subject, text, html } = message;
  return (
    <Stack gap="xs">
      <div>
        <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
          {subject === '' ? message.message : subject}
        </Text>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {words.sentTo(channel, to)}
        </Text>
      </div>
      {html === undefined ? (
        <pre className={classes['text']}>{text}</pre>
      ) : (
        <>
          <HtmlFrame
            key={`${withPictures} ${html.length}`}
            title={words.messageOf(message.message)}
            html={html}
            withPictures={withPictures}
            height={460}
          />
          <Switch
            label={words.pictures}
            checked={withPictures}
            onChange={({ currentTarget }) => setPictures(currentTarget.checked)}
          />
        </>
      )}
    </Stack>
  );
};

/** What has just happened, in words, and what they got as it looks. */
export const WhatHappensNow = ({ now }: { now: PathAt }) => {
  const words = useWords(simulateWords);
  const id = useId();
  const sent = now.news.filter(isSent);
  return (
    <>
      <Paper withBorder p="md" component="section" aria-labelledby={id}>
        <Title order={2} size="h5" mb="xs" id={id}>
          {words.whatNow}
        </Title>
        {now.news.length === 0 ? <Text size="sm">{words.nothingNow}</Text> : null}
        <Stack component="ul" gap={6} m={0} pl="md">
          {textsOf(now.news).map(({ key, text }) => (
            <Text component="li" key={key} size="sm" style={{ overflowWrap: 'anywhere' }}>
              {text}
            </Text>
          ))}
        </Stack>
      </Paper>
      {sent.length === 0 ? null : (
        <Paper withBorder p="md" component="section" aria-label={words.sent}>
          <Stack>
            {sent.map(({ at, step, visit, message }) => (
              <Sent key={`${at} ${step ?? ''} ${visit}`} message={message} />
            ))}
          </Stack>
        </Paper>
      )}
    </>
  );
};

/** Everything that happens, instant by instant; each of them can be gone to. */
export const WhatHappens = (props: { path: Path; index: number; choose: (index: number) => void }) => {
  const { path, index, choose } = props;
  const words = useWords(simulateWords);
  const format = useFormat();
  const id = useId();
  const moments = [...path.refused, ...path.runs.flatMap((run) => run.moments)];
  const instants = instantsOf(path).map((at, n, all) => {
    const since = all[n - 1] ?? '';
    return { at, n, texts: moments.filter((one) => one.at > since && one.at <= at).map(({ text }) => text) };
  });
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={id}>
      <Title order={2} size="h5" mb="xs" id={id}>
        {words.what}
      </Title>
      <ol className={classes['instants']}>
        {instants
          .filter(({ texts, n }) => texts.length > 0 || n === index)
          .map(({ at, n, texts }) => (
            <li key={at}>
              <UnstyledButton
                className={classes['instant'] ?? ''}
                aria-current={n === index ? 'step' : undefined}
                onClick={() => choose(n)}
              >
                <Text size="sm" fw={600}>
                  {format.instant(at)}
                </Text>
                <Text size="sm" lineClamp={2} style={{ overflowWrap: 'anywhere' }}>
                  {texts.length === 0 ? words.nothingNow : texts.join(' ')}
                </Text>
              </UnstyledButton>
            </li>
          ))}
      </ol>
    </Paper>
  );
};
