import { defineWords } from '../../words/words.ts';

export const draftWords = defineWords({
  en: {
    saved: 'Draft saved',
    saving: 'Saving the draft',
    same: 'As published',
    discard: 'Discard draft',
    discardTitle: 'Discard your draft?',
    discardText: 'What you changed since it was published is gone.',
    discarded: 'The draft is gone',
    stale:
      'Somebody published another version of this file since you began. Publishing is refused until you keep your draft on top of it.',
    keepMine: 'Keep my draft on top',
    publish: 'Publish…',
    good: 'Nothing is wrong',
    problems: (count: number, shown: string) => (count === 1 ? '1 problem' : `${shown} problems`),
    checking: 'Checking',
  },
  es: {
    saved: 'Borrador guardado',
    saving: 'Guardando el borrador',
    same: 'Como está publicado',
    discard: 'Descartar borrador',
    discardTitle: '¿Descartar tu borrador?',
    discardText: 'Lo que has cambiado desde que se publicó se pierde.',
    discarded: 'El borrador ya no está',
    stale:
      'Alguien ha publicado otra versión de este archivo desde que empezaste. No se puede publicar hasta que mantengas tu borrador sobre ella.',
    keepMine: 'Mantener mi borrador',
    publish: 'Publicar…',
    good: 'Todo está bien',
    problems: (count: number, shown: string) => (count === 1 ? '1 problema' : `${shown} problemas`),
    checking: 'Comprobando',
  },
});
