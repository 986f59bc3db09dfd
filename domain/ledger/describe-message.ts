import { type LedgerLocale, reasonText } from './reasons.ts';

/** What is told of a message. */
export type ToldMessage = {
  readonly channel: string;
  readonly subject: string;
  readonly status: 'sending' | 'retrying' | 'accepted' | 'rejected' | 'cancelled';
  readonly reason?: string;
  readonly openedAt?: number;
  readonly clickedAt?: number;
  readonly bouncedAt?: number;
  readonly complainedAt?: number;
  readonly unsubscribedAt?: number;
};

const words = {
  en: {
    sending: 'is being handed over',
    retrying: 'could not be handed over yet and will be tried again',
    accepted: 'was handed over',
    rejected: 'was refused for good',
    cancelled: 'was cancelled before it went out',
    opened: 'opened',
    clicked: 'clicked',
    bounced: 'bounced',
    complained: 'marked as spam',
    unsubscribed: 'unsubscribed from it',
  },
  es: {
    sending: 'se está entregando',
    retrying: 'aún no se pudo entregar y se intentará de nuevo',
    accepted: 'se entregó al proveedor',
    rejected: 'fue rechazado definitivamente',
    cancelled: 'se canceló antes de salir',
    opened: 'abierto',
    clicked: 'con clic',
    bounced: 'devuelto',
    complained: 'marcado como spam',
    unsubscribed: 'se dio de baja',
  },
} as const;

/** A message as one line: its subject, how far it came, and what the person did with it. */
export const describeMessage = (input: {
  message: ToldMessage;
  locale?: LedgerLocale | undefined;
}): string => {
  const { message } = input;
  const locale = input.locale ?? 'en';
  const said = words[locale];
  const noted = [
    ...(message.openedAt === undefined ? [] : [said.opened]),
    ...(message.clickedAt === undefined ? [] : [said.clicked]),
    ...(message.bouncedAt === undefined ? [] : [said.bounced]),
    ...(message.complainedAt === undefined ? [] : [said.complained]),
    ...(message.unsubscribedAt === undefined ? [] : [said.unsubscribed]),
  ];
  const { reason } = message;
  const why = reason === undefined ? '' : ` (${reasonText({ reason, locale })})`;
  const title = locale === 'es' ? `«${message.subject}»` : `“${message.subject}”`;
  const end = noted.length === 0 ? '' : `; ${noted.join(', ')}`;
  return `${message.channel}: ${title} ${said[message.status]}${why}${end}.`;
};
