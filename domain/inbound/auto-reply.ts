/** Why a mail counts as written by a program. */
export type Automatic =
  | 'auto-submitted'
  | 'precedence'
  | 'list'
  | 'response-suppressed'
  | 'empty-return-path'
  | 'program-address'
  | 'subject';

/** What is looked at of a mail. Names of headers are in lower case; of a header that comes often the topmost counts. */
export type MailSigns = {
  readonly header: (name: string) => string | undefined;
  /** The sender of the envelope: empty for `<>`, undefined when unknown. */
  readonly returnPath: string | undefined;
  readonly from: string;
  readonly subject: string;
};

const programs = /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|noreply-.*|bounces?|bounce[+-].*)@/i;
const subjects =
  /^(?:automatic reply|automated reply|auto(?:matic)?[- ]?(?:reply|response|antwort)|autoreply|out of (?:the )?office|ooo:|respuesta automática|fuera de (?:la )?oficina|automatische (?:antwort|abwesenheits)|abwesenheits|réponse automatique|absence du bureau|risposta automatica|fuori sede|resposta automática|fora do escritório|automatisch antwoord|afwezig)/iu;

const has = (value: string | undefined): boolean => value !== undefined && value.trim() !== '';

/**
 * Why a mail was written by a program and not by a person: RFC 3834 (`Auto-Submitted`, an empty return path), and what
 * programs older than it or beside it send. Undefined for a mail of a person. Nothing may answer such a mail, and it is no reply.
 */
export const automaticReason = ({ header, returnPath, from, subject }: MailSigns): Automatic | undefined => {
  const submitted = header('auto-submitted')?.trim().toLowerCase() ?? '';
  if (submitted !== '' && !/^no(?:\s|;|$)/.test(submitted)) return 'auto-submitted';
  if (/^\s*(?:bulk|junk|list|auto[-_]?reply)\b/i.test(header('precedence') ?? '')) return 'precedence';
  if (has(header('list-id'))) return 'list';
  if (/\b(?:all|oof|autoreply)\b/i.test(header('x-auto-response-suppress') ?? ''))
    return 'response-suppressed';
  if (
    ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply-from'].some((name) => has(header(name)))
  ) {
    return 'auto-submitted';
  }
  if (returnPath !== undefined && /^\s*(?:<\s*>)?\s*$/.test(returnPath)) return 'empty-return-path';
  if (programs.test(from)) return 'program-address';
  return subjects.test(subject.trim()) ? 'subject' : undefined;
};
