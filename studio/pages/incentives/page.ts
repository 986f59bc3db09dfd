import { definePages } from '../../app/page.ts';

export const pages = definePages([
  {
    path: '/offers',
    title: { en: 'Offers', es: 'Ofertas' },
    scopes: ['read'],
    nav: { group: 'marketing', order: 40, icon: 'M4 12V5h7l9 9-7 7-9-9Zm4-3h.01' },
    load: () => import('./offers-page.tsx'),
  },
  {
    path: '/offers/$key/edit',
    title: { en: 'Edit offer', es: 'Editar oferta' },
    scopes: ['read', 'draft'],
    load: () => import('./edit-offer/edit-offer-page.tsx'),
  },
  {
    path: '/loyalty',
    title: { en: 'Loyalty', es: 'Fidelización' },
    scopes: ['read'],
    nav: {
      group: 'marketing',
      order: 42,
      icon: 'm12 4 2.5 5 5.5.8-4 3.9 1 5.5-5-2.6-5 2.6 1-5.5-4-3.9 5.5-.8L12 4Z',
    },
    load: () => import('./loyalty-page.tsx'),
  },
  {
    path: '/loyalty/$key/edit',
    title: { en: 'Edit programme', es: 'Editar programa' },
    scopes: ['read', 'draft'],
    load: () => import('./edit-program/edit-program-page.tsx'),
  },
  {
    path: '/gift-cards',
    title: { en: 'Gift cards', es: 'Tarjetas de regalo' },
    scopes: ['read', 'personal-data'],
    nav: { group: 'marketing', order: 43, icon: 'M4 7h16v11H4V7Zm0 4h16M8 15h4' },
    load: () => import('./cards/gift-cards-page.tsx'),
  },
  {
    path: '/referrals/advocates/$id',
    title: { en: 'Advocate', es: 'Quien recomienda' },
    scopes: ['read', 'personal-data'],
    load: () => import('./advocate/advocate-page.tsx'),
  },
  {
    path: '/referrals/programme',
    title: { en: 'Referral programme', es: 'Programa de recomendaciones' },
    scopes: ['read', 'draft'],
    load: () => import('./edit-referral/edit-referral-page.tsx'),
  },
  {
    path: '/referrals',
    title: { en: 'Referrals', es: 'Recomendaciones' },
    scopes: ['read', 'personal-data'],
    nav: {
      group: 'marketing',
      order: 41,
      icon: 'M8 12l8-5M8 12l8 5M6 14a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm12-5a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm0 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z',
    },
    load: () => import('./referrals-page.tsx'),
  },
]);
