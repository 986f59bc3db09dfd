import { defineWords } from '../../words/words.ts';

export const conversationWords = defineWords({
  en: {
    new: 'New conversation',
    person: 'Person',
    channel: 'Channel',
    subject: 'Subject',
    text: 'Message',
    hint: 'It is sent whether or not they agreed to marketing. What they answer comes into the inbox.',
    send: 'Send',
    sent: 'Message stored, it goes out within seconds',
    cancel: 'Cancel',
  },
  es: {
    new: 'Nueva conversación',
    person: 'Persona',
    channel: 'Canal',
    subject: 'Asunto',
    text: 'Mensaje',
    hint: 'Se envía aunque no haya aceptado publicidad. Lo que responda llega a la bandeja de entrada.',
    send: 'Enviar',
    sent: 'Mensaje guardado, sale en segundos',
    cancel: 'Cancelar',
  },
});
