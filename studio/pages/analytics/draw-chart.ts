import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

import type { ChartOption } from '../../../domain/warehouse/chart-option.ts';

use([
  BarChart,
  HeatmapChart,
  LineChart,
  GridComponent,
  LegendComponent,
  TooltipComponent,
  VisualMapComponent,
  CanvasRenderer,
]);

/** Draws a chart that follows the size of its place. Returns what takes it away again. */
export const drawChart = (place: HTMLElement, option: ChartOption): (() => void) => {
  const chart = init(place, undefined, { renderer: 'canvas' });
  chart.setOption({ ...option });
  const observer = new ResizeObserver(() => chart.resize());
  observer.observe(place);
  return () => {
    observer.disconnect();
    chart.dispose();
  };
};
