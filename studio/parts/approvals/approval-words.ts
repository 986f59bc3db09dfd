import { defineWords } from '../../words/words.ts';

export const approvalWords = defineWords({
  en: {
    state_draft: 'Back with its author',
    state_review: 'In review',
    state_approved: 'Approved',
    state_live: 'Live',
    state_withdrawn: 'Withdrawn',
    send: 'Send for review…',
    sendAgain: 'Send again…',
    sendTitle: 'Send drafts for review',
    sendText:
      'A user who may publish sees exactly what you send now. If you change it afterwards, you send it again.',
    note: 'What is it for?',
    noteText: 'Reviewers read it first.',
    which: 'Drafts',
    removes: (path: string) => `${path} (removed)`,
    doSend: 'Send for review',
    sent: 'Sent for review',
  },
  es: {
    state_draft: 'De vuelta al autor',
    state_review: 'En revisión',
    state_approved: 'Aprobado',
    state_live: 'En vigor',
    state_withdrawn: 'Retirado',
    send: 'Enviar a revisión…',
    sendAgain: 'Enviar de nuevo…',
    sendTitle: 'Enviar borradores a revisión',
    sendText:
      'Quien puede publicar ve exactamente lo que envías ahora. Si lo cambias después, lo envías otra vez.',
    note: '¿Para qué es?',
    noteText: 'Es lo primero que se lee al revisar.',
    which: 'Borradores',
    removes: (path: string) => `${path} (se quita)`,
    doSend: 'Enviar a revisión',
    sent: 'Enviado a revisión',
  },
});
