import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/segments',
    title: { en: 'Segments', es: 'Segmentos' },
    scopes: ['read'],
    nav: { group: 'customers', order: 10, icon: 'M12 3a9 9 0 1 0 9 9h-9V3Zm4 .9A9 9 0 0 1 20.1 8H16V3.9Z' },
    load: () => import('./segments-page.tsx'),
  },
  {
    path: '/segments/new',
    title: { en: 'Try conditions', es: 'Probar condiciones' },
    scopes: ['read'],
    load: () => import('./try-page.tsx'),
  },
  {
    path: '/segments/$key',
    title: { en: 'Segment', es: 'Segmento' },
    scopes: ['read'],
    load: () => import('./segment-page.tsx'),
  },
]);
