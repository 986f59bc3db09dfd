import { Anchor, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';

import { useWords } from '../../../words/language.tsx';
import classes from './calendar.module.css';
import { calendarWords } from './calendar-words.ts';
import type { Entry } from './entries.ts';
import { coloured, type Look } from './entry-link.tsx';

/** All that stands on a day, one below the other. */
export const DayEntries = (props: { day: string; entries: readonly Entry[]; look: Look }) => {
  const { day, entries, look } = props;
  const words = useWords(calendarWords);
  return (
    <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
      {entries.map(({ key, kind, title, hour, from, to, isOver }) => (
        <Group key={key} component="li" gap={4} wrap="nowrap" align="baseline">
          <span className={classes['dot']} style={coloured(look.colorOf(kind))} aria-hidden="true" />
          <div style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
            {to === undefined ? (
              <Text span inherit>
                {title}
              </Text>
            ) : (
              <Anchor inherit renderRoot={(props) => <Link to={to} {...props} />}>
                {title}
              </Anchor>
            )}
            <Text size="sm" c="dimmed">
              {[from === day ? hour : undefined, look.nameOf(kind), isOver ? words.over : undefined]
                .filter((part) => part !== undefined)
                .join(' · ')}
            </Text>
          </div>
        </Group>
      ))}
    </Stack>
  );
};
