import { PageHeader } from '../../parts/page-header.tsx';
import { useWords } from '../../words/language.tsx';
import { Builder, emptyDraft } from './builder.tsx';
import { segmentWords } from './words.ts';

/** Conditions to try, from none. */
export const Content = () => {
  const words = useWords(segmentWords);
  return (
    <>
      <PageHeader title={words.try} text={words.tryText} />
      <Builder start={emptyDraft} />
    </>
  );
};
