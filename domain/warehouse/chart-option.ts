/** A value of a figure. */
export type Cell = string | number | boolean | null;

/** What a chart needs of the answer to a figure, as the API gives it. */
export type ChartAnswer<Unit extends string, Language extends string> = {
  readonly figure: {
    readonly columns: readonly {
      readonly name: string;
      readonly unit: Unit;
      readonly title: Readonly<Record<Language, string>>;
    }[];
    readonly chart: {
      readonly kind: 'line' | 'bar' | 'heat' | 'none';
      readonly x?: string | undefined;
      readonly y?: readonly string[] | undefined;
      readonly value?: string | undefined;
    };
  };
  readonly rows: readonly (readonly Cell[])[];
};

/** Colours that a chart needs of the page. */
export type Ink = {
  readonly text: string;
  readonly line: string;
  readonly ground: string;
  readonly series: readonly string[];
};

type Input<Unit extends string, Language extends string> = {
  readonly answer: ChartAnswer<Unit, Language>;
  readonly language: Language;
  /** A value as text with its unit. */
  readonly write: (input: { value: Cell; unit: Unit }) => string;
  readonly ink: Ink;
};
type Drawn<Unit> = { readonly at: number; readonly unit: Unit; readonly title: string };
type Chart = ChartAnswer<string, string>['figure']['chart'];
/** An option of Apache ECharts. */
export type ChartOption = Readonly<Record<string, unknown>>;

const columnOf = <U extends string, L extends string>(
  { answer, language }: Input<U, L>,
  name: string,
): Drawn<U> | undefined => {
  const at = answer.figure.columns.findIndex((column) => column.name === name);
  const column = answer.figure.columns[at];
  return column === undefined ? undefined : { at, unit: column.unit, title: column.title[language] };
};

const valuesOf = (
  { rows }: Pick<ChartAnswer<string, string>, 'rows'>,
  { at }: { readonly at: number },
): readonly Cell[] => rows.map((row) => row[at] ?? null);

/** What all charts share. The tip is drawn on the canvas: as HTML it would have styles that the policy refuses. */
const frameOf = (ink: Ink) => ({
  animation: false,
  color: [...ink.series],
  textStyle: { color: ink.text, fontFamily: 'system-ui, sans-serif' },
  grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
});
const tipOf = (ink: Ink) => ({
  renderMode: 'richText',
  confine: true,
  backgroundColor: ink.ground,
  borderColor: ink.line,
  textStyle: { color: ink.text },
});
const axisOf = (ink: Ink) => ({
  axisLabel: { color: ink.text, hideOverlap: true, width: 120, overflow: 'truncate' },
  axisLine: { lineStyle: { color: ink.line } },
  splitLine: { lineStyle: { color: ink.line } },
});

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

const lines = <U extends string, L extends string>(
  input: Input<U, L>,
  kind: 'line' | 'bar',
  chart: Chart,
): ChartOption | undefined => {
  const { answer, write, ink } = input;
  const x = columnOf(input, chart.x ?? '');
  const drawn = (chart.y ?? []).flatMap((name) => columnOf(input, name) ?? []);
  const unit = drawn[0]?.unit;
  if (x === undefined || unit === undefined) return undefined;
  const text = (value: unknown) => write({ value: numberOf(value), unit });
  return {
    ...frameOf(ink),
    legend: { show: drawn.length > 1, textStyle: { color: ink.text }, top: 0, type: 'scroll' },
    tooltip: { ...tipOf(ink), trigger: 'axis', valueFormatter: text },
    xAxis: {
      ...axisOf(ink),
      type: 'category',
      data: valuesOf(answer, x).map((value) => write({ value, unit: x.unit })),
    },
    yAxis: { ...axisOf(ink), type: 'value', axisLabel: { color: ink.text, formatter: text } },
    series: drawn.map((one) => ({
      // One point makes no line.
      type: answer.rows.length === 1 ? 'bar' : kind,
      name: one.title,
      data: [...valuesOf(answer, one)],
      barMaxWidth: 48,
      showSymbol: answer.rows.length < 40,
    })),
  };
};

const heat = <U extends string, L extends string>(
  input: Input<U, L>,
  chart: Chart,
): ChartOption | undefined => {
  const { answer, write, ink } = input;
  const x = columnOf(input, chart.x ?? '');
  const y = columnOf(input, chart.y?.[0] ?? '');
  const shown = columnOf(input, chart.value ?? '');
  if (x === undefined || y === undefined || shown === undefined) return undefined;
  const across = [...new Set(valuesOf(answer, x))];
  const down = [...new Set(valuesOf(answer, y))];
  const sorted = across.every((one) => typeof one === 'number') ? across.toSorted((a, b) => a - b) : across;
  const cells = answer.rows.map((row) => [
    sorted.indexOf(row[x.at] ?? null),
    down.indexOf(row[y.at] ?? null),
    numberOf(row[shown.at]) ?? 0,
  ]);
  const most = Math.max(...cells.map(([, , value = 0]) => value));
  const text = (value: unknown) => write({ value: numberOf(value), unit: shown.unit });
  const labels = (column: Drawn<U>, values: readonly Cell[]) =>
    values.map((value) => write({ value, unit: column.unit }));
  return {
    ...frameOf(ink),
    grid: { left: 8, right: 16, top: 40, bottom: 28, containLabel: true },
    tooltip: { ...tipOf(ink), valueFormatter: text },
    xAxis: {
      ...axisOf(ink),
      type: 'category',
      name: x.title,
      nameLocation: 'middle',
      nameGap: 28,
      data: labels(x, sorted),
    },
    yAxis: { ...axisOf(ink), type: 'category', name: y.title, data: labels(y, down) },
    visualMap: {
      show: false,
      min: 0,
      max: most === 0 ? 1 : most,
      inRange: { color: [ink.ground, ink.series[0] ?? ink.text] },
    },
    series: [{ type: 'heatmap', name: shown.title, data: cells }],
  };
};

/** How the answer is drawn, as an option of ECharts; undefined where it is a table only. */
export const chartOption = <U extends string, L extends string>(
  input: Input<U, L>,
): ChartOption | undefined => {
  const { chart } = input.answer.figure;
  if (input.answer.rows.length === 0 || chart.kind === 'none') return undefined;
  return chart.kind === 'heat' ? heat(input, chart) : lines(input, chart.kind, chart);
};
