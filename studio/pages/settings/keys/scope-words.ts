import { defineWords } from '../../../words/words.ts';

/** What keys and roles may do. */
export const scopeWords = defineWords({
  en: {
    'track:public': 'Send browsing events',
    'track:server': 'Send events as the shop',
    read: 'Look at everything but single people',
    draft: 'Draft files and broadcasts, and try them out',
    write: 'Send broadcasts, steer journeys, change people',
    publish: 'Publish workspaces',
    'publish:unreviewed': 'Publish without a review, where one is required',
    'records:read': 'See records',
    'records:write': 'Change records, do tasks, answer',
    'personal-data': 'See and change single people',
    team: 'Manage keys, people and teams',
  },
  es: {
    'track:public': 'Enviar eventos de navegación',
    'track:server': 'Enviar eventos como la tienda',
    read: 'Ver todo menos a personas concretas',
    draft: 'Preparar borradores de archivos y envíos, y probarlos',
    write: 'Enviar, dirigir recorridos y cambiar personas',
    publish: 'Publicar espacios de trabajo',
    'publish:unreviewed': 'Publicar sin revisión, donde sea obligatoria',
    'records:read': 'Ver registros',
    'records:write': 'Cambiar registros, hacer tareas, contestar',
    'personal-data': 'Ver y cambiar a personas concretas',
    team: 'Gestionar claves, personas y equipos',
  },
});
