import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/analytics/reports',
    title: { en: 'Reports by mail', es: 'Informes por correo' },
    scopes: ['read'],
    nav: { group: 'insight', order: 1, icon: 'M4 6h16v12H4zM4 7l8 6 8-6' },
    load: () => import('./reports-page.tsx'),
  },
]);
