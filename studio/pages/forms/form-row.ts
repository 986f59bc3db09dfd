import type { components } from '../../api/schema.ts';

export type FormRow = components['schemas']['Form'];
export type FormCounts = components['schemas']['FormCounts'];

/** A text, or one for each locale, for somebody who reads a language. */
export const textFor = (text: string | Readonly<Record<string, string>>, language: string): string =>
  typeof text === 'string' ? text : (text[language] ?? Object.values(text)[0] ?? '');

/** How many were kept out, for whatever reason. */
export const keptOut = ({ trapped, limited, invalid }: FormCounts): number => trapped + limited + invalid;
