import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/clusters',
    title: { en: 'Groups in the data', es: 'Grupos en los datos' },
    scopes: ['read'],
    nav: {
      group: 'customers',
      order: 11,
      icon: 'M7 9a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm10 2a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm-6 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM4 12h.01M14 4h.01M18 17h.01',
    },
    load: () => import('./clusters-page.tsx'),
  },
]);
