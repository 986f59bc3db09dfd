import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/feeds',
    title: { en: 'Feeds', es: 'Flujos de datos' },
    scopes: ['read'],
    nav: { group: 'settings', order: 45, icon: 'M4 6h9M4 12h6M4 18h9m1-12 6 6-6 6m6-6H14' },
    load: () => import('./feeds-page.tsx'),
  },
  {
    path: '/feeds/$name',
    title: { en: 'Feed', es: 'Flujo de datos' },
    scopes: ['read'],
    load: () => import('./feed-page.tsx'),
  },
  {
    path: '/feeds/$name/edit',
    title: { en: 'Edit feed', es: 'Editar flujo de datos' },
    scopes: ['read', 'write'],
    load: () => import('./edit/edit-feed-page.tsx'),
  },
]);
