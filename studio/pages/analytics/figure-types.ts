import type { components } from '../../api/schema.ts';

export type Figure = components['schemas']['Figure'];
export type FigureAnswer = components['schemas']['FigureAnswer'];
export type Cell = FigureAnswer['rows'][number][number];
export type Unit = Figure['columns'][number]['unit'];
