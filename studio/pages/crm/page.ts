import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/records',
    title: { en: 'Records', es: 'Registros' },
    scopes: ['records:read'],
    nav: { group: 'sales', order: 0, icon: 'M4 6h16M4 12h16M4 18h16M8 4v16' },
    load: () => import('./objects-page.tsx'),
  },
  {
    path: '/records/$kind',
    title: { en: 'Records of a kind', es: 'Registros de un tipo' },
    scopes: ['records:read'],
    load: () => import('./records-page.tsx'),
  },
  {
    path: '/records/$kind/new',
    title: { en: 'New record', es: 'Nuevo registro' },
    scopes: ['records:write'],
    load: () => import('./new-record-page.tsx'),
  },
  {
    path: '/records/$kind/$id',
    title: { en: 'Record', es: 'Registro' },
    scopes: ['records:read'],
    load: () => import('./record-page.tsx'),
  },
  {
    path: '/objects/$key/edit',
    title: { en: 'Edit object', es: 'Editar objeto' },
    scopes: ['read', 'draft', 'records:read'],
    load: () => import('./edit-object/edit-object-page.tsx'),
  },
  {
    path: '/calendar',
    title: { en: 'Calendar', es: 'Calendario' },
    scopes: ['records:read'],
    nav: { group: 'sales', order: 2, icon: 'M5 6h14v14H5zM5 10h14M9 3v4m6-4v4' },
    load: () => import('./calendar/calendar-page.tsx'),
  },
  {
    path: '/forecast',
    title: { en: 'Forecast', es: 'Previsión' },
    scopes: ['records:read'],
    nav: { group: 'sales', order: 1, icon: 'M4 19V5m0 14h16M8 15l4-5 3 3 5-7' },
    load: () => import('./forecast-page.tsx'),
  },
]);
