import type { Scope } from '../../../domain/keys/key.ts';

/** A text in the languages of the studio. */
export type Words = { readonly en: string; readonly es: string };

/** What a value of a figure is, so that it is shown with its unit: `money` is minor units of the tenant's currency, `share` from 0 to 1. */
export const units = ['text', 'day', 'count', 'number', 'money', 'share', 'profile', 'hours'] as const;
export type Unit = (typeof units)[number];

/** What figures are about, in the order in which lists show them. */
export const figureGroups = ['sales', 'messages', 'service', 'loyalty'] as const;
export type FigureGroup = (typeof figureGroups)[number];

export type FigureColumn = { readonly name: string; readonly title: Words; readonly unit: Unit };

/** What a figure is asked with. Days are of the tenant's zone, `2026-03-01`. */
export type FigureParameter = {
  readonly name: string;
  readonly title: Words;
  readonly type: 'day' | 'text' | 'integer';
  /** The value by default; of a day, how many days before today. A parameter without one has to be given. */
  readonly usual?: string | number;
  readonly choices?: readonly string[];
};

/** How a figure is drawn best. `x` and `y` name columns. */
export type FigureChart =
  | { readonly kind: 'line' | 'bar'; readonly x: string; readonly y: readonly string[] }
  | { readonly kind: 'heat'; readonly x: string; readonly y: string; readonly value: string }
  | { readonly kind: 'none' };

/** A chart with its columns in one shape, whatever its kind. */
export const chartColumns = (
  chart: FigureChart,
): { kind: FigureChart['kind']; x?: string; y?: string[]; value?: string } => {
  if (chart.kind === 'none') return { kind: 'none' };
  const { kind, x } = chart;
  return chart.kind === 'heat' ? { kind, x, y: [chart.y], value: chart.value } : { kind, x, y: [...chart.y] };
};

/**
 * A figure: what it is called and means, and the one place where it is defined, in SQL over the tables of the warehouse.
 * The SQL gives the columns in this order. It may use its parameters, and `$zone`, `$currency`, `$today` (a day), `$costs` (JSON: what a
 * message costs in minor units, by channel) and `$ends` (JSON: how a stage ends records, by object and stage).
 */
export type Figure = {
  readonly key: string;
  /** What it is about. */
  readonly group: FigureGroup;
  readonly title: Words;
  /** What is counted, what is left out, and over what time: shown beside the figure. */
  readonly definition: Words;
  readonly parameters: readonly FigureParameter[];
  readonly columns: readonly FigureColumn[];
  readonly sql: string;
  /** The rows that are counted. `$group` is a value of the first column, or null for all. */
  readonly rows: { readonly sql: string };
  readonly chart: FigureChart;
  /** Scopes it needs besides `read`: `personal-data` where it shows single people, `records:read` where it is over records. */
  readonly scopes?: readonly Scope[];
};
