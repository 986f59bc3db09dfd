import { createRequire } from 'node:module';

import type { ChartOption } from '../../domain/warehouse/chart-option.ts';

const width = 600;
const height = 320;

/**
 * Makes the drawing of charts as PNG pictures, 1200 by 640 pixels, without a browser: ECharts writes SVG, resvg makes a picture of it with a font that comes along, so
 * that it looks the same on every machine. Both are loaded with the first chart.
 */
export const createDrawChart = (): ((option: ChartOption) => Promise<Uint8Array>) => {
  const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
  return async (option) => {
    const [{ init }, { Resvg }] = await Promise.all([import('echarts'), import('@resvg/resvg-js')]);
    const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
    try {
      chart.setOption({ backgroundColor: '#ffffff', ...option, animation: false });
      const svg = chart.renderToSVGString();
      const picture = new Resvg(svg, {
        fitTo: { mode: 'zoom', value: 2 },
        font: { fontFiles: [font], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' },
      });
      return picture.render().asPng();
    } finally {
      chart.dispose();
    }
  };
};
