import { Box, useComputedColorScheme } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';

import { useLanguage, useWords } from '../../words/language.tsx';
import { chartOption, type Ink } from '../../../domain/warehouse/chart-option.ts';
import type { FigureAnswer } from './figure-types.ts';
import { useWriteCell } from './use-cell.tsx';
import { analyticsWords } from './words.ts';

const inks: Readonly<Record<'light' | 'dark', Ink>> = {
  light: {
    text: '#343a40',
    line: '#ced4da',
    ground: '#ffffff',
    series: ['#0b7285', '#e8590c', '#5f3dc4', '#2b8a3e', '#c2255c'],
  },
  dark: {
    text: '#dee2e6',
    line: '#495057',
    ground: '#242424',
    series: ['#3bc9db', '#ffa94d', '#b197fc', '#69db7c', '#faa2c1'],
  },
};

/** The picture of a figure; nothing where its table says it best. The table has the same values. */
export const FigureChart = ({ answer }: { answer: FigureAnswer }) => {
  const words = useWords(analyticsWords);
  const { language } = useLanguage();
  const write = useWriteCell(answer.currency);
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const place = useRef<HTMLDivElement>(null);
  // How values are written changes with the language alone.
  const option = useMemo(
    () => chartOption({ answer, language, write, ink: inks[scheme] }),
    [answer, language, scheme],
  );
  useEffect(() => {
    let isGone = false;
    let clear = (): void => undefined;
    const draw = async (): Promise<void> => {
      const { drawChart } = await import('./draw-chart.ts');
      if (isGone || place.current === null || option === undefined) return;
      clear = drawChart(place.current, option);
    };
    if (option !== undefined) void draw();
    return () => {
      isGone = true;
      clear();
    };
  }, [option]);
  if (option === undefined) return null;
  return (
    <Box ref={place} role="img" h={320} mb="md" aria-label={words.chartOf(answer.figure.title[language])} />
  );
};
