import type { MessageDefinition } from './message-definition.ts';
import type { Sheet } from './post/sheet.ts';

/** The texts of one locale: Handlebars templates, checked. `html` is absent on channels without HTML. */
export type CompiledLocale = {
  readonly subject: string;
  readonly preheader: string;
  readonly html?: string;
  readonly text: string;
  /** What stands in the places of the template of the network. */
  readonly parameters?: readonly string[];
};

/**
 * A published message: plain data, stored with its version. MJML, partials and the making of the plain-text
 * part are done; what is left are checked Handlebars templates, so that workers load it without MJML and no
 * stored code is ever executed.
 */
export type CompiledMessage = Pick<
  MessageDefinition,
  'channel' | 'class' | 'topic' | 'whenMissing' | 'track' | 'sample'
> & {
  readonly format: 1;
  readonly key: string;
  readonly name: string;
  readonly from?: string;
  readonly replyTo?: string;
  /** Limits narrower than those of the tenant. */
  readonly caps?: NonNullable<MessageDefinition['caps']>;
  readonly quietHours?: NonNullable<MessageDefinition['quietHours']>;
  readonly template?: Pick<NonNullable<MessageDefinition['template']>, 'name' | 'languages'>;
  /** The sheet of a letter. */
  readonly page?: Sheet;
  readonly utm?: NonNullable<MessageDefinition['utm']>;
  readonly defaultLocale: string;
  readonly locales: Readonly<Record<string, CompiledLocale>>;
  /** Full names of the variables the templates read, sorted; `[]` stands for the items of a list. */
  readonly variables: readonly string[];
  /** The steps whose results the templates need, without fallback or condition: they must have run before. */
  readonly steps: readonly string[];
};
