import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/team',
    title: { en: 'Team', es: 'Equipo' },
    scopes: ['read'],
    nav: {
      group: 'settings',
      order: 10,
      icon: 'M4 8h16v11H4V8Zm5 0V5h6v3M4 13h16',
    },
    load: () => import('./team/team-page.tsx'),
  },
  {
    path: '/account',
    title: { en: 'Your account', es: 'Tu cuenta' },
    scopes: ['read'],
    load: () => import('./account/account-page.tsx'),
  },
  {
    path: '/keys',
    title: { en: 'API keys', es: 'Claves de API' },
    scopes: ['read', 'team'],
    nav: { group: 'settings', order: 20, icon: 'M14 14a5 5 0 1 0-4-4L3 17v4h4v-3h3v-3l1-1Zm2-6h.01' },
    load: () => import('./keys/keys-page.tsx'),
  },
  {
    path: '/audit',
    title: { en: 'Audit log', es: 'Registro de auditoría' },
    scopes: ['read'],
    nav: {
      group: 'settings',
      order: 30,
      icon: 'M7 3h10v4H7V3Zm0 2H5v16h14V5h-2M9 12h6M9 16h6',
    },
    load: () => import('./audit/audit-page.tsx'),
  },
  {
    path: '/approvals',
    title: { en: 'Approvals', es: 'Aprobaciones' },
    scopes: ['read'],
    nav: { group: 'settings', order: 14, icon: 'M5 12.5 10 17 19 7M4 4h16v16H4V4Z' },
    load: () => import('./approvals/approvals-page.tsx'),
  },
  {
    path: '/approvals/$id',
    title: { en: 'Approval', es: 'Aprobación' },
    scopes: ['read'],
    load: () => import('./approvals/approval-page.tsx'),
  },
  {
    path: '/operations',
    title: { en: 'Operations', es: 'Operaciones' },
    scopes: ['read'],
    nav: { group: 'settings', order: 25, icon: 'M4 7h10M4 12h16M4 17h7m7-12 3 2-3 2m-3 6 3 2-3 2' },
    load: () => import('./operations/operations-page.tsx'),
  },
  {
    path: '/retention',
    title: { en: 'Retention', es: 'Conservación' },
    scopes: ['read'],
    nav: { group: 'settings', order: 35, icon: 'M12 8v4l3 2M12 4a8 8 0 1 0 8 8M4 4l3 3' },
    load: () => import('./retention/retention-page.tsx'),
  },
  {
    path: '/publications',
    title: { en: 'Publications', es: 'Publicaciones' },
    scopes: ['read'],
    nav: { group: 'settings', order: 15, icon: 'M12 8v4l3 2M4 12a8 8 0 1 1 2.5 5.8M4 12l-1.5-2M4 12l2-1.5' },
    load: () => import('./publications/publications-page.tsx'),
  },
  {
    path: '/publications/$revision',
    title: { en: 'Publication', es: 'Publicación' },
    scopes: ['read'],
    load: () => import('./publications/publication-page.tsx'),
  },
]);
