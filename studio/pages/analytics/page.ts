import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/analytics',
    title: { en: 'Figures', es: 'Cifras' },
    scopes: ['read'],
    nav: { group: 'insight', order: 0, icon: 'M4 4v16h16M8 16v-4m4 4V8m4 8v-6' },
    load: () => import('./figures-page.tsx'),
  },
  {
    path: '/analytics/$key',
    title: { en: 'Figure', es: 'Cifra' },
    scopes: ['read'],
    load: () => import('./figure-page.tsx'),
  },
]);
