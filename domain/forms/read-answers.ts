import { normaliseEmail } from '../messages/mail-address.ts';
import { type Form, type FormField, trapField } from './form-schema.ts';

/** What somebody answered, by the name of the field. */
export type Answers = Readonly<Record<string, string | boolean>>;

/** What a form that was sent in says. */
export type ReadForm =
  | { readonly kind: 'answers'; readonly email: string; readonly answers: Answers }
  /** The fields that are missing or not valid. */
  | { readonly kind: 'wrong'; readonly fields: readonly string[] }
  /** A program filled in what people do not see. */
  | { readonly kind: 'robot' };

type Given = ReadonlyMap<string, readonly string[]>;

const lineMax = 200;
const longMax = 2_000;

/** Blanks of every kind are one, and control characters none; a long text keeps its lines. */
const tidy = (text: string, isLong: boolean): string =>
  (isLong ? text.replaceAll(/[^\P{Cc}\n]+/gu, ' ') : text.replaceAll(/[\p{Cc}\s]+/gu, ' ')).trim();

type Answer = { readonly ok: true; readonly answer?: string | boolean } | { readonly ok: false };

const answerOf = (field: FormField, given: Given): Answer => {
  const { name, type, choices = [], required } = field;
  const text = tidy(given.get(name)?.[0] ?? '', type === 'long');
  if (text === '') return required ? { ok: false } : { ok: true };
  if (type === 'check') return { ok: true, answer: true };
  const isTooLong = text.length > (type === 'long' ? longMax : lineMax);
  if (isTooLong || (type === 'choice' && !choices.includes(text))) return { ok: false };
  return { ok: true, answer: text };
};

/** Reads a form that was sent in: the fields that it has, and no others. */
export const readAnswers = (input: { form: Form; given: Given }): ReadForm => {
  const { form, given } = input;
  if ((given.get(trapField) ?? []).some((text) => text !== '')) return { kind: 'robot' };
  const email = normaliseEmail((given.get('email')?.[0] ?? '').trim());
  const read = form.fields.map((field) => ({ name: field.name, ...answerOf(field, given) }));
  const wrong = read.filter(({ ok }) => !ok).map(({ name }) => name);
  if (email === undefined || wrong.length > 0) {
    return { kind: 'wrong', fields: [...(email === undefined ? ['email'] : []), ...wrong] };
  }
  const answers = Object.fromEntries(
    read.flatMap((one) => (one.ok && one.answer !== undefined ? [[one.name, one.answer]] : [])),
  );
  return { kind: 'answers', email, answers };
};
