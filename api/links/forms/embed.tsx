import type { Form } from '../../../domain/forms/form-schema.ts';
import { localised, pageTexts } from '../texts.ts';
import { formTexts } from './form-texts.ts';
import { FormView } from './form-view.tsx';

/** The HTML of a form for a page of the shop's, in one language: plain, without a script, sent to `action`. */
export const embedForm = (input: {
  readonly form: Form;
  readonly topic: string | Readonly<Record<string, string>>;
  readonly action: string;
  readonly locale: string | undefined;
  readonly fallback: string;
}): string => {
  const { form, topic, action, fallback } = input;
  const { locale, chain } = pageTexts({ asked: input.locale, fallback });
  const texts = formTexts(locale);
  const what = localised({ text: topic, chain });
  return String(
    <FormView
      form={form}
      topic={what}
      texts={texts}
      chain={chain}
      action={action}
      locale={chain[0] ?? locale}
    />,
  );
};
