import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/broadcasts',
    title: { en: 'Broadcasts', es: 'Difusiones' },
    scopes: ['read'],
    nav: {
      group: 'marketing',
      order: 10,
      icon: 'M4 10v4h3l8 4V6l-8 4H4Zm3 4 1.5 5H11l-1.2-3.6M18 9.5a3.5 3.5 0 0 1 0 5',
    },
    load: () => import('./broadcasts-page.tsx'),
  },
  {
    path: '/broadcasts/$id',
    title: { en: 'Broadcast', es: 'Difusión' },
    scopes: ['read'],
    load: () => import('./broadcast-page.tsx'),
  },
]);
