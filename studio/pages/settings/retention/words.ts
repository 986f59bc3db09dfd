import { defineWords } from '../../../words/words.ts';

const inEnglish = new Map([
  ['rawRequests', 'Raw webhook requests that were read or given up'],
  ['stuckEvents', 'Events that failed, were set aside or refused'],
  ['jobs', 'Operations and imports that have ended'],
  ['dryRuns', 'Dry runs with what they came to'],
  ['importFiles', 'Files of imports and their refused rows'],
  ['postImages', 'Images that no post names'],
  ['tasks', 'Tasks that were done'],
  ['conversations', 'Messages of conversations and their files'],
  ['audit', 'Lines of the audit log'],
  ['consentProofs', 'Proofs of consent of erased people'],
  ['sentIds', 'Ids under which feeds sent erased people'],
  ['tombstones', 'What remembers that somebody was erased'],
]);
const inSpanish = new Map([
  ['rawRequests', 'Peticiones de webhook leídas o descartadas'],
  ['stuckEvents', 'Eventos fallidos, apartados o rechazados'],
  ['jobs', 'Operaciones e importaciones terminadas'],
  ['dryRuns', 'Simulacros con su resultado'],
  ['importFiles', 'Ficheros de importaciones y sus filas rechazadas'],
  ['postImages', 'Imágenes que ninguna publicación usa'],
  ['tasks', 'Tareas terminadas'],
  ['conversations', 'Mensajes de conversaciones y sus ficheros'],
  ['audit', 'Líneas del registro de auditoría'],
  ['consentProofs', 'Pruebas de consentimiento de personas borradas'],
  ['sentIds', 'Identificadores con los que se enviaron personas borradas'],
  ['tombstones', 'Lo que recuerda que alguien fue borrado'],
]);

export const retentionWords = defineWords({
  en: {
    title: 'Retention',
    text: 'How long what is over is kept. People, events, messages and orders stay until a person is erased.',
    what: 'What',
    kept: 'Kept for',
    over: 'Documents',
    wanted: 'Days instead',
    deletes: 'Deleted then',
    days: (count: string) => `${count} days`,
    wantedOf: (what: string) => `Days instead: ${what}`,
    setting: 'Setting of the engine',
    settingText:
      'It is set for the whole installation, and holds from the next start on. Hand it to the operator of the engine.',
    nameOf: (name: string) => inEnglish.get(name) ?? name,
  },
  es: {
    title: 'Conservación',
    text: 'Cuánto se conserva lo que ya terminó. Personas, eventos, mensajes y pedidos quedan hasta borrar a la persona.',
    what: 'Qué',
    kept: 'Se conserva',
    over: 'Documentos',
    wanted: 'Otros días',
    deletes: 'Se borrarían',
    days: (count: string) => `${count} días`,
    wantedOf: (what: string) => `Otros días: ${what}`,
    setting: 'Ajuste del motor',
    settingText: 'Vale para toda la instalación, desde el próximo arranque. Dáselo a quien opera el motor.',
    nameOf: (name: string) => inSpanish.get(name) ?? name,
  },
});
