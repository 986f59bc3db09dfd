import { type Form, type FormField, trapField } from '../../../domain/forms/form-schema.ts';
import { localised } from '../texts.ts';
import type { FormTexts } from './form-texts.ts';

/** What a form is shown with. */
export type FormScene = {
  readonly form: Form;
  /** What people call its topic. */
  readonly topic: string;
  readonly texts: FormTexts;
  /** The languages of the reader, the best first. */
  readonly chain: readonly string[];
  /** Where it is sent; the page itself by default. */
  readonly action?: string;
  /** The language of our answers, told by a form on another page. */
  readonly locale?: string;
  readonly given?: ReadonlyMap<string, readonly string[]>;
  readonly wrong?: readonly string[];
};

type Shown = { readonly scene: FormScene; readonly name: string };

const valueOf = ({ scene, name }: Shown): string => scene.given?.get(name)?.[0] ?? '';
const isWrong = ({ scene, name }: Shown): boolean => scene.wrong?.includes(name) === true;

const Wrong = (shown: Shown) =>
  isWrong(shown) ? <small role="alert">{shown.scene.texts.wrongField}</small> : null;

const Control = ({ scene, field }: { scene: FormScene; field: FormField }) => {
  const { name, type, choices = [], required } = field;
  const value = valueOf({ scene, name });
  const common = { name, required, 'aria-invalid': isWrong({ scene, name }) ? 'true' : undefined };
  if (type === 'long') {
    return (
      <textarea {...common} rows={4} maxlength={2_000}>
        {value}
      </textarea>
    );
  }
  if (type === 'check') return <input type="checkbox" value="yes" checked={value !== ''} {...common} />;
  if (type === 'text') return <input type="text" maxlength={200} value={value} {...common} />;
  return (
    <select {...common}>
      <option value="">{scene.texts.choose}</option>
      {choices.map((choice) => (
        <option value={choice} selected={choice === value}>
          {choice}
        </option>
      ))}
    </select>
  );
};

const Field = ({ scene, field }: { scene: FormScene; field: FormField }) => {
  const label = localised({ text: field.label, chain: scene.chain });
  const isCheck = field.type === 'check';
  return (
    <label class={isCheck ? undefined : 'text'}>
      {isCheck ? <Control scene={scene} field={field} /> : null} {label} {field.required ? '*' : ''}{' '}
      {isCheck ? null : <Control scene={scene} field={field} />}
      <Wrong scene={scene} name={field.name} />
    </label>
  );
};

/** A form as plain HTML: no script, no style, and a field that only programs fill in. */
export const FormView = (scene: FormScene) => {
  const { form, texts, chain, action, locale, topic } = scene;
  const email = { scene, name: 'email' };
  return (
    <form method="post" action={action} accept-charset="utf-8">
      {locale === undefined ? null : <input type="hidden" name="lang" value={locale} />}
      <label class="text">
        {texts.email} *{' '}
        <input
          type="email"
          name="email"
          autocomplete="email"
          maxlength={254}
          required
          value={valueOf(email)}
          aria-invalid={isWrong(email) ? 'true' : undefined}
        />
        <Wrong {...email} />
      </label>
      {form.fields.map((field) => (
        <Field scene={scene} field={field} />
      ))}
      <div hidden aria-hidden="true">
        <label>
          {texts.trap} <input type="text" name={trapField} tabindex={-1} autocomplete="off" />
        </label>
      </div>
      <p>
        <small>{texts.consent(topic)}</small>
      </p>
      <button class="main">
        {form.button === undefined ? texts.send : localised({ text: form.button, chain })}
      </button>
    </form>
  );
};
