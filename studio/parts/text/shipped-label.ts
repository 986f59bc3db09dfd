import { useCallback } from 'react';

import { shippedSpanish } from '../../../domain/objects/shipped-spanish.ts';
import { useLanguage } from '../../words/language.tsx';
import type { Language } from '../../words/words.ts';

/** A label of an object for a reader: what comes with Ciclo is in their language, what a shop wrote stays as it is. */
const shippedLabel = (input: { language: Language; object: string; label: string }): string => {
  const { language, object, label } = input;
  return language === 'es' ? (shippedSpanish(object, label) ?? label) : label;
};

/** The same in the language of the person who looks. */
export const useShippedLabel = (): ((object: string, label: string) => string) => {
  const { language } = useLanguage();
  return useCallback((object, label) => shippedLabel({ language, object, label }), [language]);
};
