import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/connectors',
    title: { en: 'Connectors', es: 'Conectores' },
    scopes: ['read'],
    nav: {
      group: 'settings',
      order: 40,
      icon: 'M8 3v5M16 3v5M6 8h12v3a6 6 0 0 1-12 0V8Zm6 9v4',
    },
    load: () => import('./connectors-page.tsx'),
  },
  {
    path: '/connectors/$instance',
    title: { en: 'Connector', es: 'Conector' },
    scopes: ['read'],
    load: () => import('./connector-page.tsx'),
  },
  {
    path: '/webhook-requests',
    title: { en: 'Webhook requests', es: 'Peticiones de webhooks' },
    scopes: ['read', 'personal-data'],
    nav: { group: 'settings', order: 50, icon: 'M12 4v11m0 0 4-4m-4 4-4-4M4 15v5h16v-5' },
    load: () => import('./requests-page.tsx'),
  },
  {
    path: '/webhook-requests/$id',
    title: { en: 'Webhook request', es: 'Petición de webhook' },
    scopes: ['read', 'personal-data'],
    load: () => import('./request-page.tsx'),
  },
]);
