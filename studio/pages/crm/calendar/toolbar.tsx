import { ActionIcon, Button, Chip, Group, SegmentedControl, Switch, Title } from '@mantine/core';

import { useMe } from '../../../app/session.tsx';
import { Icon, icons } from '../../../parts/icon.tsx';
import { useWords } from '../../../words/language.tsx';
import classes from './calendar.module.css';
import { calendarWords } from './calendar-words.ts';
import { spanAfter, spans } from './days.ts';
import { coloured, type Look } from './entry-link.tsx';
import type { CalendarPlace } from './place.ts';
import type { Kind } from './use-entries.ts';

const left = 'M15 6l-6 6 6 6';

type Shown = {
  readonly title: string;
  readonly day: string;
  readonly today: string;
  readonly kinds: readonly Kind[];
  readonly look: Look;
  readonly place: CalendarPlace;
  readonly onChange: (change: Partial<CalendarPlace>) => void;
};

/** Which kinds are shown; it says what their colours mean, too. */
const Kinds = ({ kinds, look, place, onChange }: Shown) => {
  const words = useWords(calendarWords);
  return (
    <Chip.Group
      multiple
      value={kinds.map(({ key }) => key).filter((key) => !place.without.includes(key))}
      onChange={(seen) =>
        onChange({ without: kinds.map(({ key }) => key).filter((key) => !seen.includes(key)) })
      }
    >
      <Group gap="xs" role="group" aria-label={words.shown}>
        {kinds.map(({ key, name }) => (
          <Chip key={key} value={key} size="xs" variant="outline" color="gray">
            <span className={classes['dot']} style={coloured(look.colorOf(key))} aria-hidden="true" />
            {name}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
};

/** When and what the calendar shows. */
export const Toolbar = (props: Shown) => {
  const { title, day, today, place, onChange } = props;
  const words = useWords(calendarWords);
  const { user } = useMe();
  const go = (count: number) => () => onChange({ day: spanAfter(day, place.span, count) });
  return (
    <>
      <Group gap="sm" mb="sm" justify="space-between">
        <Group gap="xs">
          <ActionIcon variant="default" size="lg" aria-label={words.before} onClick={go(-1)}>
            <Icon path={left} />
          </ActionIcon>
          <Button variant="default" size="sm" onClick={() => onChange({ day: today })}>
            {words.today}
          </Button>
          <ActionIcon variant="default" size="lg" aria-label={words.after} onClick={go(1)}>
            <Icon path={icons.right} />
          </ActionIcon>
          <Title order={2} size="h4" aria-live="polite" ml="xs" className={classes['when'] ?? ''}>
            {title}
          </Title>
        </Group>
        <Group gap="sm">
          {user === undefined ? null : (
            <Switch
              label={words.mine}
              checked={place.mine}
              onChange={({ currentTarget }) => onChange({ mine: currentTarget.checked })}
            />
          )}
          <SegmentedControl
            aria-label={words.span}
            value={place.span}
            onChange={(span) => onChange({ span: spans.find((one) => one === span) ?? 'month' })}
            data={spans.map((span) => ({ value: span, label: words[span] }))}
          />
        </Group>
      </Group>
      <Group mb="md">
        <Kinds {...props} />
      </Group>
    </>
  );
};
