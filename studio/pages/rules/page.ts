import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/rules',
    title: { en: 'Rules', es: 'Reglas' },
    scopes: ['read'],
    nav: {
      group: 'marketing',
      order: 30,
      icon: 'M6 4v6m0 4v6M6 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm12-10v2m0 4v10M18 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
    },
    load: () => import('./rules-page.tsx'),
  },
  {
    path: '/rules/$key/edit',
    title: { en: 'Edit rule', es: 'Editar regla' },
    scopes: ['read', 'draft'],
    load: () => import('./edit-rule-page.tsx'),
  },
]);
