import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/forms',
    title: { en: 'Forms', es: 'Formularios' },
    scopes: ['read'],
    nav: { group: 'marketing', order: 25, icon: 'M5 4h14v16H5V4Zm3 5h8M8 13h8M8 17h4' },
    load: () => import('./forms-page.tsx'),
  },
  {
    path: '/forms/$key',
    title: { en: 'Form', es: 'Formulario' },
    scopes: ['read'],
    load: () => import('./form-page.tsx'),
  },
  {
    path: '/forms/$key/edit',
    title: { en: 'Edit form', es: 'Editar formulario' },
    scopes: ['read', 'write'],
    load: () => import('./edit/edit-form-page.tsx'),
  },
]);
