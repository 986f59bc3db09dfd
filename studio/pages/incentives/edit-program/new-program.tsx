import { NewFile } from '../../../parts/drafts/new-file.tsx';
import { useWords } from '../../../words/language.tsx';
import { firstProgram } from './first-program.ts';
import { programWords } from './words.ts';

/** Begins a loyalty programme as a draft: points for each order, pending until it can no longer be returned. */
export const NewProgram = () => {
  const words = useWords(programWords);
  return (
    <NewFile
      title={words.newProgram}
      files={({ key, name }) => ({ [`programs/${key}.json`]: firstProgram({ key, name }) })}
      to={(key) => `/loyalty/${key}/edit`}
    />
  );
};
