/**
 * The words by which people end messages, take that back, and ask who writes, with what they are answered, by language.
 *
 * Sources: CTIA, Messaging Principles and Best Practices (2023), 5.1.3; 47 CFR 64.1200(a)(10), in effect since April 2025 ("stop",
 * "quit", "end", "revoke", "opt out", "cancel", "unsubscribe"); the words that Twilio keeps by default. Words of other
 * languages are those that senders and operators there are used to.
 */
export type OptOutWord = 'stop' | 'start' | 'help';

/** Whether a word ends messages or takes them up again: that is done at once, and nobody of the team has anything to do. */
export const isForNobody = (word: OptOutWord | undefined): boolean => word === 'stop' || word === 'start';

/** The source of a consent that was withdrawn, or given again, by such a word. */
export const optOutSource = 'opt-out-word';

type Words = Readonly<Record<OptOutWord, readonly string[]>>;

/** Words that say nothing about the language of the writer: the same everywhere. */
const everywhere: Words = {
  stop: ['STOP', 'STOPALL', 'STOP ALL'],
  start: ['START', 'UNSTOP'],
  help: ['INFO'],
};

type Language = {
  readonly words: Words;
  /** Answers fit one text message. `contact` is where somebody helps. */
  readonly answers: Readonly<Record<OptOutWord, (business: string, contact: string) => string>>;
};

const en: Language = {
  words: {
    stop: ['UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPT OUT', 'OPTOUT'],
    start: [],
    help: ['HELP'],
  },
  answers: {
    stop: (business) => `${business}: you get no more messages here. Reply START to get them again.`,
    start: (business) => `${business}: you get our messages again. Reply STOP to end them.`,
    help: (business, contact) => `${business}: for help, ${contact}. Reply STOP to end messages.`,
  },
};

const es: Language = {
  words: { stop: ['BAJA', 'ALTO', 'CANCELAR', 'PARAR'], start: ['ALTA'], help: ['AYUDA'] },
  answers: {
    stop: (business) =>
      `${business}: no recibirás más mensajes por aquí. Responde ALTA para recibirlos de nuevo.`,
    start: (business) => `${business}: vuelves a recibir nuestros mensajes. Responde BAJA para dejarlos.`,
    help: (business, contact) =>
      `${business}: para ayuda, ${contact}. Responde BAJA para no recibir mensajes.`,
  },
};

const fr: Language = {
  words: { stop: ['ARRET', 'DESABONNER', 'DESINSCRIRE'], start: ['REPRENDRE'], help: ['AIDE'] },
  answers: {
    stop: (business) =>
      `${business} : vous ne recevrez plus de messages ici. Répondez START pour les recevoir.`,
    start: (business) =>
      `${business} : vous recevez de nouveau nos messages. Répondez STOP pour les arrêter.`,
    help: (business, contact) => `${business} : pour de l'aide, ${contact}. Répondez STOP pour arrêter.`,
  },
};

const de: Language = {
  words: { stop: ['STOPP', 'ABMELDEN', 'ABBESTELLEN'], start: ['ANMELDEN'], help: ['HILFE'] },
  answers: {
    stop: (business) =>
      `${business}: Sie erhalten hier keine Nachrichten mehr. Mit START erhalten Sie sie wieder.`,
    start: (business) => `${business}: Sie erhalten unsere Nachrichten wieder. Mit STOP beenden Sie sie.`,
    help: (business, contact) => `${business}: Hilfe unter ${contact}. Mit STOP beenden Sie die Nachrichten.`,
  },
};

const it: Language = {
  words: { stop: ['ANNULLA', 'CANCELLAMI', 'DISISCRIVI'], start: ['ISCRIVI'], help: ['AIUTO'] },
  answers: {
    stop: (business) =>
      `${business}: non riceverai altri messaggi qui. Rispondi START per riceverli di nuovo.`,
    start: (business) => `${business}: ricevi di nuovo i nostri messaggi. Rispondi STOP per non riceverli.`,
    help: (business, contact) =>
      `${business}: per aiuto, ${contact}. Rispondi STOP per non ricevere messaggi.`,
  },
};

const pt: Language = {
  words: { stop: ['SAIR', 'REMOVER', 'DESCADASTRAR'], start: ['VOLTAR'], help: ['AJUDA'] },
  answers: {
    stop: (business) =>
      `${business}: não receberá mais mensagens aqui. Responda START para voltar a recebê-las.`,
    start: (business) => `${business}: volta a receber as nossas mensagens. Responda STOP para terminar.`,
    help: (business, contact) => `${business}: para ajuda, ${contact}. Responda STOP para terminar.`,
  },
};

const languages: ReadonlyMap<string, Language> = new Map(Object.entries({ en, es, fr, de, it, pt }));

const kinds: readonly OptOutWord[] = ['stop', 'start', 'help'];

/** Longer texts are no such word, whatever they say. */
const longest = 40;

/** A text as it is compared: capitals without accents, without a slash before it (of a bot) or marks around it. */
const compared = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll(/[\s_-]+/gu, ' ')
    .replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');

const has = (words: readonly string[], text: string): boolean => words.some((one) => compared(one) === text);

/** Words of the workspace's own, besides those of the table. */
export type OwnWords = Readonly<Partial<Record<OptOutWord, readonly string[] | undefined>>>;

/**
 * The word that a message consists of, and the language it is of where that is certain; undefined for a message that says
 * anything else: nobody is unsubscribed by a sentence that has the word in it.
 */
export const optOutWordIn = (input: {
  text: string;
  own?: OwnWords | undefined;
}): { readonly word: OptOutWord; readonly language?: string } | undefined => {
  const { text: written, own = {} } = input;
  if (written.length > longest) return undefined;
  const text = compared(written);
  if (text === '') return undefined;
  for (const word of kinds) {
    if (has([...everywhere[word], ...(own[word] ?? [])], text)) return { word };
    for (const [language, { words }] of languages) {
      if (has(words[word], text)) return { word, language };
    }
  }
  return undefined;
};

const nameMax = 40;

/** What such a word is answered with, in the first of these languages that has an answer, else in English. */
export const optOutAnswer = (input: {
  word: OptOutWord;
  /** Locales, the one that fits best first. */
  locales: readonly string[];
  business: string;
  /** Where somebody helps: an address of mail, or of the web. */
  contact: string;
}): string => {
  const { word, locales, business, contact } = input;
  const found = locales.flatMap((locale) => languages.get(locale) ?? [])[0] ?? en;
  const name = business.length > nameMax ? `${business.slice(0, nameMax - 1).trimEnd()}…` : business;
  return found.answers[word](name, contact);
};
