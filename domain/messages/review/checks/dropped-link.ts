import type { Check } from '../check.ts';

export const droppedLink: Check = {
  code: 'dropped-link',
  severity: 'error',
  words: {
    en: {
      message: ({ host }) => `A link or picture of the data was left out: ${host || 'it has no address'}.`,
      hint: 'Addresses from data lead to hosts of the shop only. Add the host to `linkHosts` in ciclo.json if it is yours.',
    },
    es: {
      message: ({ host }) =>
        `Se ha omitido un enlace o una imagen de los datos: ${host || 'no tiene dirección'}.`,
      hint: 'Las direcciones de los datos solo pueden llevar a la tienda. Añade el host a `linkHosts` en ciclo.json si es tuyo.',
    },
  },
  find: ({ dropped }) => dropped.map(({ host }) => ({ host })),
};
