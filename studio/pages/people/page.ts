import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/people',
    title: { en: 'People', es: 'Personas' },
    scopes: ['read', 'personal-data'],
    nav: {
      group: 'customers',
      order: 0,
      icon: 'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 19.5a6.5 6.5 0 0 1 13 0M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14a6.5 6.5 0 0 1 3.5 5.5',
    },
    load: () => import('./people-page.tsx'),
  },
  {
    path: '/people/$id',
    title: { en: 'Person', es: 'Persona' },
    scopes: ['read', 'personal-data'],
    load: () => import('./person-page.tsx'),
  },
]);
