import { defineWords } from '../../words/words.ts';

export const liabilityWords = defineWords({
  en: {
    liability: 'What the shop owes',
    text: 'Points, store credit and gift cards that people can still spend, summed from the ledgers.',
    day: 'At the end of',
    dayText: 'Now, without a day.',
    unknown: 'Unknown',
    points: (program: string) => `Points of ${program}`,
    breakage: (share: string, rest: string) => `Estimate: ${share} is never spent, which leaves ${rest}.`,
    noBreakage: 'Nothing was spent and nothing expired yet.',
    credit: 'Store credit',
    giftCards: 'Gift cards',
    openCards: (count: string) => `Open cards: ${count}`,
  },
  es: {
    liability: 'Lo que debe la tienda',
    text: 'Puntos, saldo de tienda y tarjetas regalo que aún se pueden gastar, sumados de los libros.',
    day: 'Al final del día',
    dayText: 'Sin día, ahora.',
    unknown: 'Desconocido',
    points: (program: string) => `Puntos de ${program}`,
    breakage: (share: string, rest: string) => `Estimación: un ${share} no se gasta nunca; quedan ${rest}.`,
    noBreakage: 'Aún no se ha gastado ni ha caducado nada.',
    credit: 'Saldo de tienda',
    giftCards: 'Tarjetas regalo',
    openCards: (count: string) => `Tarjetas abiertas: ${count}`,
  },
});
