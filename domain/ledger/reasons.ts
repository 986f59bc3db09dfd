export type LedgerLocale = 'en' | 'es';

/** Why, as a clause that can follow `because` or a colon. */
const clauses: Readonly<Record<string, Readonly<Record<LedgerLocale, string>>>> = {
  // Of the gate before a message.
  suppressed: {
    en: 'nothing may be sent to this address any more',
    es: 'a esta dirección ya no se puede enviar nada',
  },
  restricted: {
    en: 'this person asked not to be processed',
    es: 'esta persona pidió que no se traten sus datos',
  },
  'open-case': {
    en: 'marketing to them stops while a case of theirs is open',
    es: 'no recibe marketing mientras tenga un caso abierto',
  },
  'no-consent': { en: 'they never agreed to get this', es: 'nunca aceptó recibir esto' },
  unsubscribed: {
    en: 'they unsubscribed from this channel',
    es: 'se dio de baja de este canal',
  },
  stopped: {
    en: 'they wrote STOP on this channel',
    es: 'escribió BAJA en este canal',
  },
  'outside-window': {
    en: 'they did not write on this channel of late, and the message is no template',
    es: 'hace tiempo que no escribe por este canal y el mensaje no es una plantilla',
  },
  'topic-withdrawn': {
    en: 'they unsubscribed from this topic',
    es: 'se dio de baja de este tema',
  },
  'consent-expired': {
    en: 'their consent has expired',
    es: 'su consentimiento ha caducado',
  },
  'paused-by-person': {
    en: 'they paused all marketing for a time',
    es: 'pausó todos los mensajes comerciales por un tiempo',
  },
  'no-longer-eligible': {
    en: 'the condition of the step does not hold any more',
    es: 'la condición del paso ya no se cumple',
  },
  capped: {
    en: 'they have had as many messages as the cap allows',
    es: 'ya ha recibido tantos mensajes como permite el límite',
  },
  'capped-by-person': {
    en: 'they have had as many messages as they want',
    es: 'ya ha recibido tantos mensajes como quiere',
  },
  'capped-by-journey': {
    en: 'they have had as many messages of this journey as its own cap allows',
    es: 'ya ha recibido tantos mensajes de este recorrido como permite su propio límite',
  },
  'capped-by-message': {
    en: 'they have had this message as often as its own cap allows',
    es: 'ya ha recibido este mensaje tantas veces como permite su propio límite',
  },
  'capped-by-step': {
    en: 'they have had what this step sends as often as its own cap allows',
    es: 'ya ha recibido lo que envía este paso tantas veces como permite su propio límite',
  },
  'quiet-hours-by-journey': {
    en: 'it is quiet hours of this journey where they are',
    es: 'donde está son horas de silencio de este recorrido',
  },
  'quiet-hours-by-message': {
    en: 'it is quiet hours of this message where they are',
    es: 'donde está son horas de silencio de este mensaje',
  },
  'quiet-hours-by-step': {
    en: 'it is quiet hours of this step where they are',
    es: 'donde está son horas de silencio de este paso',
  },
  'quiet-hours-by-country': {
    en: 'the rules where they live let no marketing out on this channel at this hour',
    es: 'las normas de donde vive no permiten marketing por este canal a esta hora',
  },
  'quiet-hours': { en: 'it is quiet hours where they are', es: 'donde está son horas de silencio' },
  pace: {
    en: 'messages go out at an agreed pace and others come first',
    es: 'los mensajes salen a un ritmo acordado y otros van antes',
  },
  'channel-off': {
    en: 'the channel is switched off',
    es: 'el canal está apagado',
  },
  'no-address': {
    en: 'there is no address to reach them at',
    es: 'no hay dirección para contactar',
  },
  'address-not-valid': {
    en: 'the address that is known is not valid',
    es: 'la dirección que se conoce no es válida',
  },
  'address-ceiling': {
    en: 'as many messages as one address gets in an hour have gone to it',
    es: 'ya salieron tantos mensajes como recibe una dirección en una hora',
  },
  'no-channel': { en: 'no channel reaches them', es: 'ningún canal llega a esta persona' },
  'missing-variable': {
    en: 'something the message needs is not known',
    es: 'falta un dato que el mensaje necesita',
  },
  erased: { en: 'the person was erased', es: 'se borraron los datos de la persona' },
  cancelled: { en: 'the message was cancelled', es: 'el mensaje fue cancelado' },
  undelivered: {
    en: 'it could not be delivered on the channel before',
    es: 'no se pudo entregar por el canal anterior',
  },
  'run-over': {
    en: 'they had left the journey before its time',
    es: 'ya había salido del recorrido',
  },
  overdue: {
    en: 'its moment had passed while the run stood still',
    es: 'su momento pasó mientras el recorrido estaba parado',
  },
  merged: {
    en: 'two profiles turned out to be one person, and another run of theirs goes on',
    es: 'dos perfiles resultaron ser la misma persona y continúa otro recorrido suyo',
  },
  operator: { en: 'an operator said so', es: 'lo indicó un operador' },
  // Of what failed for good.
  'gave-up': { en: 'it went on failing for three days', es: 'falló durante tres días seguidos' },
  'unknown-outcome': {
    en: 'nobody can say whether the provider did it, and doing it twice would be worse',
    es: 'no se sabe si el proveedor lo hizo, y hacerlo dos veces sería peor',
  },
  'no-such-message': { en: 'the message does not exist', es: 'el mensaje no existe' },
  'no-such-effect': { en: 'the engine does not know this step', es: 'el motor no conoce este paso' },
  'not-a-send': { en: 'the step sends nothing', es: 'el paso no envía nada' },
  rejected: { en: 'the provider refused it', es: 'el proveedor lo rechazó' },
  'invalid-recipient': {
    en: 'the address cannot be written to',
    es: 'no se puede escribir a la dirección',
  },
  'invalid-sender': {
    en: 'the address of the sender is not valid',
    es: 'la dirección del remitente no es correcta',
  },
  'invalid-message': { en: 'the message is not valid', es: 'el mensaje no es válido' },
  'too-large': { en: 'the message is too large', es: 'el mensaje es demasiado grande' },
  'never-rests': {
    en: 'it went round and round without ever waiting',
    es: 'daba vueltas sin esperar nunca',
  },
  // Of offers and recommendations.
  'no-such-offer': { en: 'the offer does not exist', es: 'la oferta no existe' },
  'anonymous-person': {
    en: 'nobody knows who they are, so they get no coupon',
    es: 'no se sabe quién es, así que no recibe ningún cupón',
  },
  'budget-used-up': {
    en: 'the budget of the offer is used up',
    es: 'el presupuesto de la oferta está agotado',
  },
  'per-person-limit': {
    en: 'they have had as many of it as one person may',
    es: 'ya tuvo tantos como puede tener una persona',
  },
  'mailbox-limit': {
    en: 'their mailbox has had as many of it as one person may',
    es: 'en su buzón ya se recibieron tantos como puede tener una persona',
  },
  'not-enough-points': {
    en: 'they have fewer points than that',
    es: 'tiene menos puntos',
  },
  'no-points': { en: 'there are no points to award or spend', es: 'no hay puntos que sumar ni gastar' },
  'no-such-program': {
    en: 'the loyalty programme is not published',
    es: 'el programa de puntos no está publicado',
  },
  'no-code-free': { en: 'there is no free code', es: 'no queda ningún código libre' },
  'nothing-to-recommend': {
    en: 'nothing goes with it that they do not own',
    es: 'no hay nada que combine y que no tenga ya',
  },
  // Of entries into other journeys.
  'not-live': { en: 'the journey takes nobody in', es: 'el recorrido no admite a nadie' },
  where: {
    en: 'the conditions of its entry did not hold',
    es: 'las condiciones de entrada no se cumplían',
  },
  'no-key': {
    en: 'it is not said what it is about',
    es: 'no se dice de qué se trata',
  },
  'no-record': {
    en: 'there is no such record about this person',
    es: 'no hay tal registro sobre esta persona',
  },
  'record-refused': {
    en: 'that breaks a rule of its object',
    es: 'eso incumple una regla de su objeto',
  },
  'in-already': { en: 'they are in it already', es: 'ya está dentro' },
  'too-soon': { en: 'they were in it too short a while ago', es: 'estuvo dentro hace demasiado poco' },
  'once-only': { en: 'nobody enters it twice', es: 'nadie entra dos veces' },
  'exit-holds': {
    en: 'the condition of one of its exits holds already',
    es: 'ya se cumple la condición de una de sus salidas',
  },
  condition: { en: 'the condition of an exit holds', es: 'se cumple la condición de una salida' },
  'full-hour': {
    en: 'as many as may enter in an hour had entered',
    es: 'ya habían entrado cuantos pueden entrar en una hora',
  },
  'full-day': {
    en: 'as many as may enter in a day had entered',
    es: 'ya habían entrado cuantos pueden entrar en un día',
  },
  'full-occurrence': {
    en: 'as many as may enter at one occurrence of its schedule had entered',
    es: 'ya habían entrado cuantos pueden entrar cada vez que se repite',
  },
  'full-total': {
    en: 'as many as may ever enter had entered',
    es: 'ya habían entrado cuantos pueden entrar en total',
  },
  'gives-way': {
    en: 'a journey of higher priority is about to write to them, and the cap has no room for both',
    es: 'un recorrido con más prioridad está a punto de escribirle y el límite no da para los dos',
  },
  // Of answers in conversations.
  'no-conversation': {
    en: 'the run began from no conversation',
    es: 'el recorrido no empezó por una conversación',
  },
  'unknown-conversation': { en: 'there is no such conversation', es: 'no existe esa conversación' },
  'conversation-of-another': {
    en: 'the conversation is with somebody else',
    es: 'la conversación es con otra persona',
  },
  // Of waits.
  'date-missing': { en: 'the date is not known', es: 'no se conoce la fecha' },
  'date-not-valid': {
    en: 'the date that is known cannot be read',
    es: 'la fecha que se conoce no se puede leer',
  },
  'date-past': { en: 'the date has passed', es: 'la fecha ya pasó' },
  'date-reached': { en: 'the date has just come', es: 'la fecha acaba de llegar' },
  'window-open': { en: 'the window was open', es: 'la franja estaba abierta' },
  'window-never-opens': { en: 'the window never opens', es: 'la franja no se abre nunca' },
  'nothing-to-wait-for': { en: 'there was nothing to wait for', es: 'no había nada que esperar' },
  'default-hour': {
    en: 'the hour at which they read is not known yet',
    es: 'aún no se sabe a qué hora lee',
  },
  'learned-hour': { en: 'this is the hour at which they read', es: 'es la hora a la que suele leer' },
  reset: {
    en: 'it happened again, so the time starts again',
    es: 'ocurrió de nuevo y el plazo vuelve a empezar',
  },
  'timed-anew': { en: 'the new version waits differently', es: 'la nueva versión espera de otra forma' },
  // Of operators' commands.
  'no-such-step': { en: 'there is no such step', es: 'no existe ese paso' },
  'not-on-a-step': { en: 'the run stands on no step', es: 'el recorrido no está en ningún paso' },
  'step-not-in-version': {
    en: 'the step is not in that version',
    es: 'el paso no está en esa versión',
  },
};

/** A reason in plain words; one we have no words for is shown as it is, rather than left out. */
export const reasonText = (input: { reason: string; locale: LedgerLocale }): string => {
  const { reason, locale } = input;
  if (Object.hasOwn(clauses, reason)) return clauses[reason]?.[locale] ?? reason;
  return reason.replaceAll('-', ' ');
};
