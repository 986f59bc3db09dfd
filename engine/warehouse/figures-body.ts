import { z } from '@hono/zod-openapi';

import { instant, isoField, text } from '../../api/admin/kit.ts';
import { scopes } from '../../domain/keys/key.ts';
import { columnTypes } from '../../domain/warehouse/shape.ts';
import { chartColumns, type Figure, figureGroups, units } from './figures/figure.ts';
import type { FigureAnswer } from './run-figure.ts';

const words = z.object({ en: z.string(), es: z.string() });
const column = z.object({ name: z.string(), title: words, unit: z.enum(units) });
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const figureSchema = z
  .object({
    key: z.string(),
    group: z.enum(figureGroups).openapi({ description: 'What it is about.' }),
    title: words,
    definition: words.openapi({ description: 'What is counted, what is left out, and over what time.' }),
    parameters: z.array(
      z.object({
        name: z.string(),
        title: words,
        type: z.enum(['day', 'text', 'integer']),
        usual: z.union([z.string(), z.number()]).optional().openapi({
          description:
            'The value by default; of a day, how many days before today. Absent: it has to be given.',
        }),
        choices: z.array(z.string()).optional(),
      }),
    ),
    columns: z.array(column),
    chart: z.object({
      kind: z.enum(['line', 'bar', 'heat', 'none']),
      x: z.string().optional(),
      y: z.array(z.string()).optional(),
      value: z.string().optional(),
    }),
    scopes: z.array(z.enum(scopes)).openapi({ description: 'Scopes it needs besides `read`.' }),
  })
  .openapi('Figure');

const answerFields = {
  parameters: z.record(z.string(), value).openapi({ description: 'What it was asked with, after defaults.' }),
  currency: z.string(),
  zone: z.string(),
  asOf: instant.optional().openapi({ description: 'How current it is; absent before the first export.' }),
  rows: z.array(z.array(value)).openapi({ description: 'Values in the order of the columns.' }),
  isCut: z.boolean().openapi({ description: 'There are more rows than `limit`.' }),
};

export const figureAnswerSchema = z.object({ figure: figureSchema, ...answerFields }).openapi('FigureAnswer');

export const figureRowsSchema = z
  .object({ columns: z.array(z.object({ name: z.string(), type: z.enum(columnTypes) })), ...answerFields })
  .openapi('FigureRows');

const asked = (description: string) => text(200).optional().openapi({ description });

/** The parameters of all figures; each figure says which it has. */
export const parameterFields = {
  from: asked('The first local day, `2026-03-01`.'),
  to: asked('The last local day.'),
  by: asked('By what it is cut: the choices of the figure.'),
  days: asked('A number of days; what they are, the figure says.'),
  touch: asked('Messages that were `sent`, or `clicked`.'),
  point_value: asked('Worth of a point, in minor units.'),
  journey: asked('The key of a journey.'),
  channel: asked('A channel.'),
  least: asked('The least number of orders.'),
};

const limitOf = (most: number, usual: number) =>
  z.coerce.number().int().min(1).max(most).default(usual).openapi({ description: 'How many rows at most.' });

const formats = z.enum(['json', 'csv']).default('json');
const own = { format: formats, limit: limitOf(10_000, 1000) };
export const figureQuery = z.object({ ...own, ...parameterFields });
export const rowsQuery = z
  .object({
    ...own,
    group: text(200)
      .optional()
      .openapi({ description: 'A value of the first column: only the rows behind it.' }),
  })
  .extend(parameterFields);

const asWords = ({ en, es }: { readonly en: string; readonly es: string }) => ({ en, es });

/** A figure as answers describe it. */
export const figureBody = (figure: Figure): z.infer<typeof figureSchema> => {
  return {
    key: figure.key,
    group: figure.group,
    title: asWords(figure.title),
    definition: asWords(figure.definition),
    parameters: figure.parameters.map(({ name, title, type, usual, choices }) => ({
      name,
      title: asWords(title),
      type,
      ...(usual === undefined ? {} : { usual }),
      ...(choices === undefined ? {} : { choices: [...choices] }),
    })),
    columns: figure.columns.map(({ name, title, unit }) => ({ name, title: asWords(title), unit })),
    chart: chartColumns(figure.chart),
    scopes: [...(figure.scopes ?? [])],
  };
};

/** What a figure, or the rows behind it, was asked with and says. */
export const answerBody = (found: FigureAnswer) => ({
  parameters: { ...found.parameters },
  currency: found.currency,
  zone: found.zone,
  ...isoField('asOf', found.asOf),
  rows: found.rows.map((row) => [...row]),
  isCut: found.isCut,
});
