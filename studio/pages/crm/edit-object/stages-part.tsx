import { SimpleGrid, Stack, Switch } from '@mantine/core';

import { ManyAt, SelectAt } from '../../../parts/drafts/fields/choices.tsx';
import { NumberAt, TextAt } from '../../../parts/drafts/fields/fields.tsx';
import { freeKey, RowsAt, rowsAt } from '../../../parts/drafts/fields/rows-at.tsx';
import type { Path } from '../../../parts/editor/splice-json.ts';
import { useWords } from '../../../words/language.tsx';
import { choicesOf, type ObjectForm } from './object-form.ts';
import { objectWords } from './words.ts';

type Props = { form: ObjectForm };

const stagesMost = 50;
const list = ['stages', 'list'] as const;
const ends = ['open', 'won', 'lost', 'done'] as const;

const firstStages = {
  first: 'open',
  list: [{ key: 'open' }, { key: 'done', ends: 'done' }],
};

/** Where records may go from a stage: everywhere, nowhere, or to some stages. */
const Moves = ({ form, path }: Props & { path: Path }) => {
  const words = useWords(objectWords);
  const to = form.valueAt([...path, 'to']);
  const own = form.textAt([...path, 'key']);
  const others = form.stages.filter(({ key }) => key !== own);
  return (
    <Stack gap="xs">
      <Switch
        label={words.everyMove}
        checked={to === undefined}
        onChange={({ currentTarget: { checked } }) =>
          form.set([...path, 'to'], checked ? undefined : others.map(({ key }) => key))
        }
      />
      {to === undefined ? null : (
        <ManyAt
          form={form}
          path={[...path, 'to']}
          label={words.moves}
          placeholder={words.noMove}
          data={choicesOf(others)}
          required
        />
      )}
    </Stack>
  );
};

const StageRow = ({ form, path }: Props & { path: Path }) => {
  const words = useWords(objectWords);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
        <TextAt form={form} path={[...path, 'name']} label={words.stageName} maxLength={100} />
        <TextAt form={form} path={[...path, 'key']} label={words.key} maxLength={64} required />
        <SelectAt
          form={form}
          path={[...path, 'ends']}
          label={words.ends}
          byDefault="open"
          data={ends.map((value) => ({ value, label: words.endOf(value) }))}
        />
        <NumberAt
          form={form}
          path={[...path, 'probability']}
          label={words.probability}
          description={words.probabilityText}
          suffix=" %"
          max={100}
        />
        <ManyAt
          form={form}
          path={[...path, 'requires']}
          label={words.requires}
          data={choicesOf(form.fields)}
        />
        <ManyAt form={form} path={[...path, 'locks']} label={words.locks} data={choicesOf(form.fields)} />
        <TextAt
          form={form}
          path={[...path, 'event']}
          label={words.stageEvent}
          description={words.stageEventText}
          maxLength={40}
        />
      </SimpleGrid>
      <Moves form={form} path={path} />
    </Stack>
  );
};

/** The stages that a record goes through, and the moves between them. */
export const StagesPart = ({ form }: Props) => {
  const words = useWords(objectWords);
  const hasStages = form.valueAt(['stages']) !== undefined;
  const isExtension = form.base !== undefined;
  return (
    <Stack gap="sm">
      <Switch
        label={isExtension ? words.changesStages : words.hasStages}
        checked={hasStages}
        onChange={({ currentTarget: { checked } }) =>
          form.set(['stages'], checked ? (isExtension ? { list: [] } : firstStages) : undefined)
        }
      />
      {hasStages ? (
        <>
          <SelectAt
            form={form}
            path={['stages', 'first']}
            label={words.firstStage}
            data={choicesOf(form.stages)}
            required={!isExtension}
          />
          <RowsAt
            form={form}
            path={list}
            label={words.stage}
            add={words.addStage}
            most={stagesMost}
            least={isExtension ? 0 : 1}
            begun={() => ({ key: freeKey('stage', rowsAt(form, list)) })}
          >
            {(path) => <StageRow form={form} path={path} />}
          </RowsAt>
          {isExtension ? (
            <ManyAt
              form={form}
              path={['stages', 'remove']}
              label={words.removeStages}
              data={choicesOf(form.stages)}
            />
          ) : null}
        </>
      ) : null}
    </Stack>
  );
};
