import type { components } from '../../api/schema.ts';

export type Figure = components['schemas']['Figure'];
export type FigureAnswer = components['schemas']['FigureAnswer'];
export type Cell = FigureAnswer['rows'][number][number];
export type Unit = Figure['columns'][number]['unit'];
/** Units of figures, and instants, which only the rows behind them have. */
export type ShownUnit = Unit | 'time';
