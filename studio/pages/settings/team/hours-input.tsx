import {
  ActionIcon,
  Button,
  Chip,
  CloseIcon,
  Fieldset,
  Group,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';

import { useMe } from '../../../app/session.tsx';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { type HoursDraft, type HoursRow, weekdays } from './hours.ts';
import { teamWords } from './team-words.ts';

const zones = Intl.supportedValuesOf('timeZone');
const week: HoursRow['days'] = ['mon', 'tue', 'wed', 'thu', 'fri'];
/** A Monday. */
const monday = Date.UTC(2026, 0, 5);
const dayMs = 86_400_000;

const Row = (props: { row: HoursRow; onChange: (row: HoursRow) => void; onRemove: () => void }) => {
  const { row, onChange, onRemove } = props;
  const words = useWords(teamWords);
  const { language } = useLanguage();
  const short = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return (
    <Stack gap="xs">
      <Chip.Group
        multiple
        value={[...row.days]}
        onChange={(days) => onChange({ ...row, days: weekdays.filter((day) => days.includes(day)) })}
      >
        <Group gap={4} role="group" aria-label={words.days}>
          {weekdays.map((day, n) => (
            <Chip key={day} value={day} size="xs">
              {short.format(monday + n * dayMs)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          type="time"
          label={words.from}
          flex={1}
          miw={0}
          value={row.from}
          onChange={({ currentTarget }) => onChange({ ...row, from: currentTarget.value })}
        />
        <TextInput
          type="time"
          label={words.to}
          flex={1}
          miw={0}
          value={row.to}
          onChange={({ currentTarget }) => onChange({ ...row, to: currentTarget.value })}
        />
        <ActionIcon variant="default" size={36} aria-label={words.removeHours} onClick={onRemove}>
          <CloseIcon size="14" />
        </ActionIcon>
      </Group>
    </Stack>
  );
};

/** Where the hours are, and on which days nobody works. */
const Calendar = (props: { value: HoursDraft; onChange: (value: HoursDraft) => void }) => {
  const { value, onChange } = props;
  const words = useWords(teamWords);
  const { workspace } = useMe();
  return (
    <>
      <Select
        label={words.zone}
        placeholder={workspace.zone}
        description={words.zoneHint(workspace.zone)}
        searchable
        clearable
        limit={60}
        data={zones}
        value={value.zone === '' ? null : value.zone}
        onChange={(zone) => onChange({ ...value, zone: zone ?? '' })}
      />
      <TagsInput
        label={words.holidays}
        description={words.holidaysHint}
        value={[...value.holidays]}
        onChange={(holidays) => onChange({ ...value, holidays })}
      />
    </>
  );
};

/** Hours of a week, their zone, and days off. */
export const HoursInput = (props: {
  label: string;
  text: string;
  value: HoursDraft;
  onChange: (value: HoursDraft) => void;
}) => {
  const { label, text, value, onChange } = props;
  const words = useWords(teamWords);
  const { rows } = value;
  const add = (): void => {
    const id = Math.max(-1, ...rows.map((row) => row.id)) + 1;
    const row = { id, days: week, from: '09:00', to: '18:00' };
    onChange({ ...value, rows: [...rows, row] });
  };
  return (
    <Fieldset legend={label}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {text}
        </Text>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            onChange={(next) =>
              onChange({ ...value, rows: rows.map((one) => (one.id === next.id ? next : one)) })
            }
            onRemove={() => onChange({ ...value, rows: rows.filter(({ id }) => id !== row.id) })}
          />
        ))}
        <Group>
          <Button variant="light" size="xs" onClick={add}>
            {words.addHours}
          </Button>
        </Group>
        {rows.length === 0 ? null : <Calendar value={value} onChange={onChange} />}
      </Stack>
    </Fieldset>
  );
};
