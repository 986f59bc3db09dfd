import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/',
    title: { en: 'Home', es: 'Inicio' },
    scopes: ['read'],
    nav: { group: 'overview', order: 0, icon: 'M4 11.5 12 4l8 7.5M6 10v9h4.5v-5h3v5H18v-9' },
    load: () => import('./home-page.tsx'),
  },
]);
