import { Badge, Group, Paper, Text, Title } from '@mantine/core';
import { useId } from 'react';

import { readable } from '../../../parts/text/readable.ts';
import { useWords } from '../../../words/language.tsx';
import type { PathAt } from './path-at.ts';
import { type Changed, changesOf } from './person-facts.ts';
import classes from './simulate.module.css';
import { simulateWords } from './simulate-words.ts';

const groups = ['about', 'scores', 'traits', 'consents', 'computed', 'loyalty'] as const;

const abouts = ['stage', 'tags', 'segments', 'points'] as const;

const Fact = ({ fact }: { fact: Changed }) => {
  const words = useWords(simulateWords);
  const { group, name, value, former, isNew } = fact;
  const own = abouts.find((one) => one === name);
  const groupName = groups.find((one) => one === group);
  return (
    <div className={classes['fact']} data-new={isNew}>
      <Text component="dt" size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {groupName === undefined || group === 'about' ? '' : `${words[groupName]} · `}
        {own === undefined || group !== 'about' ? readable(name) : words[own]}
      </Text>
      <Text component="dd" m={0} size="sm" style={{ overflowWrap: 'anywhere' }}>
        <Group gap={6}>
          {value === '' ? <Badge variant="light">{words.gone}</Badge> : value}
          {former === undefined ? null : (
            <Text span size="xs" c="dimmed">
              {words.before(former)}
            </Text>
          )}
        </Group>
      </Text>
    </div>
  );
};

/** What the profile says at an instant; what has just changed stands first. */
export const PersonThen = ({ now }: { now: PathAt }) => {
  const words = useWords(simulateWords);
  const id = useId();
  if (now.person === undefined) return null;
  return (
    <Paper withBorder p="md" component="section" aria-labelledby={id}>
      <Title order={2} size="h5" mb="xs" id={id}>
        {words.then}
      </Title>
      <dl className={classes['facts']}>
        {changesOf(now.person, now.before).map((fact) => (
          <Fact key={`${fact.group} ${fact.name}`} fact={fact} />
        ))}
      </dl>
    </Paper>
  );
};
