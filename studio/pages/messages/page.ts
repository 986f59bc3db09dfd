import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/messages',
    title: { en: 'Messages', es: 'Mensajes' },
    scopes: ['read'],
    nav: { group: 'marketing', order: 20, icon: 'M4 6h16v12H4V6Zm0 1 8 6 8-6' },
    load: () => import('./messages-page.tsx'),
  },
  {
    path: '/messages/$key',
    title: { en: 'Message', es: 'Mensaje' },
    scopes: ['read'],
    load: () => import('./message-page.tsx'),
  },
  {
    path: '/messages/$key/edit',
    title: { en: 'Edit message', es: 'Editar mensaje' },
    scopes: ['read', 'draft'],
    load: () => import('./edit/edit-page.tsx'),
  },
]);
