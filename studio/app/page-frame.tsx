import { Suspense, type ReactNode } from 'react';

import { EmptyState } from '../parts/page/empty-state.tsx';
import { Loading } from '../parts/page/loading.tsx';
import { PageTitleProvider } from '../parts/page/page-title.tsx';
import { useLanguage, useWords } from '../words/language.tsx';
import type { StudioPage } from './page.ts';
import { useMay } from './session.tsx';
import { shellWords } from './shell-words.ts';

/** A page, where the person may see it. */
export const PageFrame = ({ page, children }: { page: StudioPage; children: ReactNode }) => {
  const may = useMay();
  const words = useWords(shellWords);
  const { language } = useLanguage();
  if (!may(...page.scopes)) return <EmptyState isPage title={words.notAllowed} text={words.notAllowedText} />;
  return (
    <PageTitleProvider title={page.title[language]}>
      <Suspense fallback={<Loading />}>{children}</Suspense>
    </PageTitleProvider>
  );
};
