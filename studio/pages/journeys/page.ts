import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/journeys',
    title: { en: 'Journeys', es: 'Recorridos' },
    scopes: ['read'],
    nav: {
      group: 'marketing',
      order: 0,
      icon: 'M6 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM8 6h7a3 3 0 0 1 0 6H9a3 3 0 0 0 0 6h7',
    },
    load: () => import('./journeys-page.tsx'),
  },
  {
    path: '/journeys/$key',
    title: { en: 'Journey', es: 'Recorrido' },
    scopes: ['read'],
    load: () => import('./journey-page.tsx'),
  },
  {
    path: '/journeys/$key/edit',
    title: { en: 'Edit journey', es: 'Editar recorrido' },
    scopes: ['read', 'draft'],
    load: () => import('./edit/edit-page.tsx'),
  },
]);
