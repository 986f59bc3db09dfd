import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

import { type Language, languages, preferredLanguage, type Words } from './words.ts';

const storageKey = 'ciclo.studio.language';

type Chosen = { readonly language: Language; readonly choose: (language: Language) => void };

const LanguageContext = createContext<Chosen>({ language: 'en', choose: () => undefined });

const storedLanguage = (): Language | undefined => {
  const stored = globalThis.localStorage.getItem(storageKey);
  return languages.find((language) => language === stored);
};

/** Keeps the language of the person: what they chose, else what their browser asks for. */
export const LanguageProvider = ({ children }: { children: ReactNode }) => {
  const [language, setLanguage] = useState<Language>(
    () => storedLanguage() ?? preferredLanguage(globalThis.navigator.languages),
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const chosen = useMemo<Chosen>(
    () => ({
      language,
      choose: (next) => {
        globalThis.localStorage.setItem(storageKey, next);
        setLanguage(next);
      },
    }),
    [language],
  );
  return <LanguageContext.Provider value={chosen}>{children}</LanguageContext.Provider>;
};

/** The language, and how it is changed. */
export const useLanguage = (): Chosen => useContext(LanguageContext);

/** The texts of a page in the language of the person. */
export const useWords = <W extends Words>(words: W): W['en'] | W['es'] => words[useLanguage().language];
