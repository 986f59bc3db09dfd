import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/events',
    title: { en: 'Events', es: 'Eventos' },
    scopes: ['read', 'personal-data'],
    nav: { group: 'settings', order: 60, icon: 'M4 12h4l3-7 3 14 3-7h3' },
    load: () => import('./events-page.tsx'),
  },
  {
    path: '/dev-inbox',
    title: { en: 'Development inbox', es: 'Bandeja de desarrollo' },
    scopes: ['read', 'personal-data'],
    nav: { group: 'settings', order: 70, icon: 'M4 6h16v12H4V6Zm0 1 8 6 8-6' },
    load: () => import('./dev-inbox-page.tsx'),
  },
  {
    path: '/dev-inbox/$n',
    title: { en: 'Mail', es: 'Correo' },
    scopes: ['read', 'personal-data'],
    load: () => import('./dev-mail-page.tsx'),
  },
  {
    path: '/api-reference',
    title: { en: 'API', es: 'API' },
    scopes: ['read'],
    nav: { group: 'settings', order: 55, icon: 'm8 8-4 4 4 4m8-8 4 4-4 4M13.5 5l-3 14' },
    load: () => import('./reference/reference-page.tsx'),
  },
]);
