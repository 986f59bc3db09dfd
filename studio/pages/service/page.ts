import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/work',
    title: { en: 'Work', es: 'Trabajo' },
    scopes: ['read', 'personal-data'],
    nav: {
      group: 'service',
      order: 0,
      icon: 'M4 6l1.5 1.5L8 5M4 12l1.5 1.5L8 11M4 18l1.5 1.5L8 17M12 6h8M12 12h8M12 18h8',
    },
    load: () => import('./work-page.tsx'),
  },
  {
    path: '/conversations',
    title: { en: 'Inbox', es: 'Bandeja de entrada' },
    scopes: ['read', 'personal-data'],
    nav: { group: 'service', order: 1, icon: 'M4 13h4.5l1.5 2.5h4L15.5 13H20M6 5h12l2 8v6H4v-6l2-8Z' },
    load: () => import('./inbox-page.tsx'),
  },
  {
    path: '/conversations/$id',
    title: { en: 'Conversation', es: 'Conversación' },
    scopes: ['read', 'personal-data'],
    load: () => import('./conversation-page.tsx'),
  },
]);
