import { useMemo } from 'react';

import { useMe } from '../../app/session.tsx';
import { useLanguage } from '../../words/language.tsx';
import { createFormat, type Format } from './format.ts';

/** How this person reads figures, times and sums of this workspace. */
export const useFormat = (): Format => {
  const { workspace, now } = useMe();
  const { language } = useLanguage();
  return useMemo(() => {
    // The clock of a tenant under development is ahead of the browser's.
    const ahead = Date.parse(now) - Date.now();
    return createFormat({
      language,
      zone: workspace.zone,
      now: () => Date.now() + ahead,
      wanted: globalThis.navigator.languages,
    });
  }, [language, workspace.zone, now]);
};
