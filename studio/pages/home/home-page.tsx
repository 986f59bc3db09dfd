import { PageHeader } from '../../parts/page-header.tsx';
import { useWords } from '../../words/language.tsx';
import { homeWords } from './words.ts';

/** What needs attention, and how the week goes. */
export const Content = () => {
  const words = useWords(homeWords);
  return <PageHeader title={words.title} />;
};
