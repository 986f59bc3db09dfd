import { defineWords } from '../../../words/words.ts';

export const pictureWords = defineWords({
  en: {
    picture: 'Picture',
    list: 'List',
    view: 'Shown as',
    ofJourney: 'The steps of the journey and the ways between them',
    start: 'Come in',
    end: 'Came through',
    came: (count: string) => `${count} came`,
    zoomIn: 'Larger',
    zoomOut: 'Smaller',
    fit: 'Show all',
    controls: 'Size of the picture',
    editStep: (step: string) => `Change “${step}”`,
  },
  es: {
    picture: 'Gráfico',
    list: 'Lista',
    view: 'Mostrar como',
    ofJourney: 'Los pasos del recorrido y los caminos entre ellos',
    start: 'Entran',
    end: 'Han llegado al final',
    came: (count: string) => `${count} han llegado`,
    zoomIn: 'Más grande',
    zoomOut: 'Más pequeño',
    fit: 'Mostrar todo',
    controls: 'Tamaño del gráfico',
    editStep: (step: string) => `Cambiar «${step}»`,
  },
});
