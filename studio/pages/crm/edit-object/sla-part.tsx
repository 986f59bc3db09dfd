import { SimpleGrid, Stack, Switch, Text } from '@mantine/core';
import { z } from 'zod';

import { ManyAt, SelectAt, TagsAt } from '../../../parts/drafts/fields/choices.tsx';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { freeKey, rowAt, RowsAt, rowsAt } from '../../../parts/drafts/fields/rows-at.tsx';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { choicesOf, type ObjectForm } from './object-form.ts';
import { slaPartWords } from './sla-words.ts';

type Props = { form: ObjectForm };

const targetsMost = 10;
const windowsMost = 50;
const otherwise = 'otherwise';
const sla = ['sla'] as const;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** The Monday of a week, to name its days by. */
const monday = Date.UTC(2024, 0, 1);
const dayMs = 86_400_000;

const objectSchema = z.record(z.string(), z.unknown());
const windowBegun = { days: ['mon-fri'], from: '09:00', to: '18:00' };
const targetBegun = { key: 'resolution', within: { [otherwise]: '8 hours' } };

const useDays = () => {
  const words = useWords(slaPartWords);
  const { language } = useLanguage();
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  return [
    { value: 'mon-fri', label: words.workdays },
    ...days.map((value, index) => ({ value, label: format.format(monday + index * dayMs) })),
  ];
};

/** Days and hours of a week. */
const WorkingHours = ({ form, path }: Props & { path: Path }) => {
  const words = useWords(slaPartWords);
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <ManyAt form={form} path={[...path, 'days']} label={words.days} data={useDays()} />
      <TextAt form={form} path={[...path, 'from']} label={words.from} placeholder="00:00" maxLength={5} />
      <TextAt form={form} path={[...path, 'to']} label={words.to} placeholder="24:00" maxLength={5} />
    </SimpleGrid>
  );
};

/** The hours in which time counts; around the clock without them. */
const Hours = ({ form }: Props) => {
  const words = useWords(slaPartWords);
  const hours = [...sla, 'hours'];
  const hasHours = form.valueAt(hours) !== undefined;
  return (
    <Stack gap="sm">
      <Switch
        label={words.hours}
        checked={hasHours}
        onChange={({ currentTarget: { checked } }) =>
          form.set(hours, checked ? { hours: [windowBegun] } : undefined)
        }
      />
      {hasHours ? (
        <>
          <RowsAt
            form={form}
            path={[...hours, 'hours']}
            label={words.day}
            add={words.addHours}
            most={windowsMost}
            least={1}
            begun={() => windowBegun}
          >
            {(path) => <WorkingHours form={form} path={path} />}
          </RowsAt>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextAt
              form={form}
              path={[...hours, 'zone']}
              label={words.zone}
              placeholder="Europe/Madrid"
              maxLength={64}
            />
            <TagsAt
              form={form}
              path={[...hours, 'holidays']}
              label={words.holidays}
              placeholder="2026-12-25"
              most={1000}
            />
          </SimpleGrid>
        </>
      ) : null}
    </Stack>
  );
};

/** How much time there is, by the value of the field that it depends on. */
const Within = ({ form, path }: Props & { path: Path }) => {
  const words = useWords(slaPartWords);
  const by = form.textAt([...sla, 'by']);
  const choices = form.fields.find(({ key }) => key === by)?.choices ?? [];
  const within = [...path, 'within'];
  const written = Object.keys(rowAt(form, within)).filter((one) => one !== otherwise);
  const named = [...new Set([...choices, ...written])];
  const error = form.errorAt(within);
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
        {[...named, otherwise].map((choice) => (
          <TextAt
            key={choice}
            form={form}
            path={[...within, choice]}
            label={words.within(
              choice === otherwise ? (named.length === 0 ? words.other : words.others) : choice,
            )}
            placeholder={choice === otherwise ? '' : form.textAt([...within, otherwise])}
            maxLength={20}
          />
        ))}
      </SimpleGrid>
      <Text size="sm" {...(error === undefined ? { c: 'dimmed' } : { c: 'red' })}>
        {error ?? words.withinText}
      </Text>
    </Stack>
  );
};

const Target = ({ form, path }: Props & { path: Path }) => {
  const words = useWords(slaPartWords);
  const instants = form.fields.filter(({ type }) => type === 'instant');
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <TextAt form={form} path={[...path, 'key']} label={words.key} maxLength={64} required />
        <SelectAt
          form={form}
          path={[...path, 'until']}
          label={words.until}
          description={words.untilText}
          data={choicesOf(form.fields)}
        />
        <SelectAt
          form={form}
          path={[...path, 'due']}
          label={words.due}
          description={words.dueText}
          data={choicesOf(instants)}
        />
      </SimpleGrid>
      <Within form={form} path={path} />
    </Stack>
  );
};

const Policy = ({ form }: Props) => {
  const words = useWords(slaPartWords);
  const targets = [...sla, 'targets'];
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        <SelectAt
          form={form}
          path={[...sla, 'by']}
          label={words.by}
          description={words.byText}
          data={choicesOf(form.fields.filter(({ type }) => type === 'choice'))}
        />
        <ManyAt
          form={form}
          path={[...sla, 'pauses']}
          label={words.pauses}
          description={words.pausesText}
          data={choicesOf(form.stages)}
        />
        <NumberAt
          form={form}
          path={[...sla, 'warnAt']}
          label={words.warnAt}
          placeholder="80 %"
          suffix=" %"
          max={99}
          isWhole
        />
      </SimpleGrid>
      <RowsAt
        form={form}
        path={targets}
        label={words.target}
        add={words.addTarget}
        most={targetsMost}
        least={1}
        begun={() => ({ ...targetBegun, key: freeKey('target', rowsAt(form, targets)) })}
      >
        {(path) => <Target form={form} path={path} />}
      </RowsAt>
      <Hours form={form} />
    </Stack>
  );
};

/** How long things may take: targets in working time, by the value of a field. */
export const SlaPart = ({ form }: Props) => {
  const words = useWords(slaPartWords);
  const hasSla = objectSchema.safeParse(form.valueAt(sla)).success;
  const hasBase = objectSchema.safeParse(form.base?.sla).success;
  // A file that extends an object takes its policy away by `null`.
  const change = (isOn: boolean): void => {
    if (isOn) form.set(sla, hasBase ? undefined : { targets: [targetBegun] });
    else form.set(sla, hasBase ? null : undefined);
  };
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {words.slaText}
      </Text>
      <Switch
        label={words.hasSla}
        checked={hasSla}
        onChange={({ currentTarget: { checked } }) => change(checked)}
      />
      {hasSla ? <Policy form={form} /> : null}
    </Stack>
  );
};
