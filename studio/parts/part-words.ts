import { defineWords } from '../words/words.ts';

export const partWords = defineWords({
  en: {
    loading: 'Loading',
    more: 'Show more',
    shown: (count: string) => `${count} shown`,
    problem: 'That did not work',
    reference: 'Reference for support:',
    retry: 'Try again',
    cancel: 'Cancel',
    close: 'Close',
    empty: 'Nothing here yet',
    copy: 'Copy',
    copied: 'Copied',
    moreOf: (name: string) => `More for ${name}`,
    unavailable: 'The engine does not answer. Check that it runs and that you are online.',
  },
  es: {
    loading: 'Cargando',
    more: 'Mostrar más',
    shown: (count: string) => `${count} en la lista`,
    problem: 'No ha funcionado',
    reference: 'Referencia para soporte:',
    retry: 'Intentar de nuevo',
    cancel: 'Cancelar',
    close: 'Cerrar',
    empty: 'Aquí no hay nada todavía',
    copy: 'Copiar',
    copied: 'Copiado',
    moreOf: (name: string) => `Más de ${name}`,
    unavailable: 'El motor no responde. Comprueba que está en marcha y que tienes conexión.',
  },
});
