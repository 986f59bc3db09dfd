import { SimpleGrid, Stack, Switch } from '@mantine/core';

import { ManyAt, SelectAt } from '../../../parts/drafts/fields/choices.tsx';
import { useWords } from '../../../words/language.tsx';
import { choicesOf, type ObjectForm } from './object-form.ts';
import { objectWords } from './words.ts';

const board = ['views', 'board'] as const;
const calendar = ['views', 'calendar'] as const;

/** How the studio shows records: the columns of lists, the board, the calendar. */
export const ViewsPart = ({ form }: { form: ObjectForm }) => {
  const words = useWords(objectWords);
  const own = ['stage', 'owner', 'team'].map((value) => ({ value, label: words.columnOf(value) }));
  const columns = [...choicesOf(form.fields), ...own];
  const ofType = (...types: readonly string[]) =>
    choicesOf(form.fields.filter(({ type }) => types.includes(type)));
  const days = ofType('date', 'instant');
  const hasBoard = form.valueAt(board) !== undefined;
  const hasCalendar = form.valueAt(calendar) !== undefined;
  const title = form.textAt(['title']) || (form.base?.title ?? '');
  return (
    <Stack gap="sm">
      <ManyAt form={form} path={['views', 'list']} label={words.listColumns} data={columns} />
      <Switch
        label={words.board}
        checked={hasBoard}
        onChange={({ currentTarget: { checked } }) =>
          form.set(board, checked ? { by: 'stage', card: [title] } : undefined)
        }
      />
      {hasBoard ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <SelectAt
            form={form}
            path={[...board, 'by']}
            label={words.boardBy}
            data={[{ value: 'stage', label: words.columnOf('stage') }, ...ofType('choice')]}
            required
          />
          <ManyAt form={form} path={[...board, 'card']} label={words.card} data={columns} required />
        </SimpleGrid>
      ) : null}
      <Switch
        label={words.calendar}
        checked={hasCalendar}
        disabled={days.length === 0}
        onChange={({ currentTarget: { checked } }) =>
          form.set(calendar, checked ? { from: days[0]?.value ?? '' } : undefined)
        }
      />
      {hasCalendar ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <SelectAt form={form} path={[...calendar, 'from']} label={words.from} data={days} required />
          <SelectAt form={form} path={[...calendar, 'until']} label={words.until} data={days} />
        </SimpleGrid>
      ) : null}
    </Stack>
  );
};
