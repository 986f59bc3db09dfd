import type { Language } from './language.ts';

/** A message as one person gets it, to be looked over. */
export type Reviewed = {
  readonly channel: string;
  readonly class: 'marketing' | 'transactional';
  readonly subject: string;
  readonly preheader: string;
  /** Absent on channels without HTML. */
  readonly html?: string | undefined;
  readonly text: string;
  /** Variables that have no value. */
  readonly missing: readonly string[];
  /** Links and pictures of the data that were left out, by what and host. */
  readonly dropped: readonly { readonly what: string; readonly host: string }[];
};

/** `error`: readers will not get what was meant. `warning`: it may hurt. `notice`: good to know. */
export const severities = ['error', 'warning', 'notice'] as const;
export type Severity = (typeof severities)[number];

/** What the sentences of a finding are made of. */
export type Values = Readonly<Record<string, string>>;

type Sentences = {
  /** What is doubtful. */
  readonly message: (values: Values) => string;
  /** What to do about it. */
  readonly hint: string;
};

/** One thing a message is looked over for: how it is found, and how it is told. */
export type Check = {
  readonly code: string;
  readonly severity: Severity;
  readonly words: Readonly<Record<Language, Sentences>>;
  /** The values of each finding; none where all is well. */
  readonly find: (message: Reviewed) => readonly Values[];
};

/** What is doubtful about a message. */
export type Finding = {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint: string;
};
