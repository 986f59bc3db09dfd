import { join } from 'node:path';
import { expect, it } from 'vitest';

import { figures } from '../figures.ts';
import { warehouseTables } from './tables.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

const pageOf = (): string =>
  [
    '# Tables of the warehouse',
    '',
    'Written by a test from the declarations: `npx vitest run --project memory warehouse/store/tables -u`. What the files are is in [warehouse.md](warehouse.md).',
    '',
    ...warehouseTables.flatMap(({ name, about, grain, columns }) => [
      `## ${name}`,
      '',
      `${about} ${grain === 'whole' ? 'One file.' : grain === 'day' ? 'A file for each month; of the current one for each day.' : 'A file for each month.'}`,
      '',
      '| column | type | what it holds |',
      '|---|---|---|',
      ...columns.map(
        ({ name: column, type, about: words, isPerson }) =>
          `| \`${column}\` | ${type} | ${cell(words)}${isPerson === true ? ' A profile.' : ''} |`,
      ),
      '',
    ]),
  ].join('\n');

it('are documented column by column', async () => {
  await expect(pageOf()).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/warehouse-tables.md'));
});

const figuresPage = (): string =>
  [
    '# Figures',
    '',
    'Written by a test from the declarations: `npx vitest run --project memory warehouse/store/tables -u`. How they are asked is in [warehouse.md](warehouse.md#figures).',
    '',
    ...figures.flatMap(({ key, title, definition, parameters, columns, scopes = [] }) => [
      `## ${title.en}`,
      '',
      `\`${key}\`. ${definition.en}${scopes.length === 0 ? '' : ` It needs the scope \`${scopes.join('`, `')}\` besides \`read\`.`}`,
      '',
      `Parameters: ${parameters.map(({ name }) => `\`${name}\``).join(', ')}. Columns: ${columns.map(({ name, unit }) => `\`${name}\` (${unit})`).join(', ')}.`,
      '',
    ]),
  ].join('\n');

it('and the figures over them are documented', async () => {
  await expect(figuresPage()).toMatchFileSnapshot(join(import.meta.dirname, '../../../docs/figures.md'));
});

it('have columns of different names, and a person where a name says so', () => {
  for (const { columns } of warehouseTables) {
    const names = columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const persons = columns.filter(({ isPerson }) => isPerson === true).map(({ name }) => name);
    // Files of any version are searched for these names when a person is erased.
    const pattern = /^(?:profile_id|now_id|advocate_id|friend_id)$/;
    expect(names.filter((name) => pattern.test(name))).toEqual(persons);
  }
});
