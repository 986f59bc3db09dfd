import { defineWords } from '../../words/words.ts';

const hourMinutes = 60;

/** Minutes of working time as people say them: `3 h 20 min`. */
const timeOf = (minutes: number): string => {
  const all = Math.abs(minutes);
  const [hours, rest] = [Math.floor(all / hourMinutes), all % hourMinutes];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
};

export const slaWords = defineWords({
  en: {
    sla: 'Service level',
    left: (minutes: number) => `${timeOf(minutes)} left`,
    over: (minutes: number) => `${timeOf(minutes)} over`,
    paused: (minutes: number) => `paused, ${timeOf(minutes)} left`,
    met: 'met',
    metLate: 'met late',
    due: (when: string) => `Due ${when}`,
    working: 'Working hours only',
  },
  es: {
    sla: 'Nivel de servicio',
    left: (minutes: number) => `quedan ${timeOf(minutes)}`,
    over: (minutes: number) => `${timeOf(minutes)} de retraso`,
    paused: (minutes: number) => `en pausa, quedan ${timeOf(minutes)}`,
    met: 'cumplido',
    metLate: 'cumplido tarde',
    due: (when: string) => `Vence ${when}`,
    working: 'Solo horas de trabajo',
  },
});
