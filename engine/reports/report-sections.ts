import { CicloError } from '../../domain/errors.ts';
import type { ReportSection } from '../../domain/reports/report-mail.ts';
import { periodDays } from '../../domain/reports/report-period.ts';
import type { ReportSettings } from '../../domain/reports/report.ts';
import { chartOption, type ChartOption } from '../../domain/warehouse/chart-option.ts';
import { createWriteValue } from '../../domain/warehouse/write-value.ts';
import { csvOf } from '../warehouse/figure-csv.ts';
import { chartColumns } from '../warehouse/figures/figure.ts';
import { figureOf, type FigureAnswer, type RunFigure } from '../warehouse/run-figure.ts';

/** A file of a mail. */
export type ReportFile = {
  readonly name: string;
  readonly type: string;
  readonly base64: string;
  readonly cid?: string;
};

/** Draws a chart as a PNG picture. */
export type DrawChart = (option: ChartOption) => Promise<Uint8Array>;

/** So many rows stand in the mail, and so many in its files. */
const shownMax = 12;
const fileMax = 5_000;

const ink = {
  text: '#343a40',
  line: '#ced4da',
  ground: '#ffffff',
  series: ['#0b7285', '#e8590c', '#5f3dc4', '#2b8a3e', '#c2255c'],
};

type Asked = ReportSettings['figures'][number];

/** The parameters of a figure of a report: as it says, with the days of its period where the figure has days. */
export const parametersIn = (input: {
  asked: Asked;
  days: ReturnType<typeof periodDays>;
}): ReadonlyMap<string, string> => {
  const { asked, days } = input;
  const names = figureOf(asked.figure).parameters.map(({ name }) => name);
  const given = new Map(Object.entries(asked.parameters));
  for (const name of ['from', 'to'] as const) {
    if (names.includes(name) && !given.has(name)) given.set(name, days[name]);
  }
  return given;
};

const daysOf = ({ from, to }: FigureAnswer['parameters']): { days?: string } => {
  if (typeof to !== 'string') return {};
  return { days: typeof from === 'string' ? `${from} – ${to}` : to };
};

type Made = { readonly section: ReportSection; readonly files: readonly ReportFile[] };

const sectionOf = async (input: {
  found: FigureAnswer;
  language: ReportSettings['language'];
  drawChart: DrawChart;
  index: number;
  url: string;
}): Promise<Made> => {
  const { found, language, index, url } = input;
  const { figure, rows, currency } = found;
  const write = createWriteValue({ language, currency });
  const answer = { figure: { columns: figure.columns, chart: chartColumns(figure.chart) }, rows };
  const option = chartOption({ answer, language, write, ink });
  const cid = `figure-${index + 1}`;
  const name = `${index + 1}-${figure.key}`;
  const picture = option === undefined ? undefined : Buffer.from(await input.drawChart(option));
  const base64 = Buffer.from(csvOf(found, true)).toString('base64');
  return {
    section: {
      title: figure.title[language],
      definition: figure.definition[language],
      ...daysOf(found.parameters),
      ...(picture === undefined ? {} : { picture: cid }),
      columns: figure.columns.map(({ title, unit }) => ({
        title: title[language],
        isNumber: !['text', 'day', 'profile'].includes(unit),
      })),
      rows: rows
        .slice(0, shownMax)
        .map((row) => row.map((value, at) => write({ value, unit: figure.columns[at]?.unit ?? 'text' }))),
      more: Math.max(0, rows.length - shownMax),
      url,
    },
    files: [
      { name: `${name}.csv`, type: 'text/csv', base64 },
      ...(picture === undefined
        ? []
        : [{ name: `${name}.png`, type: 'image/png', base64: picture.toString('base64'), cid }]),
    ],
  };
};

/**
 * Makes what a report says: a section for each figure with its picture, and a CSV file of each. A figure that cannot be asked any more
 * says so in its place. Throws what may pass: a warehouse that is busy.
 */
export const createReportSections =
  (deps: { runFigure: RunFigure; drawChart: DrawChart; publicUrl: string }) =>
  async (input: {
    tenant: string;
    settings: ReportSettings;
    now: number;
    zone: string;
  }): Promise<readonly Made[]> => {
    const { tenant, settings, now, zone } = input;
    const days = periodDays({ period: settings.period, now, zone });
    const made: Made[] = [];
    for (const [index, asked] of settings.figures.entries()) {
      const url = `${deps.publicUrl}/studio/analytics/${encodeURIComponent(asked.figure)}`;
      try {
        const given = parametersIn({ asked, days });
        const found = await deps.runFigure({ tenant, key: asked.figure, given, limit: fileMax });
        const { drawChart } = deps;
        made.push(await sectionOf({ found, language: settings.language, drawChart, index, url }));
      } catch (thrown) {
        if (!(thrown instanceof CicloError) || thrown.retryable) throw thrown;
        const section = { title: asked.figure, definition: '', columns: [], rows: [], more: 0, url };
        made.push({ section: { ...section, failure: thrown.message }, files: [] });
      }
    }
    return made;
  };
